"""Articles → sentences, with the page's noise cut out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sentencex import segment

from etl.noise import article_lines, is_noise, noise_before, words_of
from etl.records import Article, Sentence

LONGEST_SENTENCE = 1_500  # characters; what runs on longer is a table or a broken page

_ORDINAL = re.compile(r"\b\d{1,2}\.\s+$")


def extract(article: Article) -> list[Sentence]:
    """The headline (index 0) and the sentences of the text, in order, noise left out."""
    spans = [(article.title, 0, 0), *_sentences(article)]
    return [
        Sentence(
            article_id=article.article_id,
            index=index,
            text=text,
            prev=spans[index - 1][0] if index > 1 else "",
            headline=article.title,
            language=article.language,
            char_start=start,
            char_end=end,
        )
        for index, (text, start, end) in enumerate(spans)
    ]


def _sentences(article: Article) -> Iterator[tuple[str, int, int]]:
    doubled = words_of(article.title)
    for line, offset in article_lines(article.text):
        place = 0
        for sentence in _whole(segment(article.language, line), article.language):
            text = sentence.strip()
            start = line.index(text, place)
            place = start + len(text)
            offered = noise_before(text)
            text, start = text[offered:], start + offered
            # A headline that the page repeats as its first line is one statement, not two.
            if text and words_of(text) != doubled and not is_noise(text):
                yield text[:LONGEST_SENTENCE], offset + start, offset + place


def _whole(parts: Iterable[str], language: str) -> Iterator[str]:
    """Put together what was split at a German ordinal: "aus dem 17. | Jahrhundert"."""
    held = ""
    for part in parts:
        held += part
        if language != "de" or not _ORDINAL.search(held):
            yield held
            held = ""
    if held:
        yield held

"""Articles → sentences, with the page's noise cut out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sentencex import segment

from etl.records import Article, Sentence

NOISE_FILE = Path(__file__).resolve().parent.parent / "config" / "noise.toml"
LINK_LENGTH = 160  # characters; a longer line below a "Read also" is text again
LONGEST_SENTENCE = 1_500  # characters; what runs on longer is a table or a broken page

_END = re.compile(r"[.!?…][\"'“”»«’)\]]*$")
_BULLET = re.compile(r"^\s*[-–—•*·►▪]\s*")
_ORDINAL = re.compile(r"\b\d{1,2}\.\s+$")
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Noise:
    """Lines that are in the text but are not the article; see config/noise.toml."""

    headings: tuple[str, ...]
    line: re.Pattern[str]

    @classmethod
    @lru_cache(maxsize=4)
    def load(cls, path: Path = NOISE_FILE) -> Noise:
        """Read the lists."""
        data = tomllib.loads(path.read_text(encoding="utf8"))
        pattern = "|".join(f"(?:{line})" for line in data["lines"])
        return cls(tuple(data["headings"]), re.compile(pattern, re.IGNORECASE))


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
    doubled = _key(article.title)
    for line, offset in _lines(article.text):
        place = 0
        for sentence in _whole(segment(article.language, line), article.language):
            text = sentence.strip()
            start = line.index(text, place)
            place = start + len(text)
            # A headline that the page repeats as its first line is one statement, not two.
            if text and _key(text) != doubled:
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


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """The lines that belong to the article, with their offsets."""
    noise = Noise.load()
    offset, in_links = 0, False
    for line in text.split("\n"):
        bare = _BULLET.sub("", line).strip()
        opens = bare.lower().lstrip("▶►>→ ").startswith(noise.headings) and len(bare) < LINK_LENGTH
        if opens:
            in_links = True
        elif in_links:
            in_links = _is_link(line, bare)
        if bare and not opens and not in_links and not noise.line.fullmatch(bare):
            yield line, offset
        offset += len(line) + 1


def _is_link(line: str, bare: str) -> bool:
    """Below a heading: a bullet, or a short line that does not end as a sentence does."""
    return bool(_BULLET.match(line)) or (len(bare) < LINK_LENGTH and not _END.search(bare))


def _key(text: str) -> str:
    return " ".join(_WORDS.findall(text.lower()))

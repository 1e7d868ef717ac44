"""What two versions of an article have in common."""

from __future__ import annotations

from collections import Counter

from etl.noise import words_of
from etl.records import Sentence
from etl.tag import identity

MOST_TURNS = 16  # mentions of one sentence that are looked for; the models give fewer


def kept(new: list[Sentence], old: list[Sentence]) -> dict[int, str]:
    """Index and text of the new version's sentences that stood in the old one too."""
    left = Counter(words_of(sentence.text) for sentence in old)
    found = {}
    for sentence in new:
        words = words_of(sentence.text)
        if left[words] > 0:
            left[words] -= 1
            found[sentence.index] = sentence.text
    return found


def untouched(article_id: str, sentences: dict[int, str]) -> set[str]:
    """Ids of all mentions that the kept sentences of an article can have."""
    places: Counter[str] = Counter()
    ids = set()
    for text in sentences.values():
        words = words_of(text)
        places[words] += 1
        ids |= {identity(article_id, text, places[words], turn) for turn in range(MOST_TURNS)}
    return ids

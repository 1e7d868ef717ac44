"""Articles → syndication groups: copies, rewrites and translations of one text are one report."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from etl.anchors import names, numbers
from etl.article_facts import Fingerprint
from etl.config import MatchSettings
from etl.records import Article

PERMUTATIONS = 128
SEED = 20241001
SHINGLE = 3  # words
LEAST_SHINGLES = 25  # a shorter text is a teaser: sharing it proves nothing
MOST_REMEMBERED = 200_000  # articles; days beyond are forgotten and read again when needed

# The second look. A copy shares some names with its original and is no mere quotation of it; where
# the wording is another, names, numbers and length must agree. Figures: bench/RESULTS.md.
COPY_ANCHORS, COPY_LENGTH = 0.3, 0.25
REWRITE_ANCHORS, REWRITE_LENGTH, REWRITE_SHARED = 0.55, 0.4, 6
TRANSLATION_ANCHORS, TRANSLATION_LENGTH, TRANSLATION_SHARED = 0.5, 0.5, 6
TRANSLATION_NUMBERS = 2
NUMBERS_AGREE = 0.5

_WORD = re.compile(r"\w+")
Signature = NDArray[np.uint32]
Fetch = Callable[[int], Iterable[Fingerprint]]


@dataclass(slots=True)
class _Day:
    """The articles of one day; row i of `bytes` belongs to prints[i]."""

    prints: list[Fingerprint] = field(default_factory=list)
    bytes: NDArray[np.uint8] = field(
        default_factory=lambda: np.zeros((16, PERMUTATIONS), dtype=np.uint8)
    )

    def add(self, one: Fingerprint) -> None:
        place = len(self.prints)
        if place == len(self.bytes):
            self.bytes = np.vstack([self.bytes, np.zeros_like(self.bytes)])
        if one.signature is not None:
            self.bytes[place] = _low(one.signature)
        # The names themselves and the whole signature are for the warehouse, not for comparing.
        self.prints.append(replace(one, words=(), signature=None))


@dataclass(slots=True)
class CopyIndex:
    """Fingerprints by day; a day that is not in memory comes from `fetch`."""

    fetch: Fetch
    days: dict[int, _Day] = field(default_factory=dict)

    def add(self, one: Fingerprint) -> None:
        """Store one article of a group."""
        self._day(int(one.day)).add(one)

    def find(self, one: Fingerprint, settings: MatchSettings) -> str | None:
        """The group of the article that is most like this one, if it is the same text."""
        best: tuple[float, str] = (0.0, "")
        span = settings.syndication_days
        for number in range(int(one.day) - span, int(one.day) + span + 1):
            day = self._day(number)
            for other, shared in _likely(one, day, settings):
                if abs(other.day - one.day) <= span and _same_text(one, other, shared, settings):
                    best = max(best, (shared + _overlap(one.anchors, other.anchors), other.group))
        return best[1] or None

    def forget(self) -> None:
        """Drop days, those longest in memory first, down to what is remembered."""
        size = sum(len(day.prints) for day in self.days.values())
        for number in list(self.days):
            if size <= MOST_REMEMBERED:
                break
            size -= len(self.days.pop(number).prints)

    def _day(self, number: int) -> _Day:
        if number not in self.days:
            day = self.days[number] = _Day()
            for one in self.fetch(number):
                day.add(one)
        return self.days[number]


def group(
    articles: list[Article],
    labels: dict[str, frozenset[str]],
    index: CopyIndex,
    settings: MatchSettings,
) -> dict[str, Fingerprint]:
    """The fingerprint of each article with its syndication group; the index grows by them.

    `labels` names for each article its outlet and the agencies that it is credited to.
    """
    index.forget()
    result: dict[str, Fingerprint] = {}
    for article in sorted(articles, key=lambda a: (_day_of(a), a.article_id)):
        one = fingerprint(article, labels.get(article.article_id, frozenset()))
        if one.signature is not None:
            one = one.in_group(index.find(one, settings) or article.article_id)
            index.add(one)
        result[article.article_id] = one
    return result


def fingerprint(article: Article, labels: frozenset[str]) -> Fingerprint:
    """What is compared of an article: in a group of its own as yet."""
    found = names(article.text)
    counted = numbers(article.text)
    return Fingerprint(
        article_id=article.article_id,
        group=article.article_id,
        day=_day_of(article),
        language=article.language,
        labels=labels | {article.source_id},
        n_words=len(_WORD.findall(article.text)),
        words=tuple(sorted(found | counted)),
        anchors=anchor_codes(found | counted),
        numbers=anchor_codes(counted),
        signature=sign(article.text),
    )


def anchor_codes(words: Iterable[str]) -> NDArray[np.uint32]:
    """Names and numbers as hashes, in order, each once."""
    return np.array(sorted({crc32(word.encode()) for word in words}), dtype=np.uint32)


def sign(text: str) -> Signature | None:
    """MinHash of the word 3-grams (Broder 1997); None for a text too short to tell."""
    words = [match[0].lower() for match in _WORD.finditer(text)]
    shingles = {" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}
    if len(shingles) < LEAST_SHINGLES:
        return None
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    sketch.update(sorted(shingles))
    return np.array(sketch.digest(), dtype=np.uint32)


def _likely(
    one: Fingerprint, day: _Day, settings: MatchSettings
) -> list[tuple[Fingerprint, float]]:
    """Articles of a day that share enough wording, or a label across languages."""
    if one.signature is None or not day.prints:
        return []
    # One byte of each value is compared (b-bit minwise hashing, Li & König 2010): equal by chance
    # in one of 256 places.
    equal = np.mean(day.bytes[: len(day.prints)] == _low(one.signature), axis=1)
    shared = np.maximum(0.0, (equal - 1 / 256) / (1 - 1 / 256))
    near = set(np.flatnonzero(shared >= settings.rewrite_overlap).tolist())
    near |= {
        place
        for place, other in enumerate(day.prints)
        if other.language != one.language and other.labels & one.labels
    }
    return [(day.prints[place], float(shared[place])) for place in sorted(near)]


def _same_text(
    one: Fingerprint, other: Fingerprint, shared: float, settings: MatchSettings
) -> bool:
    """The second look: names, numbers and length."""
    length = min(one.n_words, other.n_words) / max(1, one.n_words, other.n_words)
    overlap = _overlap(one.anchors, other.anchors)
    if one.language != other.language:
        return (
            bool(one.labels & other.labels)
            and length >= TRANSLATION_LENGTH
            and overlap >= TRANSLATION_ANCHORS
            and _common(one.anchors, other.anchors) >= TRANSLATION_SHARED
            and _common(one.numbers, other.numbers) >= TRANSLATION_NUMBERS
            and _overlap(one.numbers, other.numbers) >= NUMBERS_AGREE
        )
    if shared >= settings.syndication_overlap:
        return length >= COPY_LENGTH and overlap >= COPY_ANCHORS
    return (
        shared >= settings.rewrite_overlap
        and length >= REWRITE_LENGTH
        and overlap >= REWRITE_ANCHORS
        and _common(one.anchors, other.anchors) >= REWRITE_SHARED
        and _overlap(one.numbers, other.numbers) >= NUMBERS_AGREE
    )


def _overlap(one: NDArray[np.uint32], two: NDArray[np.uint32]) -> float:
    """Share of the smaller set that the other has too; 1 where one has none."""
    least = min(len(one), len(two))
    return _common(one, two) / least if least else 1.0


def _common(one: NDArray[np.uint32], two: NDArray[np.uint32]) -> int:
    """How many codes both have."""
    return len(np.intersect1d(one, two, assume_unique=True))


def _low(signature: Signature) -> NDArray[np.uint8]:
    return (signature & 0xFF).astype(np.uint8)


def _day_of(article: Article) -> float:
    when = article.published_at if article.date_flag == "ok" else None
    return (when or article.fetched_at).timestamp() / 86_400

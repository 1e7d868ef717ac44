"""Articles → syndication groups: copies and light rewrites of one text are one report."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from etl.config import MatchSettings
from etl.records import Article

PERMUTATIONS = 128
SEED = 20241001
SHINGLE = 3  # words
LEAST_SHINGLES = 25  # a shorter text is a teaser: sharing it proves nothing
BANDS = 64  # of two rows each: finds pairs that share a third of their shingles

_WORD = re.compile(r"\w+")
Signature = NDArray[np.uint32]


@dataclass(slots=True)
class CopyIndex:
    """Signatures of recent articles, found again by equal bands (locality-sensitive hashing)."""

    signatures: list[Signature] = field(default_factory=list)
    days: list[float] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    bands: dict[bytes, list[int]] = field(default_factory=dict)

    def add(self, signature: Signature, day: float, group: str) -> None:
        """Store one article of a group."""
        place = len(self.signatures)
        self.signatures.append(signature)
        self.days.append(day)
        self.groups.append(group)
        for band in _bands(signature):
            self.bands.setdefault(band, []).append(place)

    def find(self, signature: Signature, day: float, settings: MatchSettings) -> str | None:
        """The group of the article that shares most, if it is enough and near in time."""
        candidates = {p for band in _bands(signature) for p in self.bands.get(band, ())}
        best = (0.0, "")
        for place in sorted(candidates):
            if abs(self.days[place] - day) > settings.syndication_days:
                continue
            shared = float(np.mean(self.signatures[place] == signature))
            best = max(best, (shared, self.groups[place]))
        return best[1] if best[0] >= settings.syndication_overlap else None


def group(
    articles: list[Article], index: CopyIndex, settings: MatchSettings
) -> tuple[dict[str, str], dict[str, Signature]]:
    """Syndication group and signature by article id; the index grows by them."""
    groups: dict[str, str] = {}
    signatures: dict[str, Signature] = {}
    for article in sorted(articles, key=lambda a: (_day(a), a.article_id)):
        signature = sign(article.text)
        found = None
        if signature is not None:
            found = index.find(signature, _day(article), settings)
            index.add(signature, _day(article), found or article.article_id)
            signatures[article.article_id] = signature
        groups[article.article_id] = found or article.article_id
    return groups, signatures


def sign(text: str) -> Signature | None:
    """MinHash of the word 3-grams (Broder 1997); None for a text too short to tell."""
    words = [match[0].lower() for match in _WORD.finditer(text)]
    shingles = {" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}
    if len(shingles) < LEAST_SHINGLES:
        return None
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    sketch.update(sorted(shingles))
    return np.array(sketch.digest(), dtype=np.uint32)


def _bands(signature: Signature) -> list[bytes]:
    rows = PERMUTATIONS // BANDS
    return [bytes([i]) + signature[i * rows : (i + 1) * rows].tobytes() for i in range(BANDS)]


def _day(article: Article) -> float:
    when = article.published_at if article.date_flag == "ok" else None
    return (when or article.fetched_at).timestamp() / 86_400

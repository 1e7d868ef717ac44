"""The same claim or not: what two statements share, weighed to one calibrated probability.

Two questions: do two statements state one claim (`Matcher.same`, boosted trees that follow the
direction that reason gives: more shared words never make a pair less alike), and does a sentence
go on about what its headline states (`Matcher.of_story`, a logistic model).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from models import artefact
from models.rarity import Rarity
from models.wording import CODES, Codes, Wording

FOLDER = artefact.ARTEFACTS / "matching"
PAIR_FEATURES = (
    "cosine", "cosine_cross", "cosine_uk", "words", "overlap", "letters", "rarest", "weight",
    "names", "numbers_agree", "numbers_differ", "numbers_one", "cross", "uk", "shorter",
    "cosine_long",
)  # fmt: skip
STORY_FEATURES = (
    "cosine", "cosine_squared", "words", "letters", "names", "early", "alleged", "denied",
    "spoken", "near_before", "short", "no_names", "numbers",
)  # fmt: skip
# Pairs whose features are held at a time: what they need stays in the processor's caches.
PAIRS_AT_ONCE, COSINES_AT_ONCE = 8_192, 256
# A pair of one language below both, the cosine of its vectors and that of its weighed words, is not
# looked at: half of the pairs of the news are such, and the trees gave none of them 0.1.
NEAR, IN_COMMON = 0.4, 0.07
SHORT = 150  # characters from which a statement is long enough to say all

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Statements:
    """Statements side by side: wordings, languages, and vectors of shape (n, SIZE)."""

    wordings: list[Wording]
    languages: NDArray[np.str_]
    vectors: NDArray[np.float32]


class Compared:
    """Statements ready to be compared in pairs, under given weights of rarity."""

    def __init__(self, of: Statements, weights: NDArray[np.float32]) -> None:
        self.of = of
        self.words = _table([w.words for w in of.wordings], weights)
        self.names = _table([w.names for w in of.wordings])
        self.held = _table([w.words for w in of.wordings])
        self.letters = _unit(_table([w.grams for w in of.wordings], weights))
        self.unit_words = _unit(self.words)
        numbers = {n: i for i, n in enumerate(sorted({n for w in of.wordings for n in w.numbers}))}
        self.numbers = _table(
            [np.array([numbers[n] for n in sorted(w.numbers)], np.int32) for w in of.wordings],
            size=max(1, len(numbers)),
        )
        self.has_numbers = np.diff(self.numbers.indptr) > 0
        self.has_names = np.diff(self.names.indptr) > 0
        self.weight = np.asarray(self.words.sum(axis=1)).ravel()
        self.lengths = np.array([w.length for w in of.wordings], dtype=np.float64)

    def cosines(self, a: Places, b: Places) -> Floats:
        """Cosine of the vectors of each pair."""
        found = np.zeros(len(a))
        for part in _parts(len(a), COSINES_AT_ONCE):
            ones, others = self.of.vectors[a[part]], self.of.vectors[b[part]]
            found[part] = np.einsum("ij,ij->i", ones, others)
        return found

    def worth_a_look(self, a: Places, b: Places) -> NDArray[np.bool_]:
        """Which pairs are to be weighed at all; the words are looked at where all else says no."""
        cosine, words = self.cosines(a, b), np.zeros(len(a))
        cross = self.of.languages[a] != self.of.languages[b]
        rest = np.flatnonzero(~_worth(cosine, words, cross))
        words[rest] = self.word_cosines(a[rest], b[rest])
        return _worth(cosine, words, cross)

    def letter_cosines(self, a: Places, b: Places) -> Floats:
        """Cosine of the weighted letter groups."""
        return _dot(self.letters, self.letters, a, b)

    def word_cosines(self, a: Places, b: Places) -> Floats:
        """Cosine of the weighted words."""
        return _dot(self.unit_words, self.unit_words, a, b)

    def shared_names(self, a: Places, b: Places) -> Floats:
        """Names of the one that the other has among its words, both ways; at most three."""
        both = (_dot(self.names, self.held, a, b), _dot(self.held, self.names, a, b))
        return np.minimum(np.minimum(*both), 3.0) / 3.0

    def numbers_shared(self, a: Places, b: Places) -> tuple[Floats, Floats, Floats]:
        """Pairs that share a number; have numbers but share none; of which only one has some."""
        both = self.has_numbers[a] & self.has_numbers[b]
        agree = both & (_dot(self.numbers, self.numbers, a, b) > 0)
        one = self.has_numbers[a] != self.has_numbers[b]
        return agree.astype(float), (both & ~agree).astype(float), one.astype(float)

    def pair_features(self, a: Places, b: Places) -> Floats:
        """Shape (pairs, PAIR_FEATURES)."""
        shared = self.words[a].multiply(self.held[b]).tocsr()
        weight = np.asarray(shared.sum(axis=1)).ravel()
        rarest = shared.max(axis=1).toarray().ravel() if len(a) else np.zeros(0)
        cosine = self.cosines(a, b)
        cross = (self.of.languages[a] != self.of.languages[b]).astype(float)
        uk = cross * ((self.of.languages[a] == "uk") | (self.of.languages[b] == "uk"))
        shorter = np.minimum(np.minimum(self.lengths[a], self.lengths[b]), SHORT) / SHORT
        least = np.maximum(np.minimum(self.weight[a], self.weight[b]), 1e-6)
        return np.column_stack(
            [
                cosine,
                cosine * cross,
                cosine * uk,
                self.word_cosines(a, b),
                weight / least,
                self.letter_cosines(a, b),
                rarest,
                np.minimum(weight, 4.0) / 4.0,
                self.shared_names(a, b),
                *self.numbers_shared(a, b),
                cross,
                uk,
                shorter,
                shorter * cosine,
            ]
        )

    def story_features(
        self, sentences: Places, headlines: Places, before: Places, context: Floats
    ) -> Floats:
        """Shape (sentences, STORY_FEATURES).

        `before` is the mention before in the article (the headline for the first); `context` has
        the columns place in the article (0 = the first sentence), alleged, denied, has a speaker.
        """
        cosine = self.cosines(sentences, headlines)
        agree, _, _ = self.numbers_shared(sentences, headlines)
        return np.column_stack(
            [
                cosine,
                np.maximum(cosine, 0.0) ** 2,
                self.word_cosines(sentences, headlines),
                self.letter_cosines(sentences, headlines),
                self.shared_names(sentences, headlines),
                np.exp(-context[:, 0] / 4.0),
                context[:, 1],
                context[:, 2],
                context[:, 3],
                self.cosines(before, headlines),
                1.0 - np.minimum(self.lengths[sentences], SHORT) / SHORT,
                1.0 - self.has_names[sentences],
                agree,
            ]
        )


@dataclass(frozen=True)
class Matcher:
    """The two models and the table of rarity that they were trained with."""

    pairs: HistGradientBoostingClassifier
    story: dict[str, Any]
    background: Rarity
    cells: NDArray[np.float32]
    version: str

    @classmethod
    @lru_cache(maxsize=2)
    def load(cls, folder: Path = FOLDER) -> Matcher:
        """Load a model folder. Raises ArtefactError."""
        parts, config = artefact.load(folder)
        table = parts["background"]
        counts = np.zeros(CODES, dtype=np.uint32)
        counts[table["codes"]] = table["counts"]
        return cls(
            parts["pairs"]["trees"],
            parts["story"],
            Rarity(counts, int(table["statements"])),
            parts["cells"]["centres"].astype(np.float32),
            str(config["version"]),
        )

    def same(self, compared: Compared, a: Places, b: Places) -> Floats:
        """Probability that each pair states one claim."""
        found = np.zeros(len(a))
        for part in _parts(len(a), PAIRS_AT_ONCE):
            ones, others = a[part], b[part]
            worth = compared.worth_a_look(ones, others)
            features = compared.pair_features(ones[worth], others[worth])
            found[part][worth] = likely(self.pairs, features)
        return found

    def of_story(self, features: Floats) -> Floats:
        """Probability that each sentence is about what its headline states."""
        return _logistic(self.story, features)


def _parts(count: int, size: int) -> Iterator[slice]:
    return (slice(start, start + size) for start in range(0, count, size))


def likely(trees: HistGradientBoostingClassifier, features: Floats) -> Floats:
    """Probability of one claim; `features` as `Compared.pair_features` gives them.

    0 for a pair that is not worth a look.
    """
    named = dict(zip(PAIR_FEATURES, features.T, strict=True))
    worth = _worth(named["cosine"], named["words"], named["cross"] > 0)
    found = np.zeros(len(features))
    if worth.any():
        # Rounded, so that a pair's neighbours in a batch leave no trace in its last bits. One
        # thread: more of them wait for each other on a busy machine.
        with threadpool_limits(1):
            found[worth] = trees.predict_proba(np.round(features[worth], 4))[:, 1]
    return np.round(found, 4)


def _worth(cosine: Floats, words: Floats, cross: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return np.asarray((cosine >= NEAR) | (words >= IN_COMMON) | cross)


def _logistic(model: dict[str, Any], features: Floats) -> Floats:
    logits = features @ model["weights"] + model["intercept"]
    # Rounded, so that a pair's neighbours in a batch leave no trace in its last bits.
    return np.asarray(np.round(1.0 / (1.0 + np.exp(-logits)), 4), dtype=np.float64)


def _table(
    codes: list[Codes], weights: NDArray[np.float32] | None = None, size: int = CODES
) -> sparse.csr_matrix:
    flat = np.concatenate(codes) if codes else np.zeros(0, np.int32)
    starts = np.zeros(len(codes) + 1, dtype=np.int64)
    np.cumsum([len(c) for c in codes], out=starts[1:])
    data = np.ones(len(flat), np.float32) if weights is None else weights[flat]
    return sparse.csr_matrix((data, flat, starts), shape=(len(codes), size))


def _unit(table: sparse.csr_matrix) -> sparse.csr_matrix:
    lengths = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    return sparse.diags(1.0 / np.maximum(lengths, 1e-6)) @ table


def _dot(one: sparse.csr_matrix, two: sparse.csr_matrix, a: Places, b: Places) -> Floats:
    return np.asarray(one[a].multiply(two[b]).sum(axis=1), dtype=np.float64).ravel()

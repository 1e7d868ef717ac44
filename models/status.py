"""Claim or not, and confirmed, alleged or denied: two linear models over n-grams and the frame.

What makes a claim shows in words and letters; how it is presented shows in the frame. So each of
the two logistic regressions weighs the three kinds of features in its own way: the scale of a
feature is the width of the prior on its weight.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression

from models import grams
from models.features import masked
from models.frame import frame_of
from models.labels import NO_CLAIM, STATUSES, Input

Shares = NDArray[np.float64]

# Scales of words and letters, and of the frame, in each model; chosen on sentences of writers whom
# the model had not seen.
CLAIM_SCALES = (2.0, 0.3)
STATUS_SCALES = (1.0, 0.4)
CALIBRATED = ("claim", "status")


class StatusModel:
    """Probabilities of being a claim, and of confirmed, alleged and denied."""

    def __init__(self, parts: dict[str, Any]) -> None:
        """`parts`: n-gram weights (idf), two classifiers, temperatures, the odds of denials."""
        self.parts = parts

    @classmethod
    def fit(cls, items: list[Input], labels: list[str], weights: list[float]) -> StatusModel:
        """Train on sentences, their labels (a status or NO_CLAIM) and how much each counts."""
        texts = [masked(item) for item in items]
        parts: dict[str, Any] = {
            "words": TfidfTransformer(sublinear_tf=True).fit(grams.words(texts)),
            "letters": TfidfTransformer(sublinear_tf=True).fit(grams.letters(texts)),
            **{f"{name}_temperature": 1.0 for name in CALIBRATED},
            "alleged_prior": 1.0,
            "denied_prior": 1.0,
        }
        model = cls(parts)
        ngrams, frames = model._features(items)
        wanted, counts = np.array(labels), np.array(weights)
        is_claim = wanted != NO_CLAIM
        parts["claim"] = _fit(_scaled(ngrams, frames, CLAIM_SCALES), is_claim, counts)
        parts["status"] = _fit(
            _scaled(ngrams, frames, STATUS_SCALES)[is_claim], wanted[is_claim], counts[is_claim]
        )
        return model

    def probabilities(self, items: list[Input]) -> tuple[Shares, Shares]:
        """Of being a claim, shape (sentences,); of the STATUSES if it is one, (sentences, 3)."""
        if not items:
            return np.zeros(0), np.zeros((0, len(STATUSES)))
        ngrams, frames = self._features(items)
        claim = _scores(self.parts["claim"], ngrams, frames, CLAIM_SCALES).ravel()
        p_claim = 1 / (1 + np.exp(-claim / self.parts["claim_temperature"]))
        classifier = self.parts["status"]
        scores = _scores(classifier, ngrams, frames, STATUS_SCALES)
        scores = scores / self.parts["status_temperature"]
        order = [list(classifier.classes_).index(name) for name in STATUSES]
        # Where a class is rarer than in training, its odds fall by as much (Saerens et al. 2002).
        odds = [1.0, self.parts["alleged_prior"], self.parts["denied_prior"]]
        return np.asarray(p_claim), softmax(scores[:, order] + np.log(odds))

    def _features(self, items: list[Input]) -> tuple[csr_matrix, csr_matrix]:
        texts = [masked(item) for item in items]
        counted = hstack(
            [
                self.parts["words"].transform(grams.words(texts)),
                self.parts["letters"].transform(grams.letters(texts)),
            ]
        )
        return csr_matrix(counted), grams.marks([frame_of(item) for item in items])


def softmax(scores: NDArray[np.float64]) -> Shares:
    """Rows of scores as shares that add up to one."""
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def _scaled(ngrams: csr_matrix, frames: csr_matrix, scales: tuple[float, float]) -> csr_matrix:
    return csr_matrix(hstack([ngrams * scales[0], frames * scales[1]]))


def _scores(
    classifier: LogisticRegression,
    ngrams: csr_matrix,
    frames: csr_matrix,
    scales: tuple[float, float],
) -> NDArray[np.float64]:
    """The decision function on `_scaled` features, which are not copied together for it."""
    of_ngrams, of_frames = np.split(classifier.coef_, [ngrams.shape[1]], axis=1)
    scores = scales[0] * (ngrams @ of_ngrams.T) + scales[1] * (frames @ of_frames.T)
    return np.asarray(scores + classifier.intercept_)


def _fit(features: csr_matrix, labels: NDArray[Any], weights: NDArray[Any]) -> LogisticRegression:
    classifier = LogisticRegression(C=1.0, max_iter=1000, tol=1e-4)
    classifier.fit(features, labels, sample_weight=weights)
    classifier.coef_ = np.round(classifier.coef_, 4).astype(np.float32)
    return classifier

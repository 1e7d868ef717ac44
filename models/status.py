"""Claim or not, and confirmed, alleged or denied: a linear model over n-grams and the frame."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression

from models.features import frame_of, masked
from models.labels import CLASSES, Input

# Hashed, so that the artefact holds no vocabulary: it stays small and reads fast.
WORDS = HashingVectorizer(
    n_features=2**16,
    ngram_range=(1, 2),
    token_pattern=r"(?u)\b\w+\b",
    alternate_sign=False,
    norm=None,
)
LETTERS = HashingVectorizer(
    n_features=2**17, analyzer="char_wb", ngram_range=(2, 5), alternate_sign=False, norm=None
)
FRAMES = HashingVectorizer(
    n_features=2**16,
    ngram_range=(1, 3),
    lowercase=False,
    token_pattern=r"\S+",
    binary=True,
    alternate_sign=False,
    norm=None,
)
# A frame counts by what is in it, not by its length: no norm, and a weight of its own.
FRAME_WEIGHT = 0.3


class StatusModel:
    """Probabilities of confirmed, alleged, denied and none for sentences."""

    def __init__(self, parts: dict[str, Any]) -> None:
        """`parts`: the n-gram weights (idf), the classifier and the temperature."""
        self.parts = parts

    @classmethod
    def fit(cls, items: list[Input], labels: list[str], weights: list[float]) -> StatusModel:
        """Train on sentences, their labels (of CLASSES) and how much each counts."""
        texts = [masked(item) for item in items]
        parts: dict[str, Any] = {
            "words": TfidfTransformer(sublinear_tf=True).fit(WORDS.transform(texts)),
            "letters": TfidfTransformer(sublinear_tf=True).fit(LETTERS.transform(texts)),
            "temperature": 1.0,
        }
        model = cls(parts)
        classifier = LogisticRegression(C=1.0, max_iter=300, tol=1e-3)
        classifier.fit(model.features(items), labels, sample_weight=weights)
        classifier.coef_ = np.round(classifier.coef_, 4).astype(np.float32)
        parts["classifier"] = classifier
        return model

    def features(self, items: list[Input]) -> csr_matrix:
        """One row a sentence."""
        texts = [masked(item) for item in items]
        frames = FRAMES.transform([frame_of(item) for item in items])
        return csr_matrix(
            hstack(
                [
                    self.parts["words"].transform(WORDS.transform(texts)),
                    self.parts["letters"].transform(LETTERS.transform(texts)),
                    frames * FRAME_WEIGHT,
                ]
            )
        )

    def probabilities(self, items: list[Input]) -> NDArray[np.float64]:
        """Shape (sentences, 4), columns in the order of CLASSES."""
        if not items:
            return np.zeros((0, len(CLASSES)))
        classifier = self.parts["classifier"]
        scores = classifier.decision_function(self.features(items)) / self.parts["temperature"]
        scores -= scores.max(axis=1, keepdims=True)
        shares = np.exp(scores)
        shares /= shares.sum(axis=1, keepdims=True)
        order = [list(classifier.classes_).index(name) for name in CLASSES]
        return np.asarray(shares[:, order])

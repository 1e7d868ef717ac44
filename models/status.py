"""Claim or not, and confirmed, alleged or denied: a linear model over n-grams and the frame."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from models.features import frame_of, masked
from models.labels import CLASSES, Input

FRAME_WEIGHT = 1.5  # the frame against the n-grams; chosen on the corpus, split by topic


class StatusModel:
    """Probabilities of confirmed, alleged, denied and none for sentences."""

    def __init__(self, parts: dict[str, Any]) -> None:
        """`parts`: the fitted vectorizers, the classifier and the temperature."""
        self.parts = parts

    @classmethod
    def fit(cls, items: list[Input], labels: list[str], *, regularisation: float = 4.0) -> StatusModel:
        """Train on sentences and their labels (one of CLASSES)."""
        parts: dict[str, Any] = {
            "word": TfidfVectorizer(
                ngram_range=(1, 2), min_df=2, sublinear_tf=True, token_pattern=r"(?u)\b\w+\b"
            ),
            "char": TfidfVectorizer(
                analyzer="char_wb", ngram_range=(3, 5), min_df=4, sublinear_tf=True
            ),
            "frame": TfidfVectorizer(
                ngram_range=(1, 3), min_df=2, binary=True, lowercase=False, token_pattern=r"\S+"
            ),
        }
        texts, frames = [masked(item) for item in items], [frame_of(item) for item in items]
        for name, data in (("word", texts), ("char", texts), ("frame", frames)):
            parts[name].fit(data)
        model = cls(parts)
        classifier = LogisticRegression(C=regularisation, max_iter=2000, class_weight="balanced")
        classifier.fit(model.features(items), labels)
        parts["classifier"] = classifier
        parts["temperature"] = 1.0
        return model

    def features(self, items: list[Input]) -> csr_matrix:
        """One row a sentence."""
        texts, frames = [masked(item) for item in items], [frame_of(item) for item in items]
        return csr_matrix(
            hstack(
                [
                    self.parts["word"].transform(texts),
                    self.parts["char"].transform(texts),
                    self.parts["frame"].transform(frames) * FRAME_WEIGHT,
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

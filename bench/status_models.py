"""Which features and which learner read the status best? And does anything but the frame tell it?

Usage: python -m bench.status_models [sentences]   (6000 by default, drawn from the corpus)

Prints two tables for the model card: macro-F1 of confirmed / alleged / denied on topics that the
model did not see, by kind of features and by learner; and the same for sentences whose cue,
speaker, function words and lexicon words are masked, where a model should know little.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.base import ClassifierMixin
from sklearn.decomposition import TruncatedSVD
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline

from models import grams
from models.embedding import encode
from models.features import masked, read
from models.frame import frame_of
from models.labels import NO_CLAIM, STATUSES
from models.status import STATUS_SCALES
from models.train import FOLDS, Example, read_corpus
from models.wordkinds import kind_of

SEED = 0
DENSE = 100  # components that a learner of dense features is given


def main(sentences: int) -> None:
    """Draw sentences, compare, print."""
    examples = [example for example in read_corpus() if example.label != NO_CLAIM]
    examples = random.Random(SEED).sample(examples, min(sentences, len(examples)))
    texts = [masked(example.item) for example in examples]
    words = TfidfTransformer(sublinear_tf=True).fit_transform(grams.words(texts))
    letters = TfidfTransformer(sublinear_tf=True).fit_transform(grams.letters(texts))
    ngrams = csr_matrix(hstack([words, letters])) * STATUS_SCALES[0]
    frames = grams.marks([frame_of(example.item) for example in examples]) * STATUS_SCALES[1]
    vectors = csr_matrix(
        encode([example.item.text for example in examples], [e.item.lang for e in examples])
    )
    kinds = {
        "word and letter n-grams": ngrams * (2 / STATUS_SCALES[0]),
        "frame (lexicon classes by clause)": frames,
        "sentence vectors": vectors * 2,
        "n-grams + frame": csr_matrix(hstack([ngrams, frames])),
        "n-grams + frame + vectors": csr_matrix(hstack([ngrams, frames, vectors * 2])),
    }
    print(f"{len(examples)} sentences, {FOLDS} folds by topic\n")
    print("| features | learner | macro-F1 | confirmed | alleged | denied |\n" + "| --- " * 6 + "|")
    for name, features in kinds.items():
        _row(name, "logistic regression", features, examples, _linear)
    both = kinds["n-grams + frame"]
    _row("n-grams + frame", "small MLP (32)", both, examples, _mlp)
    _row("n-grams + frame, 100 components", "gradient boosting", both, examples, _boosting)
    print("\n| what the model sees | macro-F1 |\n| --- | --- |")
    hidden = [masked_frame(example) for example in examples]
    bag = TfidfTransformer(sublinear_tf=True).fit_transform(grams.words(hidden))
    content, _ = _f1(bag, examples, _linear)
    print(f"| words with cue, speaker, function and lexicon words masked | {content:.3f} |")
    labels = [example.label for example in examples]
    guess = random.Random(SEED).choices(labels, k=len(labels))
    chance = f1_score(labels, guess, average="macro")
    print(f"| nothing (guessing by the shares of the labels) | {chance:.3f} |")


def masked_frame(example: Example) -> str:
    """The sentence without the words that should tell its status."""
    item = example.item
    reading = read(item.text, item.lang)
    spans = [span for span in (example.spans.speaker, *example.spans.cues) if span]
    told = {place for hit in reading.hits for place in hit.places}
    kept = [
        word.text
        for i, word in enumerate(reading.words)
        if i not in told
        and not kind_of(word.text, item.lang)
        and not any(span.start <= word.start < span.end for span in spans)
    ]
    return re.sub(r"\d+", "0", " ".join(kept))


def _linear() -> LogisticRegression:
    return LogisticRegression(C=1.0, max_iter=300, tol=1e-3)


def _mlp() -> MLPClassifier:
    return MLPClassifier((32,), alpha=0.3, max_iter=10, batch_size=128, random_state=SEED)


def _boosting() -> ClassifierMixin:
    return make_pipeline(
        TruncatedSVD(DENSE, random_state=SEED),
        HistGradientBoostingClassifier(max_iter=150, learning_rate=0.08, random_state=SEED),
    )


def _row(name: str, learner: str, features: csr_matrix, examples: list[Example], make: Any) -> None:
    macro, each = _f1(features, examples, make)
    print(
        f"| {name} | {learner} | {macro:.3f} | " + " | ".join(f"{x:.3f}" for x in each) + " |",
        flush=True,
    )


def _f1(
    features: csr_matrix, examples: list[Example], make: Callable[[], Any]
) -> tuple[float, list[float]]:
    labels = np.array([example.label for example in examples])
    topics = sorted({example.topic for example in examples})
    fold = np.array([topics.index(example.topic) % FOLDS for example in examples])
    given = np.empty(len(labels), dtype=object)
    for test in range(FOLDS):
        model = make().fit(features[fold != test], labels[fold != test])
        given[fold == test] = model.predict(features[fold == test])
    each = f1_score(labels, given, average=None, labels=list(STATUSES))
    return float(each.mean()), [float(x) for x in each]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 6000)

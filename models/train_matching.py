"""Train the matching models from the pairs and stories of the corpus, the same way every time."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from hashlib import blake2b
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import sklearn
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from models import artefact
from models.embedding import encode
from models.labels import AFTER_REAL_ERRORS
from models.matching import (
    PAIR_FEATURES,
    STORY_FEATURES,
    Compared,
    Floats,
    Matcher,
    Statements,
)
from models.rarity import Rarity
from models.wording import wording

CORPUS = Path(__file__).resolve().parent / "corpus"
CODE = (
    "matching.py",
    "train_matching.py",
    "wording.py",
    "numerals.py",
    "rarity.py",
    "embedding.py",
    "encoder.py",
)
FOLDS = 5
SEED = 20241001
SENTENCES = 8  # of an article that are taken as claims of one story
NEAREST = 4  # nearest statements of other groups that count as "not the same"
RANDOM = 15_000  # pairs of statements drawn by chance
CELLS = 256  # regions that the index sorts stored vectors into
# What a pair of each kind counts. Groups written to be hard count less, or the model learns that
# shared words speak against a match; so do their traps: in the news most pairs are easy.
WEIGHTS = {
    "same": 1.0,
    "hard_same": 0.2,
    "trap": 0.2,
    "near": 1.0,
    "neighbour": 1.0,
    "random": 1.0,
}
# The way in which each feature may draw the probability: 1 up, -1 down, 0 free.
PAIR_SIGNS = dict.fromkeys(
    ("cosine", "words", "overlap", "letters", "rarest", "weight", "names", "numbers_agree"), 1
) | {"numbers_differ": -1}
TREES = {"max_iter": 150, "learning_rate": 0.06, "max_leaf_nodes": 12, "min_samples_leaf": 60}


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of places among the statements, with group, kind, label and weight."""

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    group: NDArray[np.int64]
    kind: NDArray[np.str_]
    same: NDArray[np.int64]

    @property
    def weight(self) -> Floats:
        """What each pair counts."""
        return np.array([WEIGHTS[kind] for kind in self.kind])


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSON-lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf8").splitlines() if line]


def statements(corpus: Path = CORPUS) -> tuple[list[dict[str, Any]], Statements]:
    """All rows of pairs*.jsonl and some sentences of articles, and their statements."""
    rows = [row for path in sorted(corpus.glob("pairs*.jsonl")) for row in read(path)]
    rows += _of_articles(corpus)
    return rows, stated(rows)


def stated(rows: list[dict[str, Any]]) -> Statements:
    """The statements of rows with text and language."""
    texts, langs = [r["text"] for r in rows], [r["lang"] for r in rows]
    found = [wording(text, lang) for text, lang in zip(texts, langs, strict=True)]
    return Statements(found, np.array(langs), encode(texts, langs))


def _of_articles(corpus: Path) -> list[dict[str, Any]]:
    """A few sentences of each article of the corpus, each a group: one story, several claims."""
    taken: Counter[str] = Counter()
    found: list[dict[str, Any]] = []
    for path in sorted(corpus.glob("??.jsonl")):
        for row in read(path):
            story = row.get("headline") if row["note"] == "article" else None
            if story and row["claim"] and row["status"] == "confirmed" and taken[story] < SENTENCES:
                taken[story] += 1
                group = -1 - len(found)
                found.append({**row, "group": group, "story": story, "kind": "same"})
    return found


def pair_up(rows: list[dict[str, Any]], vectors: NDArray[np.float32]) -> Pairs:
    """Pairs of one group, each statement with its nearest of other groups, and pairs by chance."""
    groups = np.array([row["group"] for row in rows])
    members: dict[int, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        members[row["group"]].append(place)
    found: list[tuple[int, int, int, str, int]] = []
    for group, places in members.items():
        same = [p for p in places if rows[p]["kind"] == "same"]
        kind = "hard_same" if rows[places[0]].get("hard", True) else "same"
        found += [(a, b, group, kind, 1) for a, b in combinations(same, 2)]
        found += [
            (a, b, group, "trap", 0) for a in same for b in places if rows[b]["kind"] != "same"
        ]
    of_story: dict[Any, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        if "story" in row:
            of_story[row["story"]].append(place)
    found += [
        (a, b, int(groups[a]), "neighbour", 0)
        for places in of_story.values()
        for a, b in combinations(places, 2)
        if groups[a] != groups[b]
    ]
    cosines = vectors @ vectors.T
    cosines[groups[:, None] == groups[None, :]] = -1.0
    for a in range(len(rows)):
        nearest = np.argsort(-cosines[a], kind="stable")[:NEAREST]
        found += [(a, int(b), int(groups[a]), "near", 0) for b in nearest]
    drawn = np.random.default_rng(SEED).integers(0, len(rows), (RANDOM, 2))
    found += [
        (int(a), int(b), int(groups[a]), "random", 0) for a, b in drawn if groups[a] != groups[b]
    ]
    columns = [np.array(column) for column in zip(*found, strict=True)]
    return Pairs(*columns)


def background(corpus: Path = CORPUS) -> Rarity:
    """How often words and letter groups stand in sentences of the corpus.

    Those written against real errors come in groups that share their names and words: no measure
    of how rare a word is.
    """
    found = Rarity.empty()
    for path in sorted(corpus.glob("*.jsonl")):
        found.add(
            wording(row["text"], row["lang"])
            for row in read(path)
            if "text" in row and row.get("note") not in AFTER_REAL_ERRORS
        )
    return found


def stories(
    corpus: Path = CORPUS,
) -> tuple[Statements, Floats, NDArray[np.int64], NDArray[np.int64]]:
    """Sentences of stories: statements (headlines among them), context, label and story."""
    texts: list[str] = []
    langs: list[str] = []
    rows: list[tuple[int, int, int, list[float], int, int]] = []
    for number, story in enumerate(read(corpus / "stories.jsonl")):
        head = len(texts)
        texts.append(story["headline"])
        langs.append(story["lang"])
        before = head
        for place, sentence in enumerate(story["sentences"]):
            texts.append(sentence["text"])
            langs.append(story["lang"])
            status = sentence["status"]
            context = [
                float(place),
                float(status == "alleged"),
                float(status == "denied"),
                float(status != "confirmed"),
            ]
            label = int(sentence["about"] == "headline")
            rows.append((len(texts) - 1, head, before, context, label, number))
            before = len(texts) - 1
    found = [wording(text, lang) for text, lang in zip(texts, langs, strict=True)]
    of = Statements(found, np.array(langs), encode(texts, langs))
    places = np.array([row[:3] for row in rows])
    features = np.hstack([places, np.array([row[3] for row in rows])])
    return of, features, np.array([row[4] for row in rows]), np.array([row[5] for row in rows])


def fit_pairs(
    features: Floats, pairs: Pairs, train: NDArray[np.bool_]
) -> HistGradientBoostingClassifier:
    """The model of "one claim" from the pairs marked in `train`."""
    signs = [PAIR_SIGNS.get(name, 0) for name in PAIR_FEATURES]
    trees = HistGradientBoostingClassifier(
        **TREES, l2_regularization=5.0, monotonic_cst=signs, random_state=SEED
    )
    rounded = np.round(features[train], 4)
    return trees.fit(rounded, pairs.same[train], sample_weight=pairs.weight[train])


def fit_story(features: Floats, labels: NDArray[np.int64]) -> dict[str, Any]:
    """The model of "about the headline"."""
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    found = LogisticRegression().fit((features - mean) / spread, labels)
    weights = found.coef_[0] / spread
    return {"weights": weights, "intercept": float(found.intercept_[0] - (weights * mean).sum())}


def story_features(of: Statements, rows: Floats, rarity: Rarity) -> Floats:
    """Features of the rows that `stories` gives."""
    rows_of, heads, before = rows[:, :3].astype(np.int64).T
    return Compared(of, rarity.weights()).story_features(rows_of, heads, before, rows[:, 3:])


def version(corpus: Path = CORPUS) -> str:
    """A name that changes with the corpus or the code that gives the weights their meaning."""
    digest = blake2b(digest_size=4)
    here = Path(__file__).resolve().parent
    written = [*sorted(corpus.glob("pairs*.jsonl")), corpus / "stories.jsonl"]
    for path in [*written, *(here / name for name in CODE)]:
        digest.update(path.read_bytes())
    return f"matching-{digest.hexdigest()}"


def train(folder: Path, corpus: Path = CORPUS) -> dict[str, Any]:
    """Train on the whole corpus and write the model folder; returns its config."""
    rarity = background(corpus)
    rows, of = statements(corpus)
    compared = Compared(of, rarity.weights())
    pairs = pair_up(rows, of.vectors)
    features = compared.pair_features(pairs.a, pairs.b)
    told, context, labels, _ = stories(corpus)
    codes = np.flatnonzero(rarity.counts)
    centres = KMeans(CELLS, random_state=SEED, n_init=1).fit(of.vectors).cluster_centers_
    parts = {
        "pairs": {"trees": fit_pairs(features, pairs, np.ones(len(pairs.a), dtype=bool))},
        "story": fit_story(story_features(told, context, rarity), labels),
        "background": {
            "codes": codes.astype(np.int32),
            "counts": np.minimum(rarity.counts[codes], 65_535).astype(np.uint16),
            "statements": rarity.statements,
        },
        "cells": {"centres": centres.astype(np.float16)},
    }
    config = {
        "version": version(corpus),
        "statements": len(rows),
        "groups": len({row["group"] for row in rows}),
        "pairs_same": int(pairs.same.sum()),
        "pairs_not_same": int((1 - pairs.same).sum()),
        "story_sentences": len(labels),
        "story_weights": _named(STORY_FEATURES, parts["story"]),
        "scikit_learn": sklearn.__version__,
    }
    artefact.save(folder, parts, config)
    Matcher.load.cache_clear()
    return config


def _named(names: tuple[str, ...], model: dict[str, Any]) -> dict[str, float]:
    found = {name: round(float(w), 3) for name, w in zip(names, model["weights"], strict=True)}
    return {**found, "intercept": round(model["intercept"], 3)}

"""Scores of the matching models on groups and stories that they did not see."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score, f1_score

from models.artefact import Layout
from models.matching import Compared, Floats, likely
from models.rarity import Rarity
from models.train_matching import (
    CORPUS,
    FOLDS,
    background,
    fit_pairs,
    fit_story,
    pair_up,
    read,
    stated,
    statements,
    stories,
    story_features,
)

HELD_OUT = CORPUS / "heldout"  # nothing is trained on it

CARD = """# Matching: one claim or not

Two models of Claimwatch: do two statements state one claim (boosted trees), and does a sentence go
on about what its headline states (logistic regression). Trained on text written for this project:
{statements:,} statements in {groups:,} groups ({pairs_same:,} pairs of one claim,
{pairs_not_same:,} of two) and {story_sentences:,} sentences of stories. Version `{version}`,
scikit-learn {scikit_learn}.

The trees follow the way that reason gives: more shared words never make a pair less alike.
Statuses play no part: "X" and "no, not X" are one claim. A probability is one of the kind "of all
pairs that share as much as these, so many state one claim"; it is not one of truth.

| held out by group or story | |
| --- | --- |
{rows}

`n` counts pairs, `average_precision` and `f1` are those of the pairs, `calibrated` is one minus
the mean distance between the probability given and the share that is one claim, in ten steps.
`families_average_precision` is over all pairs of headlines of several claims on one subject, and
`mixed_story_f1` over stories with many other claims; neither kind is trained on.
Known to be weak: headlines of one claim that share no word and no name; neighbouring sentences of
one story that repeat its long names; Ukrainian, which the encoder knows only through Russian.
"""


def results(corpus: Path = CORPUS) -> dict[str, float]:
    """Scores from cross-validation; every group of pairs and every story is wholly held out."""
    rarity = background(corpus)
    rows, of = statements(corpus)
    pairs = pair_up(rows, of.vectors)
    features = Compared(of, rarity.weights()).pair_features(pairs.a, pairs.b)
    given = np.zeros(len(pairs.a))
    for fold in range(FOLDS):
        test = pairs.group % FOLDS == fold
        given[test] = likely(fit_pairs(features, pairs, ~test), features[test])
    weight = pairs.weight
    told, context, about, story = stories(corpus)
    told_features = story_features(told, context, rarity)
    found = np.zeros(len(about))
    for fold in range(FOLDS):
        test = story % FOLDS == fold
        model = fit_story(told_features[~test], about[~test])
        found[test] = _probability(model, told_features[test])
    every = np.ones(len(pairs.a), dtype=bool)
    figures = {
        "average_precision": average_precision_score(pairs.same, given, sample_weight=weight),
        "f1": f1_score(pairs.same, given >= 0.5, sample_weight=weight),
        "calibrated": 1.0 - _distance(given, pairs.same.astype(float), weight),
        "families_average_precision": _of_families(fit_pairs(features, pairs, every), rarity),
        "story_f1": f1_score(about, found >= 0.5),
        "mixed_story_f1": _of_mixed(fit_story(told_features, about), rarity),
    }
    return {"n": len(given), **{name: round(float(value), 4) for name, value in figures.items()}}


def _of_families(trees: HistGradientBoostingClassifier, rarity: Rarity) -> float:
    """Average precision over all pairs of headlines of families: several claims on one subject."""
    rows = [row for row in read(HELD_OUT / "families.jsonl") if row["kind"] == "same"]
    group = np.array([row["group"] for row in rows])
    a, b = np.triu_indices(len(rows), 1)
    features = Compared(stated(rows), rarity.weights()).pair_features(a, b)
    return float(average_precision_score(group[a] == group[b], likely(trees, features)))


def _of_mixed(model: dict[str, Any], rarity: Rarity) -> float:
    """F1 of "about the headline" on stories in which many sentences state other claims."""
    told, context, about, _ = stories(HELD_OUT)
    given = _probability(model, story_features(told, context, rarity))
    return float(f1_score(about, given >= 0.5))


def write(folder: Path, config: dict[str, Any], metrics: dict[str, float]) -> None:
    """Metrics and card of the model folder."""
    layout = Layout(folder)
    layout.metrics.write_text(json.dumps({"all": metrics}, indent=2) + "\n", encoding="utf8")
    rows = "\n".join(
        f"| {name} | {value:,} |" if name == "n" else f"| {name} | {value:.3f} |"
        for name, value in metrics.items()
    )
    layout.card.write_text(CARD.format(**config, rows=rows), encoding="utf8")


def _probability(model: dict[str, Any], features: Floats) -> Floats:
    logits = features @ model["weights"] + model["intercept"]
    return np.asarray(1.0 / (1.0 + np.exp(-logits)), dtype=np.float64)


def _distance(given: Floats, right: Floats, weight: Floats) -> float:
    """Expected calibration error in ten steps (Naeini et al. 2015)."""
    step = np.minimum((given * 10).astype(int), 9)
    total = 0.0
    for k in range(10):
        share = weight[step == k]
        if share.sum() > 0:
            gap = np.average(given[step == k] - right[step == k], weights=share)
            total += abs(float(gap)) * float(share.sum())
    return total / float(weight.sum())

"""Scores of the matching models on groups and stories that they did not see."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import average_precision_score, f1_score

from models.artefact import Layout
from models.matching import Compared, Floats
from models.train_matching import (
    CORPUS,
    FOLDS,
    background,
    fit_pairs,
    fit_story,
    pair_up,
    statements,
    stories,
    story_features,
)

CARD = """# Matching: one claim or not

Two logistic models of Claimwatch: do two statements state one claim, and does a sentence go on
about what its headline states. Trained on text written for this project: {statements:,}
statements in {groups:,} groups ({pairs_same:,} pairs of one claim, {pairs_not_same:,} of two) and
{story_sentences:,} sentences of stories. Version `{version}`, scikit-learn {scikit_learn}.

Every weight has the sign that reason gives it: more shared words never make a pair less alike.
Statuses play no part: "X" and "no, not X" are one claim. A probability is one of the kind "of all
pairs that share as much as these, so many state one claim"; it is not one of truth.

| held out by group or story | |
| --- | --- |
{rows}

`n` counts pairs, `average_precision` and `f1` are those of the pairs, `calibrated` is one minus
the mean distance between the probability given and the share that is one claim, in ten steps.
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
        given[test] = _probability(fit_pairs(features, pairs, ~test), features[test])
    told, context, about, story = stories(corpus)
    told_features = story_features(told, context, rarity)
    found = np.zeros(len(about))
    for fold in range(FOLDS):
        test = story % FOLDS == fold
        model = fit_story(told_features[~test], about[~test])
        found[test] = _probability(model, told_features[test])
    weight = pairs.weight
    figures = {
        "average_precision": average_precision_score(pairs.same, given, sample_weight=weight),
        "f1": f1_score(pairs.same, given >= 0.5, sample_weight=weight),
        "calibrated": 1.0 - _distance(given, pairs.same.astype(float), weight),
        "story_f1": f1_score(about, found >= 0.5),
    }
    return {"n": len(given), **{name: round(float(value), 4) for name, value in figures.items()}}


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

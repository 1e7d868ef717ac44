"""Which option of a group is right: a conditional logit (McFadden 1974) on hashed features."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from models.wordcodes import FEATURES, Ints

Floats = NDArray[np.float64]
Weights = NDArray[np.float32]

# Weight of the squared weights in training; on articles of writers whom the models had not seen
# (evaluate.REPORTS) better than 1 to 3, and no worse on topics held out of the corpus.
SMOOTHING = 6.0
STEPS = 80  # of the optimiser


def fit(options: Ints, group: Ints, nobody: Ints, right: NDArray[np.bool_]) -> Weights:
    """Weights of a conditional logit model: in each group its options and "nobody" compete.

    `options`, `nobody`: feature numbers, one row an option, one row a group. `right`: the option
    to be chosen, at most one in a group; "nobody" is right in a group without one.
    """
    groups = len(nobody)
    features = matrix(options, nobody)
    everyone = np.append(group, np.arange(groups))
    target = np.append(right, np.bincount(group[right], minlength=groups) == 0).astype(float)

    def loss(weights: Floats) -> tuple[float, Floats]:
        score = features @ weights
        top = np.full(groups, -np.inf)
        np.maximum.at(top, everyone, score)
        score -= top[everyone]
        norm = np.bincount(everyone, np.exp(score), groups)[everyone]
        value = -float(target @ (score - np.log(norm)))
        slope = features.T @ (np.exp(score) / norm - target)
        return value + SMOOTHING * float(weights @ weights) / 2, slope + SMOOTHING * weights

    options_of = {"maxiter": STEPS, "ftol": 1e-5}
    start = np.zeros(FEATURES)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options=options_of)
    return rounded(found.x)


def rounded(weights: Floats) -> Weights:
    """Weights as they are stored: short numbers make a small file."""
    return np.round(weights, 4).astype(np.float32)


def matrix(*parts: Ints) -> csr_matrix:
    """Rows of feature numbers as a sparse matrix of ones; a part may have its own row length."""
    lengths = np.concatenate([np.full(len(part), part.shape[1]) for part in parts])
    numbers = np.concatenate([part.ravel() for part in parts])
    ends = np.append(0, np.cumsum(lengths))
    ones = np.ones(len(numbers), np.float32)
    return csr_matrix((ones, numbers, ends), shape=(len(lengths), FEATURES))

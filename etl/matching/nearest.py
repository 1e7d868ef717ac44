"""The highest of each row of cosines, block by block, so that no matrix of all pairs is held."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

BLOCK = 512  # rows at a time

Places = NDArray[np.int64]
Vectors = NDArray[np.float32]


def nearest(
    ones: Vectors, others: Vectors, most: int, least: float = -2.0, *, same: bool = False
) -> tuple[Places, Places]:
    """Rows of `ones` and of `others` that are near, pair by pair, in the order of both.

    For each one the `most` others of the highest cosines to four digits, none below `least`;
    equals at the cut go to the lower row. `same`: both are the same rows, and none is its own
    neighbour.
    """
    found = list(_blocks(ones, others, most, least, same=same))
    if not found:
        nothing = np.zeros(0, dtype=np.int64)
        return nothing, nothing
    return np.concatenate([a for a, _ in found]), np.concatenate([b for _, b in found])


def _blocks(
    ones: Vectors, others: Vectors, most: int, least: float, *, same: bool
) -> Iterator[tuple[Places, Places]]:
    for start in range(0, len(ones), BLOCK):
        cosines = ones[start : start + BLOCK] @ others.T
        np.round(cosines, 4, out=cosines)
        if same:
            here = np.arange(len(cosines))
            cosines[here, here + start] = -np.inf
        if cosines.shape[1] > most:
            # Ascending order is what the fast selection of numpy is made for.
            last = np.partition(cosines, -most, axis=1)[:, -most]
            near = cosines >= np.maximum(last, np.float32(least))[:, None]
            for k in np.flatnonzero(near.sum(axis=1) > most).tolist():
                equal = np.flatnonzero(near[k] & (cosines[k] == last[k]))
                near[k, equal[len(equal) - (near[k].sum() - most) :]] = False
        else:
            near = cosines >= least
        a, b = np.nonzero(near)
        yield a + start, b

"""The highest of each row of cosines, block by block, so that no matrix of all pairs is held."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

BLOCK = 512  # rows at a time
COLUMNS = 2_048  # at a time
FEWEST_HELD = 1_000_000  # pairs gathered before some of them are let go again
TIED = 1e-4  # cosines this near to the last one kept are told apart by their places, afterwards

Places = NDArray[np.int64]
Vectors = NDArray[np.float32]
Pairs = tuple[Places, Places, Vectors]


class Highest:
    """Gathers the `most` highest of each row, none below `least`; columns may come in any order.

    What a row has found so far is the bar for the next columns, so that only the first ones are
    sorted at all. Equals to so many `digits` go to the first places.
    """

    def __init__(self, rows: int, most: int, least: float, digits: int) -> None:
        self._least, self._digits = np.float32(least), digits
        self._best = np.full((rows, most), -np.inf, dtype=np.float32)
        nothing = np.zeros(0, dtype=np.int64)
        self._pairs: list[Pairs] = [(nothing, nothing, np.zeros(0, dtype=np.float32))]
        self._held, self._full = 0, max(FEWEST_HELD, 2 * rows * most)

    def take(self, rows: Places, places: Places, cosines: Vectors) -> None:
        """More columns for some rows: what they stand for, and shape (rows, places)."""
        best = self._best[rows]
        most = best.shape[1]
        bar = np.maximum(best.min(axis=1) - np.float32(TIED), self._least)
        near = cosines >= bar[:, None]
        crowded = np.flatnonzero(near.sum(axis=1) > most)
        if len(crowded):
            # Ascending order is what the fast selection of numpy is made for.
            last = np.partition(cosines[crowded], -most, axis=1)[:, -most]
            near[crowded] &= cosines[crowded] >= (last - np.float32(TIED))[:, None]
        at, to = np.nonzero(near)
        found = cosines[at, to]
        counts = np.bincount(at, minlength=len(rows))
        fresh = np.full((len(rows), int(counts.max(initial=0))), -np.inf, dtype=np.float32)
        fresh[at, np.arange(len(at)) - (np.cumsum(counts) - counts)[at]] = found
        self._best[rows] = np.partition(np.hstack([best, fresh]), -most, axis=1)[:, -most:]
        self._pairs.append((rows[at], places[to], found))
        self._held += len(at)
        if self._held > self._full:  # many copies of one text are all equally near
            self._pairs = [self.pairs()]
            self._held = len(self._pairs[0][0])

    def pairs(self) -> Pairs:
        """Rows, places and cosines, in the order of rows and places."""
        rows, places, cosines = (np.concatenate(part) for part in zip(*self._pairs, strict=True))
        order = np.lexsort((places, -np.round(cosines, self._digits), rows))
        in_turn = rows[order]
        first = np.searchsorted(in_turn, in_turn)
        kept = order[np.arange(len(order)) - first < self._best.shape[1]]
        kept = kept[np.lexsort((places[kept], rows[kept]))]
        return rows[kept], places[kept], cosines[kept]


def nearest(
    ones: Vectors, others: Vectors, most: int, least: float = -2.0, *, same: bool = False
) -> tuple[Places, Places]:
    """Rows of `ones` and of `others` that are near, pair by pair, in the order of both.

    For each one the `most` others of the highest cosines to four digits, none below `least`;
    equals at the cut go to the lower row. `same`: both are the same rows, and none is its own
    neighbour.
    """
    found = Highest(len(ones), most, least, digits=4)
    for first in range(0, len(ones), BLOCK):
        block = ones[first : first + BLOCK]
        rows = np.arange(first, first + len(block))
        for start in range(0, len(others), COLUMNS):
            cosines = block @ others[start : start + COLUMNS].T
            np.round(cosines, 4, out=cosines)
            places = np.arange(start, start + cosines.shape[1])
            if same:
                cosines[rows[:, None] == places] = -np.inf
            found.take(rows, places, cosines)
    a, b, _ = found.pairs()
    return a, b

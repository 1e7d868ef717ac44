"""What the matcher remembers: the core statements of recent claims, to compare new ones with."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from etl.matching.nearest import BLOCK, COLUMNS, Highest
from etl.records import VECTOR_SIZE, Proposition

SCALE = 320.0  # a vector's entries as bytes: a step is 0.003, and none of them is cut off
SECONDS_A_DAY = 86_400.0
FEW = 20_000  # statements among which every one is looked at
# Regions looked at for one statement when there are more: 99.0 % of the corpus's pairs of one
# claim (probability 0.18 or more) meet in 12, 99.4 % in 24 at twice the time.
PROBES = 12

Vectors = NDArray[np.float32]
Places = NDArray[np.int64]


@dataclass(slots=True)
class ClaimIndex:
    """Core statements by place: a claim's first one is the one that founded it.

    Vectors are kept as bytes, sorted into regions around fixed centres, so that a new statement
    is compared with those of the nearest regions only (an inverted file: Jégou et al. 2011).
    """

    centres: Vectors
    statements: list[Proposition] = field(default_factory=list)
    of_claim: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    regions: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    _codes: NDArray[np.int8] = field(
        default_factory=lambda: np.zeros((1024, VECTOR_SIZE), dtype=np.int8)
    )
    _days: NDArray[np.float64] = field(default_factory=lambda: np.full(1024, np.nan))

    def __len__(self) -> int:
        return len(self.statements)

    @property
    def days(self) -> NDArray[np.float64]:
        """Day of each statement since 1970; NaN where undated."""
        return self._days[: len(self)]

    def vectors(self, places: Places | slice) -> Vectors:
        """The vectors at these places, shape (places, VECTOR_SIZE)."""
        return self._codes[: len(self)][places].astype(np.float32) / np.float32(SCALE)

    def add(self, statements: list[Proposition], packed: NDArray[np.int8]) -> None:
        """Remember more statements, in order, with vectors from `pack`."""
        start, end = len(self), len(self) + len(statements)
        while end > len(self._codes):
            self._codes = np.vstack([self._codes, np.zeros_like(self._codes)])
            self._days = np.concatenate([self._days, np.full_like(self._days, np.nan)])
        self._codes[start:end] = packed
        self._days[start:end] = [day(s.appeared_at) for s in statements]
        for place, statement in enumerate(statements, start=start):
            self.of_claim[statement.claim_id].append(place)
        self.statements += statements
        if len(statements):
            nearest = (self.vectors(slice(start, end)) @ self.centres.T).argmax(axis=1)
            for place, region in enumerate(nearest.tolist(), start=start):
                self.regions[region].append(place)

    def near(self, vectors: Vectors, least: float, most: int) -> list[tuple[Places, Vectors]]:
        """For each vector the places of the `most` nearest statements, and their cosines.

        Only cosines of `least` or more.
        """
        found = Highest(len(vectors), most, least, digits=5)
        # The few are scaled, not the many.
        scaled = vectors * np.float32(1.0 / SCALE)
        for places, asked in self._looks(vectors):
            for first in range(0, len(places), COLUMNS):
                part = places[first : first + COLUMNS]
                stored = self._codes[part].astype(np.float32)
                for start in range(0, len(asked), BLOCK):
                    rows = asked[start : start + BLOCK]
                    found.take(rows, part, np.matmul(scaled[rows], stored.T, dtype=np.float32))
        # The order of equals must not hang on the order of looking.
        rows, places, cosines = found.pairs()
        starts = np.searchsorted(rows, np.arange(len(vectors) + 1))
        return [(places[a:b], cosines[a:b]) for a, b in pairwise(starts.tolist())]

    def _looks(self, vectors: Vectors) -> list[tuple[Places, Places]]:
        """Which stored places are compared with which rows: all with all, or region by region."""
        everyone = np.arange(len(vectors))
        if len(self) <= FEW:
            return [(np.arange(len(self)), everyone)] if len(self) else []
        order = np.argpartition(-(vectors @ self.centres.T), PROBES, axis=1)[:, :PROBES]
        return [
            (np.array(self.regions[region]), np.flatnonzero((order == region).any(axis=1)))
            for region in np.unique(order).tolist()
            if self.regions.get(region)
        ]


def pack(vectors: Vectors) -> NDArray[np.int8]:
    """Unit vectors as bytes."""
    return np.clip(np.round(vectors * SCALE), -127, 127).astype(np.int8)


def day(when: datetime | None) -> float:
    """Days since 1970; NaN where there is no date."""
    return when.timestamp() / SECONDS_A_DAY if when else float("nan")

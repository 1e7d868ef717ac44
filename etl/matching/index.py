"""What the matcher remembers: the core statements of recent claims, to compare new ones with."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from etl.records import VECTOR_SIZE, Proposition

SCALE = 320.0  # a vector's entries as bytes: a step is 0.003, and none of them is cut off
SECONDS_A_DAY = 86_400.0
FEW = 20_000  # statements among which every one is looked at
PROBES = 24  # regions looked at for one statement when there are more

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
        found: list[list[tuple[Places, Vectors]]] = [[] for _ in vectors]
        for places, rows in self._looks(vectors):
            cosines = vectors[rows] @ self.vectors(places).T
            for row, values in zip(rows.tolist(), cosines, strict=True):
                hits = np.flatnonzero(values >= least)
                if len(hits):
                    found[row].append((places[hits], values[hits]))
        return [_best(parts, most) for parts in found]

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


def _best(parts: list[tuple[Places, Vectors]], most: int) -> tuple[Places, Vectors]:
    if not parts:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
    places = np.concatenate([p for p, _ in parts])
    cosines = np.concatenate([c for _, c in parts])
    if len(places) > most:
        # The order of equals must not hang on the order of looking.
        kept = np.lexsort((places, -np.round(cosines, 5)))[:most]
        places, cosines = places[kept], cosines[kept]
    order = np.argsort(places, kind="stable")
    return places[order], cosines[order]


def pack(vectors: Vectors) -> NDArray[np.int8]:
    """Unit vectors as bytes."""
    return np.clip(np.round(vectors * SCALE), -127, 127).astype(np.int8)


def day(when: datetime | None) -> float:
    """Days since 1970; NaN where there is no date."""
    return when.timestamp() / SECONDS_A_DAY if when else float("nan")

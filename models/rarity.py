"""How rare a word or letter group is: a shipped table, and what was read since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.wording import CODES, Wording

AT_ONCE = 4_096  # statements

Counts = NDArray[np.uint32]


@dataclass(slots=True)
class Rarity:
    """In how many statements each code was met, out of how many."""

    counts: Counts
    statements: int

    @classmethod
    def empty(cls) -> Rarity:
        """Nothing read yet."""
        return cls(np.zeros(CODES, dtype=np.uint32), 0)

    def add(self, wordings: Iterable[Wording]) -> None:
        """Count the codes of more statements."""
        wordings = list(wordings)
        for start in range(0, len(wordings), AT_ONCE):
            part = wordings[start : start + AT_ONCE]
            codes = np.concatenate(
                [codes for found in part for codes in (found.words, found.grams)]
            )
            self.counts += np.bincount(codes, minlength=CODES).astype(np.uint32)
        self.statements += len(wordings)

    def grow(self, other: Rarity) -> None:
        """Count what another one counted."""
        self.counts += other.counts
        self.statements += other.statements

    def plus(self, other: Rarity) -> Rarity:
        """Both together."""
        return Rarity(self.counts + other.counts, self.statements + other.statements)

    def weights(self) -> NDArray[np.float32]:
        """Inverse document frequency of each code (Spärck Jones 1972), scaled to 0..1."""
        total = np.log(self.statements + 2.0)
        idf = total - np.log(self.counts + 1.0)
        return np.asarray(np.maximum(idf, 0.0) / total, dtype=np.float32)

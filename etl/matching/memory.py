"""What matching keeps in memory between batches: recent claims, and how rare words are."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from etl.matching.index import ClaimIndex, day
from etl.records import Mention
from models.matching import Matcher
from models.rarity import Rarity
from models.wording import CODES


@dataclass(slots=True)
class Memory:
    """The index of the claims of the days that were asked for, and the counts of words.

    The index is emptied when it holds more than `most` statements.
    """

    index: ClaimIndex
    rarity: Rarity = field(default_factory=Rarity.empty)
    most: int = 300_000
    covered: tuple[float, float] | None = None

    @classmethod
    def of(cls, word_counts: dict[str, NDArray[np.uint32]], most: int = 300_000) -> Memory:
        """An empty index, and the stored counts."""
        memory = cls(ClaimIndex(Matcher.load().cells), most=most)
        for code, n in zip(
            word_counts["code"].tolist(), word_counts["n_statements"].tolist(), strict=True
        ):
            if code == CODES:
                memory.rarity.statements = n
            else:
                memory.rarity.counts[code] = n
        return memory

    def missing(self, mentions: list[Mention], window: int) -> tuple[float, float] | None:
        """First and last day around these mentions of which claims are to be brought back.

        None where all of them are here. What is here stays, so the days grow together, until it
        is too much: then all is forgotten, and only what is needed now comes back.
        """
        if len(self.index) > self.most:
            self.index, self.covered = ClaimIndex(self.index.centres), None
        days = np.array([day(m.appeared_at) for m in mentions if m.appeared_at])
        if not len(days) and not mentions:
            return None
        first = float(days.min()) - window if len(days) else 0.0
        last = float(days.max()) + window if len(days) else 0.0
        if self.covered and self.covered[0] <= first and last <= self.covered[1]:
            return None
        if self.covered:
            first, last = min(first, self.covered[0]), max(last, self.covered[1])
        self.covered = (first, last)
        return self.covered


def counted(rarity: Rarity) -> dict[int, int]:
    """Counts by code as they are stored: the code after the last one counts the statements."""
    codes = np.flatnonzero(rarity.counts)
    found = dict(zip(codes.tolist(), rarity.counts[codes].tolist(), strict=True))
    return {**found, CODES: rarity.statements} if rarity.statements else {}

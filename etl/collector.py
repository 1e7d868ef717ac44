"""Python's collector of cyclic garbage, made to look seldom in a process that holds much."""

from __future__ import annotations

import gc

# New objects before the youngest are looked through, and rounds of that before older ones are.
# The usual 700 and 10 cost a quarter of the time of tagging: our tuples and records by the
# million hold no cycles, and those that a library leaves behind are still found, only later.
THRESHOLDS = (50_000, 20, 100)


def collect_seldom() -> None:
    """For the rest of this process."""
    gc.set_threshold(*THRESHOLDS)

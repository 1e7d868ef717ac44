"""The soak in small: a week with faults ends with the tables of a week without."""

from __future__ import annotations

from pathlib import Path

from bench.soak import Size, soak


def test_a_broken_week_ends_like_a_clean_one(tmp_path: Path) -> None:
    clean, broken = soak(tmp_path, Size(feeds=6, articles=12, rounds=8, faults=0.3, patience=1))
    assert sum(broken.faults.values()) >= 5
    assert broken.outcomes["failed"] + broken.outcomes["runs stopped"] >= 1
    assert len(clean.tables()["article"]) == 72
    assert broken.tables() == clean.tables()

"""The nearest rows: how many, from which cosine, and which of equals."""

from __future__ import annotations

import numpy as np
import pytest

from etl.matching import nearest as module
from etl.matching.nearest import nearest


def pairs(*args: object, **kwargs: object) -> list[tuple[int, int]]:
    a, b = nearest(*args, **kwargs)  # type: ignore[arg-type]
    return list(zip(a.tolist(), b.tolist(), strict=True))


def unit(*angles: float) -> np.ndarray:
    return np.array([(np.cos(a), np.sin(a)) for a in angles], dtype=np.float32)


def test_the_most_alike_are_kept_in_order_of_their_rows() -> None:
    assert pairs(unit(0.0, 1.0), unit(1.2, 0.1, 0.9, 3.0), 2) == [(0, 1), (0, 2), (1, 0), (1, 2)]


def test_equals_at_the_cut_go_to_the_lower_row() -> None:
    assert pairs(unit(0.0), unit(0.5, 0.0, 0.5, 0.5), 2) == [(0, 0), (0, 1)]


def test_nothing_below_the_least_and_no_row_beside_itself() -> None:
    rows = unit(0.0, 0.1, 2.0)
    assert pairs(rows, rows, 5, 0.9, same=True) == [(0, 1), (1, 0)]
    assert pairs(rows, rows, 1, 0.9, same=True) == [(0, 1), (1, 0)]


def test_many_copies_of_one_text_are_not_all_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FEWEST_HELD", 50)
    monkeypatch.setattr(module, "COLUMNS", 7)
    copies = np.tile(unit(0.3), (40, 1))
    found = module.Highest(40, 3, 0.5, digits=4)
    for start in range(0, 40, 7):
        places = np.arange(start, min(start + 7, 40))
        found.take(np.arange(40), places, copies @ copies[places].T)
        assert found._held <= 2 * 40 * 3 + 40 * 7
    rows, places, _ = found.pairs()
    assert list(zip(rows, places, strict=True)) == [(i, j) for i in range(40) for j in range(3)]


@pytest.mark.parametrize("columns", [5, 2_048])
def test_blocks_change_nothing(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "COLUMNS", columns)
    draw = np.random.default_rng(3)
    rows = draw.normal(size=(module.BLOCK + 60, 8)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    whole = np.round(rows @ rows.T, 4)
    np.fill_diagonal(whole, -np.inf)
    expected = [
        (i, j)
        for i, row in enumerate(whole)
        for j in sorted(sorted(range(len(row)), key=lambda j: (-row[j], j))[:3])
    ]
    assert pairs(rows, rows, 3, same=True) == expected


def test_no_rows_no_pairs() -> None:
    nothing = np.zeros((0, 2), dtype=np.float32)
    assert pairs(nothing, unit(1.0), 2) == []
    assert pairs(unit(1.0), nothing, 2) == []

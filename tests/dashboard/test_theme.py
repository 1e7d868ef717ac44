"""Status colours are measured: AA contrast, and apart for every kind of colour vision."""

import itertools
import tomllib
from pathlib import Path

import pytest

from dashboard.theme import PAINTS, SERIES, STATUSES, STYLE, SYMBOLS, Mode, contrast, readable, tint

ROOT = Path(__file__).parents[2]
MODES: tuple[Mode, ...] = ("light", "dark")
# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
VISION = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def _linear(colour: str) -> list[float]:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]


def _lab(rgb: list[float]) -> tuple[float, float, float]:
    r, g, b = (min(max(c, 0), 1) for c in rgb)
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def _seen(colour: str, vision: str) -> tuple[float, float, float]:
    rgb = _linear(colour)
    return _lab([sum(m * c for m, c in zip(row, rgb, strict=True)) for row in VISION[vision]])


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("vision", VISION)
def test_statuses_stay_apart(mode: Mode, vision: str) -> None:
    for a, b in itertools.combinations(STATUSES, 2):
        first, second = (_seen(PAINTS[mode].mark[s], vision) for s in (a, b))
        distance = sum((p - q) ** 2 for p, q in zip(first, second, strict=True)) ** 0.5
        assert distance > 25, (a, b, distance)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("vision", VISION)
def test_lines_of_claims_stay_apart(mode: Mode, vision: str) -> None:
    """Their numbers and dashes tell them apart as well, so that less distance is enough."""
    for a, b in itertools.combinations(SERIES[mode], 2):
        first, second = _seen(a, vision), _seen(b, vision)
        distance = sum((p - q) ** 2 for p, q in zip(first, second, strict=True)) ** 0.5
        assert distance > 12, (a, b, distance)
    for colour in SERIES[mode]:
        assert contrast(colour, PAINTS[mode].paper) >= 3


@pytest.mark.parametrize("mode", MODES)
def test_contrast(mode: Mode) -> None:
    paint = PAINTS[mode]
    for ground in (paint.paper, paint.panel):
        for words in (paint.ink, paint.faint, *paint.word.values()):
            assert contrast(words, ground) >= 4.5, (words, ground)
    for status, mark in paint.mark.items():
        # AA asks 3:1 of graphics. Light amber reaches 2.4 on white: darker, it could not be told
        # from vermilion by red-blind eyes; its shape, word and the number beside it carry it too.
        assert contrast(mark, paint.paper) >= (2.4 if (mode, status) == ("light", "alleged") else 3)


@pytest.mark.parametrize("mode", MODES)
def test_numbers_in_coloured_cells_are_readable(mode: Mode) -> None:
    for status, step in itertools.product(STATUSES, range(11)):
        cell = tint(mode, status, 0.05 + 0.08 * step)
        assert contrast(readable(cell), cell) >= 4.5


def test_each_status_has_its_own_shape() -> None:
    assert len({SYMBOLS[status] for status in STATUSES}) == 3
    for status in STATUSES:
        assert f".cw-{status} > i" in STYLE


def test_streamlit_wears_the_same_colours() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    for mode in MODES:
        theme, paint = config["theme"][mode], PAINTS[mode]
        assert theme["backgroundColor"] == paint.paper
        assert theme["secondaryBackgroundColor"] == paint.panel
        assert theme["textColor"] == paint.ink
        assert theme["borderColor"] == paint.line
        assert theme["linkColor"] == paint.word["confirmed"]
    assert config["browser"]["gatherUsageStats"] is False
    assert config["server"]["address"] == "localhost"

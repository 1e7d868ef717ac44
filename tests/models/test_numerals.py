"""Numbers are one however they are written."""

from __future__ import annotations

import pytest

from models.numerals import numbers


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("12.000 Soldaten", "de", {12000}),
        ("12'000 Soldaten", "de", {12000}),
        ("zwölftausend Mann", "de", {12000}),
        ("12 000 soldats", "fr", {12000}),
        ("12,000 troops", "en", {12000}),
        ("12-тис. військових", "uk", {12000}),
        ("двенадцать тысяч солдат", "ru", {12000}),
        ("dwanaście tysięcy żołnierzy", "pl", {12000}),
        ("oltre 100mila euro", "it", {100000}),
        ("medio millón de euros", "es", {500000}),
        ("viertausendfünfhundert Stellen", "de", {4500}),
        ("19M watches, 300k cars", "en", {19_000_000, 300_000}),
        ("3,25 Prozent statt 2.1 %", "de", {3.25, 2.1}),
        ("in 2015 one of two", "en", set()),
    ],
)
def test_numbers_in_figures_and_words(text: str, lang: str, expected: set[float]) -> None:
    assert numbers(text, lang) == expected

"""Numbers in a text, in figures and in words: 12.000 = 12 000 = 12,000 = 12 Tsd. = zwölftausend."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

TABLE = Path(__file__).resolve().parent / "numerals.toml"
LEAST = 3.0  # "one" and "two" are said of everything
SHORT_FORM = 5  # letters; a longer magnitude is found inside words too
YEARS = (1900.0, 2100.0)

_FIGURES = re.compile(r"\d+(?:[.,'’\u00a0\u202f ]\d{3})*(?![\d])(?:[.,]\d+)?")
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)?")
_NEXT = re.compile(r"[\s\u00a0\u202f-]?([^\W\d_]+)")
_BETWEEN = {"a", "of", "de", "di"}  # half a million, medio millón de, centinaia di
_GROUPS = re.compile(r"[.,'’\u00a0\u202f ](?=\d{3}(?:\D|$))")


@lru_cache(maxsize=16)
def _table(lang: str) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    """Number words, magnitudes and the longer ones of these, each by its lower-case form."""
    rows = tomllib.loads(TABLE.read_text(encoding="utf8"))
    row = rows.get(lang, {})
    small = {
        form: float(value)
        for value, forms in row.get("small", {}).items()
        for form in forms.split()
    }
    large = {
        form: float(value)
        for part in (rows["all"], row)
        for value, forms in part.get("large", {}).items()
        for form in forms.split()
    }
    return small, large, {form: value for form, value in large.items() if len(form) > SHORT_FORM}


def numbers(text: str, lang: str) -> frozenset[float]:
    """The numbers of a text from three upwards; years are left out."""
    large = _table(lang)[1]
    found: list[float] = []
    rest = text.lower()
    for match in _FIGURES.finditer(rest):
        value = _value(match[0])
        if YEARS[0] <= value <= YEARS[1] and match[0].isdigit():
            continue
        found.append(value * _magnitude(rest, match.end(), large))
    found += _spelled(rest, lang)
    return frozenset(round(v, 3) for v in found if v >= LEAST or (v > 0.5 and v % 1))


def _value(figures: str) -> float:
    whole = _GROUPS.sub("", figures)
    return float(re.sub(r"[,'’\u00a0\u202f ]", ".", whole))


def _magnitude(text: str, place: int, large: dict[str, float]) -> float:
    """What a word right after the figures multiplies them by: 3 Millionen, 19M, 12-тис."""
    match = _NEXT.match(text, place)
    return large.get(match[1], 1.0) if match else 1.0


def _spelled(text: str, lang: str) -> list[float]:
    large = _table(lang)[1]
    found: list[float] = []
    held: float | None = None
    for match in _WORD.finditer(text):
        word = match[0].replace("’", "'").replace("ʼ", "'")
        value = _in_words(word, lang)
        if value is not None:
            found += [held] if held is not None else []
            held = value
        elif word in large and held is not None:
            found.append(held * large[word])
            held = None
        elif held is not None and word not in _BETWEEN:
            found.append(held)
            held = None
    return [*found, held] if held is not None else found


@lru_cache(maxsize=65536)
def _in_words(word: str, lang: str) -> float | None:
    """The value of a number word, or None."""
    small, _, long = _table(lang)
    return small.get(word) or _compound(word, small, long)


def _compound(word: str, small: dict[str, float], long: dict[str, float]) -> float | None:
    """German writes viertausendfünfhundert in one word, Ukrainian п'ятитисячний likewise."""
    for form, factor in long.items():
        if form in word and word != form:
            before, _, after = word.partition(form)
            first = small.get(before) if before else 1.0
            last = 0.0 if not after else small.get(after) or _compound(after, small, long)
            if first and last is not None:
                return first * factor + last
    return None

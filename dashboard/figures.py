"""The numbers that sentences state, in eight languages, to see how one drifts from text to text."""

import re
from functools import lru_cache

# Digits with groups of three after a mark of the language, or plain; then perhaps a word of scale.
STATED = re.compile(
    r"(?<![\w.,:/-])(\d{1,3}(?:[ .,'’\u00a0\u202f]\d{3})+|\d{1,12}(?:[.,]\d{1,6})?)(?![\d:/%])"
    r"(?:[-\s\u00a0]{0,2}(?P<scale>[^\W\d_]+))?"
)
SCALES = (
    (re.compile(r"thousand|tausend|mille|mil|mila|tys\w*|тыс\w*|тис\w*"), 1e3),
    (re.compile(r"mio|mln|млн|million\w*|millón|millones|milion\w*|миллион\w*|мільйон\w*"), 1e6),
    (re.compile(r"mrd|mld|млрд|milliard\w*|miliard\w*|миллиард\w*|мільярд\w*"), 1e9),
)
# Below it most numbers are days of a month, ages and hours.
LEAST = 32
YEARS = range(1900, 2101)


# A claim with thousands of mentions is drawn anew at every click.
@lru_cache(maxsize=10_000)
def stated(text: str) -> list[float]:
    """Numbers of 32 and more in a sentence; years, shares, clock times and dates are left out."""
    found = (_value(match) for match in STATED.finditer(text))
    return [value for value in found if value is not None]


def _value(match: re.Match[str]) -> float | None:
    digits, scale = match[1], _scale(match["scale"] or "")
    grouped = re.fullmatch(r"\d{1,3}(?:[ .,'’\u00a0\u202f]\d{3})+", digits)
    number = float(re.sub(r"\D", "", digits)) if grouped else float(digits.replace(",", "."))
    if scale == 1 and not grouped and (int(number) in YEARS or number < LEAST):
        return None
    return number * scale if number * scale < 1e15 else None


def _scale(word: str) -> float:
    lower = word.lower()
    return next((size for words, size in SCALES if words.fullmatch(lower)), 1)

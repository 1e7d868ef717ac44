"""The same claim or not: what two propositions share, weighed to one score."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from models.features import read

STEM = 5  # letters of a word that are compared, after transliteration
CONTENT_LETTERS = 4

_NUMBER = re.compile(r"\d+(?:[.,'’\u00a0\u202f ]\d{3})*(?:[.,]\d+)?")
_WORD = re.compile(r"\w+")
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "e",
    "ж": "z", "з": "z", "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m",
    "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h",
    "ц": "c", "ч": "c", "ш": "s", "щ": "s", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "u",
    "я": "a",
}  # fmt: skip
_LATIN = {
    "ä": "a", "ö": "o", "ü": "u", "ß": "s", "é": "e", "è": "e", "ê": "e", "á": "a", "à": "a",
    "â": "a", "í": "i", "î": "i", "ó": "o", "ô": "o", "ú": "u", "û": "u", "ç": "c", "ñ": "n",
    "ł": "l", "ś": "s", "ż": "z", "ź": "z", "ć": "c", "ń": "n", "ę": "e", "ą": "a", "w": "v",
    "y": "i", "j": "i",
}  # fmt: skip
_LETTERS = str.maketrans(_CYRILLIC | _LATIN)


@dataclass(frozen=True, slots=True)
class Content:
    """What a proposition names: stems of its words, names and numbers, alphabet-free."""

    stems: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[float]
    lang: str


@lru_cache(maxsize=65536)
def content(text: str, lang: str) -> Content:
    """Reduce a proposition to what can be compared across languages."""
    stems, names = set(), set()
    function_words = _function_words(text, lang)
    for match in _WORD.finditer(text):
        word = match[0]
        if word.isdigit() or len(word) < CONTENT_LETTERS - 1 or match.start() in function_words:
            continue
        key = plain(word)[:STEM]
        if len(word) >= CONTENT_LETTERS:
            stems.add(key)
        # German writes every noun with a capital, so there a capital says nothing.
        if word[0].isupper() and match.start() > 0 and lang != "de":
            names.add(key)
    return Content(frozenset(stems), frozenset(names), frozenset(numbers(text)), lang)


def plain(word: str) -> str:
    """A word in bare Latin letters, so that Зеленський and Zelensky come close."""
    letters = word.lower().translate(_LETTERS)
    return re.sub(r"(.)\1", r"\1", letters)


def numbers(text: str) -> set[float]:
    """The numbers of a text: 12.000 = 12 000 = 12,000; years and bare digits below ten left out."""
    found = set()
    for match in _NUMBER.finditer(text):
        digits = re.sub(r"[^\d]", "", re.sub(r"[.,]\d{1,2}$", "", match[0]))
        value = float(digits) if digits else 0.0
        if value >= 10 and not 1900 <= value <= 2100:
            found.add(value)
    return found


def score(cosine: float, one: Content, two: Content) -> float:
    """How likely two propositions are one claim, 0 to 1: a logistic of what they share."""
    shared = one.stems & two.stems
    least = max(1, min(len(one.stems), len(two.stems)))
    overlap = len(shared) / least if len(shared) > 1 else 0.0
    names_shared = len((one.names | one.stems) & two.names) + len(
        one.names & (two.names | two.stems)
    )
    name_bonus = min(names_shared, 4) / 4
    both = one.numbers and two.numbers
    agree = 1.0 if both and one.numbers & two.numbers else 0.0
    differ = 1.0 if both and not one.numbers & two.numbers else 0.0
    cross = 1.0 if one.lang != two.lang else 0.0
    foreign = 1.0 if "uk" in (one.lang, two.lang) and cross else 0.0
    logit = (
        -8.2
        + 9.5 * cosine
        + 4.5 * overlap
        + 1.6 * name_bonus
        + 1.2 * agree
        - 0.8 * differ
        + 0.9 * cross
        + 1.6 * foreign
    )
    return 1 / (1 + math.exp(-logit))


def _function_words(text: str, lang: str) -> set[int]:
    """Offsets of words that the lexicon knows as frame or function: they say nothing of content."""
    reading = read(text, lang)
    return {reading.words[place].start for hit in reading.hits for place in hit.places}

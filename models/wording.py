"""What a proposition names, free of alphabet: codes of its words, names and letters; numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from models.numerals import numbers

CODES = 1 << 18  # words and letter groups are told apart by as many codes
STEM = 5  # letters of a word that are compared, after transliteration
GRAM = 4  # letters in a letter group
SHORTEST = 3  # letters of a word that says something
SHOUTED = 0.6  # share of capitalised words from which a capital says nothing

Codes = NDArray[np.int32]

_WORD = re.compile(r"\w+")
_LETTERS = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "e",
        "ж": "z", "з": "z", "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m",
        "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h",
        "ц": "c", "ч": "c", "ш": "s", "щ": "s", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "u",
        "я": "a",
        "ä": "a", "ö": "o", "ü": "u", "ß": "s", "é": "e", "è": "e", "ê": "e", "ë": "e", "á": "a",
        "à": "a", "â": "a", "ã": "a", "å": "a", "í": "i", "î": "i", "ï": "i", "ì": "i", "ó": "o",
        "ô": "o", "õ": "o", "ø": "o", "ò": "o", "ú": "u", "û": "u", "ù": "u", "ç": "c", "ñ": "n",
        "ł": "l", "ś": "s", "š": "s", "ż": "z", "ź": "z", "ž": "z", "ć": "c", "č": "c", "ń": "n",
        "ę": "e", "ą": "a", "ě": "e", "ř": "r", "ý": "i", "ı": "i", "ğ": "g", "ş": "s", "ţ": "t",
        "ț": "t", "ș": "s", "ă": "a", "đ": "d", "æ": "a", "œ": "o",
    }
)  # fmt: skip
# One sound, many spellings: Selenskyj, Zelensky, Зеленський; Poutine, Putin; Schoigu, Shoigu.
_SOUNDS = (
    ("tsch", "c"), ("sch", "s"), ("sh", "s"), ("sz", "s"), ("tch", "c"), ("cz", "c"), ("ch", "h"),
    ("kh", "h"), ("zh", "z"), ("ts", "c"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("ou", "u"),
    ("oo", "u"), ("w", "v"), ("y", "i"), ("j", "i"), ("z", "s"), ("q", "k"), ("x", "ks"),
)  # fmt: skip
_DOUBLE = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Wording:
    """Sorted codes of words (names and parties among them), names, letter groups; numbers."""

    words: Codes
    names: Codes
    grams: Codes
    numbers: frozenset[float]
    length: int


@lru_cache(maxsize=65536)
def wording(text: str, lang: str, parties: frozenset[str] = frozenset()) -> Wording:
    """Reduce a proposition to what can be compared across languages and alphabets.

    `parties` are ids of parties that the text names, whatever it calls them.
    """
    found = list(_WORD.finditer(text))
    # German writes every noun with a capital, so there a capital says nothing.
    capitals = lang != "de" and (
        sum(match[0][0].isupper() for match in found) <= SHOUTED * len(found)
    )
    words, names = set(), set()
    for match in found:
        word = match[0]
        if len(word) < SHORTEST or word.isdigit():
            continue
        code = stem_code(word)
        words.add(code)
        if capitals and word[0].isupper() and match.start() > 0:
            names.add(code)
    known = {code_of(f"@{party}") for party in parties}
    letters = f" {' '.join(plain(match[0]) for match in found)} "
    return Wording(
        _codes(words | known),
        _codes(names | known),
        _grams(letters),
        numbers(text, lang),
        len(text),
    )


@lru_cache(maxsize=131072)
def plain(word: str) -> str:
    """A word in bare Latin letters by sound, so that Зеленський and Zelensky come close."""
    letters = word.lower().translate(_LETTERS)
    for sign, sound in _SOUNDS:
        if sign in letters:
            letters = letters.replace(sign, sound)
    return _DOUBLE.sub(r"\1", letters)


@lru_cache(maxsize=131072)
def stem_code(word: str) -> int:
    """The code of a word, by the beginning of its sound."""
    return code_of(plain(word)[:STEM])


def code_of(key: str) -> int:
    """The code of a stem, a letter group ("_…") or a party ("@…"); the same on every machine."""
    return crc32(key.encode()) & (CODES - 1)


def _grams(letters: str) -> Codes:
    """Sorted codes of all letter groups of a text."""
    if not letters.isascii():
        starts = range(len(letters) - GRAM + 1)
        return _codes({code_of(f"_{letters[i : i + GRAM]}") for i in starts})
    signs = np.frombuffer(letters.encode(), dtype=np.uint8)
    if len(signs) < GRAM:
        return _codes(set())
    codes: Codes = np.full(len(signs) - GRAM + 1, _EMPTY_GRAM)
    for place, parts in enumerate(_GRAM_PARTS):
        codes ^= parts[signs[place : len(signs) - GRAM + 1 + place]]
    codes.sort()
    once: Codes = codes[np.append(True, codes[1:] != codes[:-1])]
    return once


def _codes(codes: set[int]) -> Codes:
    return np.array(sorted(codes), dtype=np.int32)


def _gram_parts() -> tuple[np.int32, list[Codes]]:
    """The code of a group of zeros, and for each place what each other sign changes in it.

    A checksum is linear: what one sign changes does not depend on the others.
    """
    empty = code_of("_" + "\0" * GRAM)
    parts = [
        [
            code_of("_" + "\0" * place + chr(sign) + "\0" * (GRAM - 1 - place)) ^ empty
            for sign in range(128)
        ]
        for place in range(GRAM)
    ]
    return np.int32(empty), [np.array(part, dtype=np.int32) for part in parts]


_EMPTY_GRAM, _GRAM_PARTS = _gram_parts()

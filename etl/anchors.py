"""What a text holds on to in any wording and language: its names and its numbers."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

STEM = 5  # letters of a name that are compared: Зеленського and Zelensky, Sarn and Sarns
SHORTEST = 3
WORDS = 131_072  # whose bare letters are kept at hand

_NUMBER = re.compile(r"\d+(?:[.,'’\u00a0\u202f ]\d{3}(?!\d))*(?:[.,]\d{1,2}(?!\d))?")
_NAME = re.compile(r"(?<![\w.])[^\W\d_]\w{2,}")
_SENTENCE_START = re.compile(r"(?:^|[.!?:…»”\"“„«\n])\s*[\"“„«(–—-]*\s*$")
_LETTERS = str.maketrans(
    "абвгґдеёєжзиіїйклмнопрстуфхцчшщыэюяwyjßłø",
    "abvggdeeezziiiiklmnoprstufhccssieuaviislo",
    "ъь",
)


def anchors(text: str) -> frozenset[str]:
    """Stems of the names in bare Latin letters, and the numbers; 1.200, 1,200 and 1 200 are one."""
    return names(text) | numbers(text)


def names(text: str) -> frozenset[str]:
    """Words with a capital inside of a sentence, stemmed; German adds all its nouns."""
    found = set()
    for match in _NAME.finditer(text):
        word = match[0]
        if word[0].isupper() and not _SENTENCE_START.search(
            text, max(0, match.start() - 6), match.start()
        ):
            found.add(plain(word)[:STEM])
    return frozenset(name for name in found if len(name) >= SHORTEST)


def numbers(text: str) -> frozenset[str]:
    """Numbers from ten on, and decimals."""
    found = set()
    for match in _NUMBER.finditer(text):
        whole = re.sub(r"[.,'’\u00a0\u202f ](?=\d{3}(?!\d))", "", match[0]).replace(",", ".")
        if len(whole) > 1:
            found.add(whole)
    return frozenset(found)


@lru_cache(maxsize=WORDS)
def plain(word: str) -> str:
    """A word in lower-case bare Latin letters, doubled letters once."""
    flat = unicodedata.normalize("NFKD", word.lower().translate(_LETTERS))
    bare = "".join(letter for letter in flat if not unicodedata.combining(letter))
    return re.sub(r"(.)\1", r"\1", bare)

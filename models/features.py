"""A sentence as the models see it: its words, its letters, and its frame.

The frame is the sequence of lexicon classes, quotation marks and a few signs. It is the same in
all languages, so that a language with a lexicon and few sentences still works.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from models.labels import Input
from models.lexicon import Hit, Word, load, words

PREFIX_WORDS = 5
OPENING = "„«“‘‚»"
_QUOTES = re.compile("[\"„“”«»]|''|``")
_SIGNS = re.compile("[\"„“”«»]|''|``|[:?!–—…]|\\d[\\d.,\u00a0 ]*")


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence with its words and lexicon hits."""

    text: str
    lang: str
    words: tuple[Word, ...]
    hits: tuple[Hit, ...]

    def classes_at(self) -> dict[int, str]:
        """Lexicon class of each word that a hit covers."""
        return {place: hit.cls for hit in self.hits for place in hit.places}


@lru_cache(maxsize=8192)
def read(text: str, lang: str) -> Reading:
    """Split into words and look them up."""
    found = words(text, lang)
    return Reading(text, lang, tuple(found), tuple(load(lang).find(found)))


def frame_of(item: Input) -> str:
    """The frame as blank-separated marks: `HEAD ROLE deny claim_noun conjunction …`."""
    marks = []
    if item.is_headline:
        marks.append("HEAD")
        marks += _prefix(item)
    marks += _marks(item.text, item.lang)
    length = len(read(item.text, item.lang).words)
    marks.append(f"LEN{min(length // 4, 8)}")
    return " ".join(marks)


def _prefix(item: Input) -> list[str]:
    """What stands before the colon of a headline: a speaker ("WP: …") or a topic ("Sturm: …")."""
    before, colon, after = item.text.partition(":")
    reading = read(before, item.lang)
    if not colon or not after.strip() or not 0 < len(reading.words) <= PREFIX_WORDS:
        return []
    classes = sorted({hit.cls for hit in reading.hits}) or ["none"]
    shape = "CAPS" if before.isupper() and before.isalpha() else "MIXED"
    quoted = "QUOTED" if after.strip()[0] in OPENING + "\"'" else "BARE"
    size = min(len(reading.words), 3)
    return [f"PREFIX_{shape}_{quoted}", f"PREFIX_{size}", *(f"PREFIX_{cls}" for cls in classes)]


def _marks(text: str, lang: str) -> list[str]:
    """Classes and signs in the order of the text; those inside a quotation end in `_q`."""
    reading = read(text, lang)
    places: list[tuple[int, str]] = [
        (reading.words[hit.places[0]].start, hit.cls) for hit in reading.hits
    ]
    places += [(match.start(), _sign(match[0])) for match in _SIGNS.finditer(text)]
    places.sort()
    marks, quoted = [], False
    for _, mark in places:
        if mark == "QUOTE":
            quoted = not quoted
            marks.append(mark)
        else:
            marks.append(f"{mark}_q" if quoted else mark)
    end = text.rstrip("\"'“”»«’ ")[-1:]
    return [*marks, "END" if end in ".!?…" else "OPEN"]


def _sign(sign: str) -> str:
    if sign[0].isdigit():
        return "NUM"
    if _QUOTES.fullmatch(sign):
        return "QUOTE"
    return {":": "COLON", "?": "ASK", "!": "CALL"}.get(sign, "DASH")


def masked(item: Input) -> str:
    """The text without numbers, for word and letter n-grams."""
    return re.sub(r"\d+", "0", item.text.lower())

"""A sentence as the models see it: its words, its letters, and its lexicon hits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from models.labels import Input
from models.lexicon import Hit, Word, load, words


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
    hits = load(lang).find(found)
    if lang == "de":
        # "die Folge" is a noun, "es folge" is reported speech: German writes the difference.
        hits = [h for h in hits if h.cls != "mood" or not text[found[h.places[0]].start].isupper()]
    return Reading(text, lang, tuple(found), tuple(hits))


def masked(item: Input) -> str:
    """The text without numbers, for word and letter n-grams."""
    return re.sub(r"\d+", "0", item.text.lower())

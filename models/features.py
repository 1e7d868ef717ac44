"""A sentence as the models see it: its words, its letters, and its lexicon hits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from models.labels import Input
from models.lexicon import Hit, Word, load, words

# Of these verbs even the first person of the indicative has another form ("ich kann").
_UNMISTAKABLE = frozenset(
    ("könne", "müsse", "dürfe", "solle", "wolle", "wisse", "möge", "hätte", "wäre", "würde")
)
FIRST_PERSON_REACH = 12  # words from "ich" to its verb, which may stand at the end
_CUT = re.compile(r"[,;:.!?–—]")


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
        hits = [h for h in hits if h.cls != "mood" or _is_reported(text, found, h.places[0])]
    return Reading(text, lang, tuple(found), tuple(hits))


def _is_reported(text: str, found: list[Word], place: int) -> bool:
    """A German form of reported speech: not "die Folge", a noun, nor "ich habe"."""
    word = found[place]
    if text[word.start].isupper():
        return False
    if not word.text.endswith("e") or word.text in _UNMISTAKABLE:
        return True
    before = (w.start for w in found[max(0, place - FIRST_PERSON_REACH) : place] if w.text == "ich")
    after = found[place + 1].text if place + 1 < len(found) else ""
    return after != "ich" and all(_CUT.search(text, start, word.start) for start in before)


def masked(item: Input) -> str:
    """The text without numbers, for word and letter n-grams."""
    return re.sub(r"\d+", "0", item.text.lower())

"""Words of attribution, hedging, confirmation and denial: one TOML file a language."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parent
MAX_GAP = 10  # words that a "_" may stand for
MIN_STEM = 3
MOST_KNOWN = 100_000  # words whose entries are kept at hand
# In these a "_" never reaches over punctuation: the "not" of the next clause belongs to that one.
WITHIN_CLAUSE = frozenset(("not_deny", "unverified", "no_evidence", "so_far", "negation"))

_WORD = re.compile(r"\w+(?:['’ʼ]\w+)*")
_WORD_SPLIT = re.compile(r"\w+")
_ELIDING = {"fr", "it"}  # l'accusation is two words there, didn't and об'єкт are one elsewhere

Entry = tuple[str, tuple[str, ...]]  # class, and the words after the first


class Word(NamedTuple):
    """A word of a sentence, lower case, and where it stands."""

    text: str
    start: int
    end: int


class Hit(NamedTuple):
    """An entry of the lexicon found in a sentence: its class and the places of its words.

    `also`: other classes that list the same words ("claims" is a noun and a verb).
    """

    cls: str
    places: tuple[int, ...]
    also: tuple[str, ...] = ()


def words(text: str, lang: str) -> list[Word]:
    """The words of a text in order, lower case, apostrophes made alike."""
    pattern = _WORD_SPLIT if lang in _ELIDING else _WORD
    spans = [match.span() for match in pattern.finditer(text)]
    lower = text.lower()
    if len(lower) == len(text) and lower.isascii():
        return [Word(lower[start:end], start, end) for start, end in spans]
    # A few letters grow when made small; then each word is made small by itself.
    same = len(lower) == len(text)
    return [
        Word(_straight(lower[start:end] if same else text[start:end].lower()), start, end)
        for start, end in spans
    ]


def _straight(word: str) -> str:
    if word.isalnum():
        return word
    # A Turkish İ made small is an i with a dot of its own.
    return word.replace("’", "'").replace("ʼ", "'").replace("i\u0307", "i")


class Entries(NamedTuple):
    """What begins with one word: classes of the word alone, and longer entries (class, rest).

    Most of the longer ones are found by the word that comes next.
    """

    alone: tuple[str, ...]
    by_next: dict[str, list[Entry]]
    others: list[Entry]

    @classmethod
    def of(cls, entries: list[Entry]) -> Entries:
        """Sort them by what comes next."""
        found = cls(tuple(name for name, rest in entries if not rest), {}, [])
        for name, rest in entries:
            if rest and (rest[0] == "_" or rest[0].endswith("*")):
                found.others.append((name, rest))
            elif rest:
                found.by_next.setdefault(rest[0], []).append((name, rest))
        return found


_UNSEEN = Entries((), {}, [])


class Lexicon:
    """The entries of one language, indexed by their first word."""

    def __init__(self, lang: str, classes: dict[str, list[str]]) -> None:
        self.lang = lang
        self.classes = tuple(classes)
        self._exact: dict[str, list[Entry]] = defaultdict(list)
        self._stems: dict[str, list[Entry]] = defaultdict(list)
        self._endings: dict[str, list[Entry]] = defaultdict(list)
        for cls, entries in classes.items():
            for entry in entries:
                self._add(cls, entry)
        self._stem_lengths = sorted({len(stem) for stem in self._stems})
        self._ending_lengths = sorted({len(ending) for ending in self._endings})
        self._known: dict[str, Entries | None] = {}

    def _add(self, cls: str, entry: str) -> None:
        if entry.startswith("*"):
            self._endings[entry[1:].lower()].append((cls, ()))
            return
        parts = tuple(_parts(entry, self.lang))
        if not parts:
            return
        first, rest = parts[0], parts[1:]
        if first.endswith("*"):
            self._stems[first[:-1]].append((cls, rest))
        else:
            self._exact[first].append((cls, rest))

    def find(self, tokens: list[Word]) -> list[Hit]:
        """All entries in the sentence; one whose words are part of a longer one is left out."""
        texts = [token.text for token in tokens]
        found: dict[tuple[int, ...], list[str]] = {}
        known, last = self._known, len(texts) - 1
        for place, text in enumerate(texts):
            entries = known.get(text, _UNSEEN)
            if entries is _UNSEEN:
                entries = self._remember(text)
            if entries is None:  # most words
                continue
            if entries.alone:
                found.setdefault((place,), []).extend(entries.alone)
            following = texts[place + 1] if place < last else ""
            likely = [e for e in entries.others if e[1][0] == "_" or _same(e[1][0], following)]
            for cls, rest in (*entries.by_next.get(following, ()), *likely):
                places = _match(rest, texts, place)
                if places is not None and not (
                    cls in WITHIN_CLAUSE and _over_punctuation(tokens, places)
                ):
                    found.setdefault(places, []).append(cls)
        kept: list[Hit] = []
        covered: set[int] = set()
        for places in sorted(found, key=lambda places: (-len(places), places)):
            if not covered.issuperset(places):
                first, *others = sorted(set(found[places]))
                kept.append(Hit(first, places, tuple(others)))
                covered.update(places)
        return sorted(kept, key=lambda hit: hit.places)

    def _remember(self, text: str) -> Entries | None:
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        starting = self._starting(text)
        entries = self._known[text] = Entries.of(starting) if starting else None
        return entries

    def _starting(self, text: str) -> list[Entry]:
        entries = list(self._exact.get(text, ()))
        for length in self._stem_lengths:
            if length > len(text):
                break
            entries += self._stems.get(text[:length], ())
        for length in self._ending_lengths:
            # Words of which little stands before the ending are rather nouns: "trait", "birre".
            if length + MIN_STEM <= len(text):
                entries += self._endings.get(text[-length:], ())
        return entries


def _parts(entry: str, lang: str) -> list[str]:
    """`wies _ zurück` → wies, _, zurück; `l'accus*` is split as text of that language is."""
    parts: list[str] = []
    for part in entry.lower().split():
        if part == "_":
            parts.append(part)
            continue
        found = [word.text for word in words(part.rstrip("*"), lang)]
        if found and part.endswith("*") and len(found[-1]) >= MIN_STEM:
            found[-1] += "*"
        parts += found
    return parts


def _match(rest: tuple[str, ...], texts: list[str], place: int) -> tuple[int, ...] | None:
    places = [place]
    gap = False
    for part in rest:
        if part == "_":
            gap = True
            continue
        start = places[-1] + 1
        end = min(len(texts), start + (MAX_GAP if gap else 0) + 1)
        found = _find(part, texts, start, end)
        if found < 0:
            return None
        places.append(found)
        gap = False
    return tuple(places)


def _find(part: str, texts: list[str], start: int, end: int) -> int:
    """Place of the first such word in [start, end), or -1."""
    if part[-1] == "*":
        stem = part[:-1]
        return next((i for i in range(start, end) if texts[i].startswith(stem)), -1)
    try:
        return texts.index(part, start, end)
    except ValueError:
        return -1


def _over_punctuation(tokens: list[Word], places: tuple[int, ...]) -> bool:
    """More than a blank stands between two of the words from the first place to the last."""
    return any(tokens[i + 1].start - tokens[i].end > 1 for i in range(places[0], places[-1]))


def _same(part: str, text: str) -> bool:
    return text.startswith(part[:-1]) if part.endswith("*") else text == part


@lru_cache(maxsize=32)
def load(lang: str) -> Lexicon:
    """The lexicon of a language; an empty one where there is no file."""
    path = FOLDER / f"{lang}.toml"
    if not path.exists():
        return Lexicon(lang, {})
    data = tomllib.loads(path.read_text(encoding="utf8"))
    return Lexicon(lang, data["classes"])

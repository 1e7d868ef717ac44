"""Who a speaker is: actors and outlets found by their names and aliases, the longest first."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from etl.config import ActorEntry, SourceEntry

MOST_KNOWN = 100_000  # words whose aliases are kept at hand

_WORD = re.compile(r"\w+")
_Alias = tuple[tuple[str, ...], str]


@dataclass(frozen=True, slots=True)
class AliasIndex:
    """Aliases as word sequences; a word ending in `*` is a stem."""

    by_first: dict[str, list[_Alias]] = field(default_factory=dict)
    _known: dict[str, list[_Alias]] = field(default_factory=dict, compare=False, repr=False)

    def find(self, text: str) -> str | None:
        """The id whose alias in the text has the most words, then the most letters."""
        words = _words(text)
        best: tuple[int, int] = (0, 0)
        found = None
        for place, word in enumerate(words):
            for alias, owner in self._starting(word):
                size = (len(alias), sum(map(len, alias)))
                here = words[place : place + len(alias)]
                if size > best and len(here) == len(alias) and all(map(_same, alias, here)):
                    best, found = size, owner
        return found

    def find_all(self, text: str) -> frozenset[str]:
        """The ids of all aliases in the text; a shorter one inside a longer one is left out."""
        words = _words(text)
        found: set[str] = set()
        end = 0
        for place, word in enumerate(words):
            if place < end:
                continue
            best, owner = 1, None
            for alias, name in self._known.get(word) or self._starting(word):
                here = words[place : place + len(alias)]
                fits = len(here) == len(alias) and all(map(_same, alias, here))
                if fits and (owner is None or len(alias) > best):
                    best, owner = len(alias), name
            if owner is not None:
                found.add(owner)
            end = place + best
        return frozenset(found)

    def _starting(self, word: str) -> list[_Alias]:
        found = self._known.get(word)
        if found is None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            found = self.by_first.get(word, []) + self.by_first.get(f"{word[:3]}*", [])
            self._known[word] = found
        return found


@dataclass(frozen=True, slots=True)
class Parties:
    """The actors and outlets of the settings."""

    actors: AliasIndex
    outlets: AliasIndex

    @classmethod
    def of(cls, actors: list[ActorEntry], sources: list[SourceEntry]) -> Parties:
        """Index the names and aliases of the lists."""
        return cls(
            _index([(name, actor.id) for actor in actors for name in (actor.name, *actor.aliases)]),
            _index([(name, s.id) for s in sources for name in (s.name, s.id, *s.aliases)]),
        )


def _index(names: list[tuple[str, str]]) -> AliasIndex:
    index = AliasIndex()
    for name, owner in names:
        parts = tuple(part for part in re.findall(r"\w+\*?", name.lower()) if part)
        if parts:
            # Stems are filed under their first three letters.
            key = f"{parts[0][:3]}*" if parts[0].endswith("*") else parts[0]
            index.by_first.setdefault(key, []).append((parts, owner))
    return index


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _same(part: str, word: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else word == part

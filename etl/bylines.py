"""The agencies that a text is credited to: in its dateline, its byline, or its last line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from etl.config import SourceEntry

AGENCY = "agency"  # media_type of the lists
HEAD, TAIL = 200, 200  # characters in which datelines and closing credits stand

_LEAD = (
    r"(?:(?:von|by|par|por|di|quellen?|sources?|fuente|fonte|źródło|источник|джерело|mit|with|avec"
    r"|mit material(?: von| der)?|con|©|\(c\)|text)[:\s]+)?"
)
_BESIDE = r"(?:[\w .]{1,25}[,/]\s*){0,2}"  # the outlet's own desk or an author: "(Tsp, dpa)"


@dataclass(frozen=True, slots=True)
class Byline:
    """An agency credited as the author, with the place of its name in the text."""

    source_id: str
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Agencies:
    """The agencies of the outlet lists, and the places where a text names them as its origin."""

    by_word: dict[str, tuple[str, str]]
    one: re.Pattern[str] | None
    heads: tuple[re.Pattern[str], ...]
    tails: tuple[re.Pattern[str], ...]

    @classmethod
    def of(cls, entries: list[SourceEntry]) -> Agencies:
        """Index the agencies by name and alias."""
        words: dict[str, tuple[str, str]] = {}
        for entry in entries:
            if entry.media_type == AGENCY:
                for name in (entry.name, *entry.aliases):
                    words.setdefault(re.sub(r"\s*\([^)]*\)", "", name), (entry.id, entry.name))
                    words.setdefault(name.upper(), (entry.id, entry.name))
        if not words:
            return cls({}, None, (), ())
        longest_first = sorted(words, key=lambda word: (-len(word), word))
        names = "|".join(map(re.escape, longest_first))
        # "dpa/lnw" and "dpa-AFX" are desks of the agency. Bounded and possessive, so that hostile
        # text cannot make the search slow.
        agency = rf"(?:{names})(?:[/-](?!(?:{names})(?!\w))(?:[a-z]{{2,4}}|AFX)){{0,2}}+"
        several = rf"{agency}(?:\s*(?:[/,;&]|und|and|et|y|e|i)\s*{agency}){{0,4}}+"
        lead = f"(?i:{_LEAD})"
        return cls(
            by_word=words,
            one=re.compile(rf"(?<![\w-])(?:{names})(?!\w)"),
            heads=(
                re.compile(rf"^{lead}{several}\.?$", re.MULTILINE),
                re.compile(rf"[(/\[]\s*{lead}{_BESIDE}{several}(?:[^()\n]{{0,20}})[)/\]]"),
                re.compile(rf"^[^\n]{{2,60}}?\s[–—-]\s*{several}[.,:]", re.MULTILINE),
                re.compile(rf"^[^\W\d_]{{3,20}}\.\s{several}\.\s"),
            ),
            tails=(
                re.compile(rf"[(\[]\s*{lead}{_BESIDE}{several}(?:[^()\n]{{0,30}})[)\]]\.?\s*$"),
                re.compile(rf"(?:^|[.!?“”\"»]\s+){lead}(?:[a-z]{{2,4}}/)?{several}\.?\s*$"),
            ),
        )

    def credited(self, text: str) -> list[Byline]:
        """The agencies credited for a text, in order; empty for most texts."""
        if self.one is None:
            return []
        first = text[:HEAD].split("\n", 2)
        head = "\n".join(first[:2])
        tail_start = max(len(text) - TAIL, text.rfind("\n") + 1)
        for patterns, part, offset in (
            (self.heads, head, 0),
            (self.tails, text[tail_start:], tail_start),
        ):
            for pattern in patterns:
                if match := pattern.search(part):
                    return self._names(match, offset)
        return []

    def _names(self, match: re.Match[str], offset: int) -> list[Byline]:
        found: dict[str, Byline] = {}
        for one in self.one.finditer(match[0]) if self.one else ():
            source_id, name = self.by_word[one[0]]
            start = offset + match.start() + one.start()
            found.setdefault(source_id, Byline(source_id, name, start, start + len(one[0])))
        return list(found.values())

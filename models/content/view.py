"""A sentence as the proposition's builder sees it: its words between marks, in segments."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from models.features import Reading
from models.labels import Span
from models.lexicon import Word
from models.wordkinds import kind_of

QUOTES = frozenset('"„“”«»‹›')
_JOINED = ("n't", "'d", "'ll", "'re", "'ve")
_PAST = frozenset(
    (
        *("rose", "fell", "won", "lost", "made", "took", "came", "went", "got", "began", "left"),
        *("hit", "broke", "struck", "saw", "gave", "held", "met", "paid", "sold", "sent", "ran"),
    )
)
_BOUNDARY = re.compile(r"[\"„“”«»‹›();:–—…\n]|''|``|,(?!\d)|\s--?\s|[.!?]\s")


@dataclass(frozen=True, slots=True)
class Segment:
    """Words [first, last) between two marks, and whether they stand in a quotation."""

    first: int
    last: int
    mark: str
    quoted: bool


class View:
    """Words with their kinds, classes and the marks before them.

    `marks[i]` is what stands between the word before and word i if it parts the sentence, else "".
    """

    def __init__(self, reading: Reading) -> None:
        self.text, self.lang = reading.text, reading.lang
        self.words: tuple[Word, ...] = reading.words
        self.kinds = [kind_of(word.text, reading.lang) for word in reading.words]
        self.classes: list[frozenset[str]] = [frozenset()] * len(reading.words)
        self.primary = [""] * len(reading.words)
        for hit in reading.hits:
            named = frozenset((hit.cls, *hit.also))
            for place in hit.places:
                self.classes[place] = named
                self.primary[place] = hit.cls
        self.hits = reading.hits
        self._starts = [word.start for word in reading.words]
        self.marks: list[str] = []
        self.segments: list[Segment] = []
        self._part()

    def __len__(self) -> int:
        return len(self.words)

    def _part(self) -> None:
        text, end, quoted, first = self.text, 0, False, 0
        for i, word in enumerate(self.words):
            gap = text[end : word.start]
            end = word.end
            mark = ""
            if gap != " " and _BOUNDARY.search(gap) and not self._is_abbreviated(gap, word):
                mark = gap.strip() or gap
                if i > first:
                    self.segments.append(Segment(first, i, self.marks[first], quoted))
                first = i
                signs = sum(sign in QUOTES for sign in gap) + gap.count("''") + gap.count("``")
                quoted ^= signs % 2 == 1
            self.marks.append(mark)
        if self.words:
            self.segments.append(Segment(first, len(self.words), self.marks[first], quoted))

    def _is_abbreviated(self, gap: str, word: Word) -> bool:
        """No mark but a part of a word ("the U.S. would", "20:15")."""
        return gap == ":" or (gap == ". " and self.text[word.start].islower())

    def places(self, *spans: Span | None) -> frozenset[int]:
        """Places of the words inside these spans."""
        return frozenset(
            i
            for span in spans
            if span
            for i in range(
                bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
            )
        )

    def is_upper(self, place: int) -> bool:
        """The word begins with a capital."""
        return self.text[self.words[place].start].isupper()

    def segment_of(self, place: int) -> Segment:
        """The segment that a word stands in."""
        return next(segment for segment in self.segments if place < segment.last)

    def may_be_past(self, place: int) -> bool:
        """An English word may be a verb of the past."""
        word = self.words[place].text
        if word in _PAST:
            return True
        article = place > 0 and self.kinds[place - 1] in ("det", "poss", "prep")
        return word.endswith("ed") and not article

    def is_finite_english(self, place: int) -> bool:
        """An English auxiliary, also one that is joined to another word ("couldn't", "he's")."""
        word = self.words[place].text
        return self.kinds[place] == "aux" or word.endswith(_JOINED)

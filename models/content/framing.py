"""What the builder of propositions takes for a sentence's frame, and where content ends."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from models.clauses import SPEAKING
from models.content.view import Segment, View
from models.labels import Attribution

WORDS = tomllib.loads(
    (Path(__file__).resolve().parent / "rewording.toml").read_text(encoding="utf8")
)
REPORTING = SPEAKING | {"not_deny"}
# A cue of nothing but these introduces no content.
_INNER = frozenset(("mood", "modal", "negation", "should", "plan", "so_far", "opinion", "question"))
_INTRODUCING = REPORTING | {"source_prep", "hearsay_modal"}
# Words of these classes are no content of a claim.
_FRAME = frozenset(
    (
        *("say", "act", "claim_verb", "report", "source_prep", "hedge", "unverified"),
        *("confirm", "admit"),
        *("announce", "deny", "reject", "false", "no_evidence", "not_deny", "claim_noun", "so_far"),
        *("conjunction", "pronoun", "negation", "evidence_noun"),
    )
)
MIN_CONTENT = 2  # content words that make a clause worth keeping
SHORT_WORD = 3
NEAR = 4  # words from the speaker to his verb
LEAD = 8  # words before the frame that may go with it ("On Monday evening, X said that …")
SHORT_FRAME = 6  # words of an attribution that names nobody ("…, hieß es am Montag")
NO_COMMA = frozenset(("en", "fr", "es", "it"))  # languages without a comma before "that"
_GERMAN_RELATIVES = frozenset(("der", "die", "das", "dem", "den", "denen", "dessen", "deren"))
AS = {lang: frozenset(words["as"].split()) for lang, words in WORDS.items()}


def _connectors(entries: list[str]) -> dict[str, list[tuple[str, ...]]]:
    """Connectors by their first word."""
    table: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for entry in entries:
        first, *rest = entry.split()
        table[first].append(tuple(rest))
    return table


_AGAINST = {lang: [entry.split() for entry in words["against"]] for lang, words in WORDS.items()}
_THAT = {lang: _connectors(words["that"]) for lang, words in WORDS.items()}


@dataclass(frozen=True, slots=True)
class Kept:
    """Words [first, last) without the holes are content; `how` names the shape of the frame.

    `order`: "first" or "last" where the finite verb of a German clause stands there.
    """

    first: int
    last: int
    holes: tuple[tuple[int, int], ...] = ()
    order: str = ""
    how: str = ""


class Frame:
    """The cues and the speaker of a sentence as places of words."""

    def __init__(self, view: View, found: Attribution, status: str) -> None:
        self.view, self.status = view, status
        self.speaker = view.places(found.speaker)
        self.cues = sorted(filter(None, map(view.places, found.cues)), key=min)
        self.anchors = self.speaker.union(*self.cues)
        self.introducing = [cue for cue in self.cues if self._introduces(cue)]
        if not any(self.classes(cue) & _INTRODUCING for cue in self.introducing):
            self.introducing += self._unmarked()
        says = [
            i not in self.anchors
            and word.end - word.start > SHORT_WORD
            and view.primary[i] not in _FRAME
            for i, word in enumerate(view.words)
        ]
        self._content = [0, *accumulate(says)]

    def _introduces(self, cue: frozenset[int]) -> bool:
        """A cue may have content hanging on it."""
        classes, first = self.classes(cue), min(cue)
        noun = self.view.lang == "de" and len(cue) == 1 and first and self.view.is_upper(first)
        if noun and classes & REPORTING and not self.view.marks[first]:
            return False
        return not classes or not classes <= _INNER

    def _unmarked(self) -> list[frozenset[int]]:
        """The verb of saying beside the speaker where the cue is another word ("never")."""
        if not self.speaker:
            return []
        near = range(max(self.speaker) + 1, min(max(self.speaker) + NEAR, len(self.view)))
        for hit in self.view.hits:
            place = hit.places[0]
            beside = place in near or hit.places[-1] + 1 in self.speaker
            if hit.cls in REPORTING and beside and not _is_noun(self.view, place):
                return [frozenset(hit.places)]
        return []

    def classes(self, cue: frozenset[int]) -> frozenset[str]:
        """All lexicon classes of a cue's words."""
        return frozenset().union(*(self.view.classes[i] for i in cue))

    def content(self, first: int, last: int) -> int:
        """How many words of [first, last) say something of their own."""
        return self._content[last] - self._content[first]


def connector(view: View, i: int) -> int:
    """Number of words of a connector ("that", "selon laquelle") at a place, 0 if there is none."""
    words = view.words
    for rest in _THAT.get(view.lang, {}).get(words[i].text, ()):
        last = i + 1 + len(rest)
        if last < len(words) and all(
            word.text == part for word, part in zip(words[i + 1 : last], rest, strict=True)
        ):
            return last - i
    return 0


def is_relative(view: View, i: int) -> bool:
    """A relative clause begins at a word: ", who …", ", die …", ", do których …"."""
    if view.kinds[i] == "prep" and i + 1 < len(view):
        i += 1
    if view.kinds[i] == "rel" or (connector(view, i) and view.lang in NO_COMMA):
        return True
    article = view.lang == "de" and view.words[i].text in _GERMAN_RELATIVES
    return article and i + 1 < len(view) and not view.is_upper(i + 1)


def lead(frame: Frame, cue: frozenset[int]) -> int:
    """Words before the frame that belongs to a cue."""
    near = [i for i in frame.speaker if i < min(cue)]
    return min((min(cue), *near)) if near else min(cue)


def end_of_content(view: View, frame: Frame, start: int) -> int:
    """Where the content that starts at a word ends: before the next attribution."""
    opened = 1 if view.kinds[start] in ("sub", "but") else 0  # "that while A was so, B said"
    for segment in view.segments:
        first = segment.first
        if first <= start:
            continue
        opened -= 1
        if opened >= 0 or frame.content(start, first) < MIN_CONTENT:
            continue
        touched = any(first <= min(cue) < segment.last for cue in frame.introducing)
        if touched and frame.content(first, segment.last) < MIN_CONTENT and _is_last(view, segment):
            return first
        if segment.quoted:
            continue
        if adds(view, frame, segment) or _is_again(view, segment) or _answers(view, segment):
            return first
    return _before_second_verb(view, frame, start)


def _before_second_verb(view: View, frame: Frame, start: int) -> int:
    """The end of what was said before "… and insisted that …"."""
    if view.segment_of(start).quoted:
        return len(view)
    for i in range(start + 1, len(view) - 1):
        if view.kinds[i] != "and" or not view.classes[i + 1] & REPORTING or view.marks[i + 1]:
            continue
        word = view.words[i + 1].text
        finite = view.lang == "de" or (view.lang == "en" and word.endswith(("ed", "said", "told")))
        if finite and not _is_noun(view, i + 1) and frame.content(start, i) >= MIN_CONTENT:
            return i
    return len(view)


def _is_last(view: View, segment: Segment) -> bool:
    """Nothing of the content's clause follows a segment."""
    return segment.last == len(view) or "," not in segment.mark


def _answers(view: View, segment: Segment) -> bool:
    """Another party speaks (", while engineers warned that …")."""
    words = [word.text for word in view.words[segment.first : segment.first + 4]]
    opened = next(
        (len(entry) for entry in _AGAINST.get(view.lang, ()) if words[: len(entry)] == entry), 0
    )
    if not opened:
        return False
    first = segment.first + opened
    return any(
        view.classes[i] & REPORTING and not _is_noun(view, i)
        for i in range(first, min(first + SHORT_FRAME, segment.last))
    )


def _is_again(view: View, segment: Segment) -> bool:
    """ ", as the papers wrote" at the end; German ", und dass …" with a verb order of its own."""
    first, last = segment.first, segment.last
    if view.lang == "de" and view.kinds[first] == "and" and last > first + 1:
        return bool(connector(view, first + 1))
    return (
        last == len(view)
        and view.words[first].text in AS.get(view.lang, ())
        and any(view.classes[i] & REPORTING for i in range(first, last))
    )


def adds(view: View, frame: Frame, segment: Segment) -> bool:
    """A segment goes on with another word of the speaker (", adding that …", "; he said …")."""
    first = segment.first
    kind = view.kinds[first]
    if kind in ("rel", "sub") or connector(view, first):
        return False
    opening = range(first, min(first + 3, segment.last))
    reporting = [i for i in opening if view.classes[i] & REPORTING and not _is_noun(view, i)]
    return bool(reporting) and (
        first in reporting
        or kind in ("and", "but", "pron")
        or first in frame.anchors
        or view.primary[first] == "pronoun"
    )


def _is_noun(view: View, i: int) -> bool:
    return (view.lang == "de" and view.is_upper(i)) or (
        i > 0 and view.kinds[i - 1] in ("det", "poss", "prep") and not view.marks[i]
    )

"""Where the content of a sentence stands once its frame is taken off.

The frame is the clause of the reporting or denying verb ("X said that …", "…, sagte X"), or the
phrase that names a source ("according to X, …"). Each function knows one shape of it and gives
None where the shape is not clean: then more of the sentence is kept.
"""

from __future__ import annotations

from models.content.asides import before_frame, before_tail
from models.content.framing import (
    AS,
    LEAD,
    MIN_CONTENT,
    REPORTING,
    WORDS,
    Frame,
    Kept,
    connector,
    end_of_content,
    lead,
)
from models.content.german_order import is_finite
from models.content.sources import source_phrase
from models.content.that import after_that
from models.content.view import Segment, View
from models.labels import Span

FAR = 14  # words from a subject to its verb
PREFIX = 6  # words before the colon of "Name: content"
_CLAUSE_VERBS = frozenset(WORDS["en"]["clause_verbs"].split())
_ABOUT = frozenset(("around", "about", "nearly", "almost", "roughly"))
_STATEMENTS = frozenset(("statement", "interview", "report", "letter", "tweet", "post", "speech"))


def kept(view: View, frame: Frame) -> Kept | None:
    """The content of the first shape that fits, None if none does."""
    # Where nobody speaks and no word introduces, only a word of judgement may stand before it.
    shapes = _SHAPES if frame.introducing or frame.speaker else _SHAPES[:1]
    for shape in shapes:
        found = shape(view, frame)
        if found and frame.content(found.first, found.last) >= MIN_CONTENT:
            return found
    return None


def _fronted(view: View, frame: Frame) -> Kept | None:
    """ "That X, is false", "reports that X, the ministry called invented"."""
    segments = view.segments
    for number, segment in enumerate(segments[: min(2, len(segments) - 1)]):
        first, after = segment.first, segments[number + 1]
        last = after.first
        if view.words[last].text in AS.get(view.lang, ()) and number + 2 < len(segments):
            after = segments[number + 2]  # ", wie ein Portal schrieb, "
        size = connector(view, first)
        noun = number and _names_claim(view, first)
        if segment.quoted or after.mark != "," or first > LEAD:
            return None
        if not (size and (noun or not number)):
            if not (noun and view.lang == "de" and _is_main_clause(view, segment)):
                continue
            size = 0
        if view.words[first].text in ("si", "ob", "whether"):
            return None
        cues = [min(cue) for cue in frame.introducing if min(cue) >= after.first]
        if not cues or min(cues) > after.first + LEAD:
            return None
        if view.kinds[last - 1] == "aux" and view.lang != "de":
            return None
        order = "last" if view.lang == "de" and size else ""
        return Kept(first + size, last, (), order, "that")
    return None


def _names_claim(view: View, last: int) -> bool:
    """The words before a place name a report, a claim, a rumour."""
    return any(
        view.classes[i] & {"claim_noun", "false", "evidence_noun", "report"} for i in range(last)
    )


def _behind_cue(view: View, frame: Frame) -> Kept | None:
    """ "It is true: content", "verdict: false. Content": marks right behind cue and speaker."""
    if not frame.anchors:
        return None
    first = max(frame.anchors) + 1
    marked = first < len(view) and view.marks[first] in (":", ".")
    if marked and frame.content(0, first) < MIN_CONTENT and first <= LEAD + len(frame.anchors):
        return Kept(first, end_of_content(view, frame, first), (), "", "colon")
    return None


def _after_colon(view: View, frame: Frame) -> Kept | None:
    """ "Name: content", "X sagt: „…“"."""
    segment = next((s for s in view.segments if s.first and _is_colon(view, frame, s)), None)
    if segment is None or segment.first > LEAD + len(frame.anchors):
        return None
    first = segment.first
    named = not frame.speaker.isdisjoint(range(first))
    spoken = any(
        min(cue) < first and not frame.classes(cue) <= {"hearsay_modal", "hedge", "mood"}
        for cue in frame.introducing
    )
    if not (named or spoken) or any(s.quoted for s in view.segments if s.last <= first):
        return None
    if frame.content(0, first) > MIN_CONTENT or (not spoken and first > PREFIX):
        return None
    return Kept(first, end_of_content(view, frame, first), (), "", "colon")


def before_colon(view: View) -> tuple[Span, ...]:
    """The verb of a headline's "Authority confirms: content", as the cue that it is."""
    for i in range(1, min(PREFIX, len(view) - 1)):
        if ":" in view.marks[i + 1]:
            word = view.words[i]
            return (Span(word.start, word.end),) if view.classes[i] & REPORTING else ()
    return ()


def _is_colon(view: View, frame: Frame, segment: Segment) -> bool:
    first = segment.first
    return ":" in segment.mark and not any(first in cue and first - 1 in cue for cue in frame.cues)


def _after_comma(view: View, frame: Frame) -> Kept | None:
    """German: "X sagte, die Brücke sei gesperrt"; any language: 'X said, "The bridge …"'."""
    for number, segment in enumerate(view.segments[:-1]):
        inside = [c for c in frame.introducing if segment.first <= min(c) < segment.last]
        if not inside or segment.quoted or lead(frame, inside[0]) > LEAD:
            continue
        cue = next((c for c in inside if frame.classes(c) & REPORTING), None)
        if cue is None:
            return None
        after = view.segments[number + 1]
        first = after.first
        if after.quoted:
            opens = "," in after.mark or first - 1 in cue
            if opens and view.is_upper(first) and _has_verb(view, after):
                return Kept(first, end_of_content(view, frame, first), (), "", "quote")
            return None
        if view.lang != "de" or after.mark != ",":
            return None
        if view.words[segment.first].text == "wie" and is_finite(view, first):
            return Kept(first, end_of_content(view, frame, first), (), "first", "wie")
        if _is_main_clause(view, after):
            return Kept(first, end_of_content(view, frame, first), (), "", "comma")
        return None
    return None


def _has_verb(view: View, segment: Segment) -> bool:
    return segment.last - segment.first > LEAD or "aux" in view.kinds[segment.first : segment.last]


def _is_main_clause(view: View, segment: Segment) -> bool:
    """A German clause with its verb second: no infinitive, no relative clause."""
    first, last = segment.first, segment.last
    kind = view.kinds[first]
    if kind in ("rel", "and", "but", "sub", "aux") or last - first < 3:
        return False
    if any(view.words[i].text in ("zu", "um") for i in (first, last - 2)):
        return False
    mood = any("mood" in view.classes[i] for i in range(first + 1, last))
    ends = view.kinds[last - 1] == "aux" or "mood" in view.classes[last - 1]
    if kind == "det" and not view.is_upper(first + 1) and (ends or not mood):
        return False
    return mood or "aux" in view.kinds[first + 1 : last - 1]


def _bare(view: View, frame: Frame) -> Kept | None:
    """English "X said the bridge was closed", without "that"."""
    if view.lang != "en":
        return None
    for cue in frame.introducing:
        verb = next((i for i in sorted(cue) if view.words[i].text in _CLAUSE_VERBS), -1)
        if verb < 0 or lead(frame, cue) > LEAD:
            continue
        if frame.speaker and min(frame.speaker) > verb:
            return None
        start = _past_adverbials(view, verb + 1)
        if start < len(view) and _opens_clause(view, start):
            return Kept(start, end_of_content(view, frame, start), (), "", "bare")
        return None
    return None


def _past_adverbials(view: View, i: int) -> int:
    """Behind "on Monday", "in a statement", "earlier"."""
    words, kinds = view.words, view.kinds
    while i + 1 < len(words) and not view.marks[i]:
        following = words[i + 1].text
        if kinds[i] == "time":
            i += 1
        elif kinds[i] in ("prep", "det") and (kinds[i + 1] == "time" or following.isdigit()):
            i += 2
        elif words[i].text == "in" and i + 2 < len(words) and words[i + 2].text in _STATEMENTS:
            i += 3
        else:
            break
    return i


def _opens_clause(view: View, start: int) -> bool:
    """A subject stands here, and a finite verb soon after it."""
    kind, mark = view.kinds[start], view.marks[start]
    if view.words[start].text in _ABOUT and not mark:
        start, kind = start + 1, ""
    if mark or kind in ("prep", "rel", "and", "but", "aux", "sub", "neg", "adv", "time"):
        return False
    for i in range(start + 1, min(len(view), start + FAR)):
        if view.is_finite_english(i) or (kind == "pron" and i == start + 1 and not view.kinds[i]):
            return True
        if view.marks[i] or view.kinds[i] in ("rel", "sub"):
            break
    return view.is_finite_english(start) and start + 1 < len(view)


_SHAPES = (
    _behind_cue,
    after_that,
    _fronted,
    _after_colon,
    before_frame,
    _after_comma,
    _bare,
    source_phrase,
    before_tail,
)

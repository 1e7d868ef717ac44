"""Phrases that name a source: "according to X, content", "laut X ist …", "content, selon X"."""

from __future__ import annotations

from collections.abc import Iterator

from models.content.framing import (
    LEAD,
    NO_COMMA,
    SHORT_FRAME,
    SHORT_WORD,
    Frame,
    Kept,
    connector,
    end_of_content,
    is_relative,
)
from models.content.german_order import is_finite
from models.content.view import QUOTES, View

SLAVIC = frozenset(("pl", "ru", "uk"))
_OPENING = frozenset(
    (
        *("laut", "zufolge", "gemäß", "according", "citing", "per", "selon", "d", "según"),
        *("secondo", "stando", "według", "zdaniem", "согласно", "згідно", "demnach", "demzufolge"),
    )
)
_VERBS = frozenset(("said", "says", "say", "told"))  # "said a": no phrase of a source


def source_phrase(view: View, frame: Frame) -> Kept | None:
    """ "According to X, content", "laut X ist …", "content, selon X"."""
    for first, last in source_phrases(view, frame):
        if first == 0:
            return _after_phrase(view, frame, last)
        end = len(view)
        if last == end:
            return Kept(0, first, (), "", "phrase")
        return Kept(0, end, ((first, last),), "", "phrase")
    return None


def source_phrases(view: View, frame: Frame) -> Iterator[tuple[int, int]]:
    """Words [first, last) of each phrase that names a source and can be taken out."""
    for cue in frame.introducing:
        if "source_prep" not in frame.classes(cue):
            continue
        # A cue may hold more than the phrase: "wollen laut", "soll demnach".
        phrase = frozenset(
            i
            for hit in view.hits
            if hit.cls == "source_prep" and not cue.isdisjoint(hit.places)
            for i in hit.places
        )
        if not phrase:
            continue
        if view.words[min(phrase)].text in _VERBS:
            continue
        places = phrase | frame.speaker if _adjoin(view, phrase, frame.speaker) else phrase
        first, last = min(places), max(places) + 1
        opening = view.segment_of(first).first
        prefixed = view.kinds[opening] == "prep" and view.lang in NO_COMMA
        if view.marks[opening] and prefixed and first - opening <= 2:
            first = opening  # "…, de acuerdo con X"
        if places == phrase and last - first < 2 and len(view.words[first].text) <= SHORT_WORD:
            continue
        start = view.words[min(phrase)].text
        if first and not (view.marks[first] or view.kinds[min(phrase)] or start in _OPENING):
            continue  # "the authors refer to a plan" is a sentence of its own
        if len(places) < last - first - 2 or any(view.marks[i] == ":" for i in places if i > first):
            continue
        end = _end_of_phrase(view, last)
        if last < end and not (view.lang == "de" and not first):
            # In the middle of a clause the phrase must not go on behind the speaker.
            going = view.kinds[last] in ("prep", "det", "and", "rel", "poss") or view.is_upper(last)
            if connector(view, last) and view.lang in NO_COMMA:
                last = end
            if view.marks[first] and end == len(view) and view.lang in NO_COMMA:
                last = end if end - last <= LEAD else last
            parted = bool(view.marks[first]) or (not first and view.lang in NO_COMMA)
            if last == end:
                going = False
            elif parted and end - last <= SHORT_FRAME and end < len(view):
                last = end
            elif first and going:
                continue
        yield first, last


def _end_of_phrase(view: View, last: int) -> int:
    """The end of the segment that a phrase ends in; a name in quotation marks belongs to it."""
    return next(
        (
            i
            for i in range(last, len(view))
            if view.marks[i] and not QUOTES.issuperset(view.marks[i])
        ),
        len(view),
    )


def _adjoin(view: View, cue: frozenset[int], speaker: frozenset[int]) -> bool:
    """The speaker stands right beside or inside the phrase of a cue."""
    if not speaker:
        return False
    if min(speaker) > max(cue):
        if any(sign in view.marks[min(speaker)] for sign in ",;:"):
            return False
        between = range(max(cue) + 1, min(speaker))
    elif min(speaker) > min(cue):
        between = range(0)
    elif view.lang == "de" and view.words[max(cue)].text not in ("zufolge", "nach"):
        return False
    else:
        between = range(max(speaker) + 1, min(cue))
    return len(between) <= 2 and all(
        view.kinds[i] in ("prep", "det", "poss") and not view.marks[i] for i in between
    )


def _after_phrase(view: View, frame: Frame, last: int) -> Kept | None:
    start = last
    while (
        last < len(view)
        and view.marks[last] == ","
        and (is_relative(view, last) or _is_participle(view, last))
    ):
        last = next((s.last for s in view.segments if s.first == last), len(view))
    if last >= len(view) or view.kinds[last] == "rel":
        return None
    end = end_of_content(view, frame, last)
    if view.lang == "de":
        inverted = view.marks[last] in (("", ")") if last == start else (",",))
        if inverted and is_finite(view, last):
            return Kept(last, end, (), "first", "phrase")
        return Kept(last, end, (), "", "phrase") if ":" in view.marks[last] else None
    named = view.lang in SLAVIC and last - 1 in frame.speaker and not view.marks[last]
    if named or view.marks[last].startswith((",", ":", ")")):
        return Kept(last, end, (), "", "phrase")
    return None


def _is_participle(view: View, first: int) -> bool:
    """A short apposition between commas ("secondo i calcoli, usciti giovedì, …")."""
    segment = view.segment_of(first)
    return (
        view.lang in ("fr", "es", "it")
        and segment.last - first < SHORT_FRAME // 2
        and not view.is_upper(first)
        and segment.last < len(view)
        and "aux" not in view.kinds[first : segment.last]
    )

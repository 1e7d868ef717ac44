"""Content that a "that" opens: "X denied that …", "reports, wonach …"."""

from __future__ import annotations

from models.clauses import DENYING
from models.content.framing import (
    AS,
    LEAD,
    MIN_CONTENT,
    NO_COMMA,
    REPORTING,
    Frame,
    Kept,
    connector,
    end_of_content,
    is_relative,
    lead,
)
from models.content.view import QUOTES, View

REACH = 14  # words between the cue and "that"
NEAR = 4
MOST_BETWEEN = 5  # content words between the cue and "that"
MOST_MARKS = 2  # between the cue and "that"
_NOUNS = frozenset(("claim_noun", "evidence_noun", "no_evidence", "unverified"))
_TELLING = frozenset(
    (
        *("told", "tell", "tells", "telling", "assured", "assures", "informed", "informs"),
        *("reminded", "reminds", "warned", "warns", "notified", "convinced", "persuaded"),
    )
)


def after_that(view: View, frame: Frame) -> Kept | None:
    for cue in frame.introducing:
        if _of_another(view, frame, cue) or _is_only(view, cue):
            continue
        before = lead(frame, cue)
        if view.lang in NO_COMMA and _is_subject(view, frame, cue):
            continue  # "the claim that X has yet to be borne out": X has no clear end
        if before > LEAD or _in_side_clause(view, cue):
            continue
        if (
            before == min(cue)
            and "," in view.marks[before]
            and frame.content(0, before) >= MIN_CONTENT
        ):
            continue  # "Content, said X, that …"
        place = _that(view, frame, cue)
        if place:
            start = place + connector(view, place)
            order = "last" if view.lang == "de" else ""
            end = end_of_content(view, frame, start)
            if frame.classes(cue) & _NOUNS and view.lang not in NO_COMMA:
                end = min(end, _end_of_clause(view, start))
            return Kept(start, end, (), order, "that")
    return None


def _end_of_clause(view: View, start: int) -> int:
    """Where the noun's own clause goes on ("the rumour that X, arose in March")."""
    for segment in view.segments:
        first = segment.first
        inner = view.kinds[first] in ("sub", "and", "rel", "prep") or connector(view, first)
        if first > start and "," in segment.mark and not inner and not is_relative(view, first):
            return first
    return len(view)


def _of_another(view: View, frame: Frame, cue: frozenset[int]) -> bool:
    """A second verb of saying far behind the speaker ("…, while Y warned that …")."""
    if not frame.speaker:
        return False
    between = [c for c in frame.introducing if max(frame.speaker) < min(c) < min(cue)]
    return bool(between) and any(
        view.marks[i].startswith((",", ";")) for i in range(max(between[0]) + 1, min(cue) + 1)
    )


def _is_only(view: View, cue: frozenset[int]) -> bool:
    """French "n'évoque qu'un exercice": "only", no connector."""
    first, last = min(cue), max(cue)
    if view.lang != "fr" or not first or last + 1 >= len(view):
        return False
    return view.words[first - 1].text in ("n", "ne") and bool(connector(view, last + 1))


def _is_subject(view: View, frame: Frame, cue: frozenset[int]) -> bool:
    """A noun that begins the sentence ("the claim that …")."""
    first = min(cue)
    return (
        0 < first < NEAR
        and view.kinds[first - 1] == "det"
        and bool(frame.classes(cue) & {"claim_noun", "evidence_noun"})
    )


def _in_side_clause(view: View, cue: frozenset[int]) -> bool:
    """ "When X pointed out that …, Y left": what was said is not what the sentence says."""
    segment = view.segment_of(min(cue))
    as_said = view.words[segment.first].text in AS.get(view.lang, ())
    return view.kinds[segment.first] == "sub" and min(cue) > segment.first and not as_said


def _that(view: View, frame: Frame, cue: frozenset[int]) -> int:
    """Place of the "that" that hangs on a cue, 0 if there is none."""
    others = frozenset().union(*(c for c in frame.introducing if c is not cue))
    next_verbs = {h.places[0] for h in view.hits if h.cls in REPORTING} & others if others else ()
    marks = 0
    free = view.lang in NO_COMMA
    # Of a word that the lexicon does not know, or a charge, it must hang directly.
    unsure = not frame.classes(cue) or frame.classes(cue) & {"accuse_legal", "convict"}
    reach = NEAR if unsure else REACH
    for k in range(min(cue) + 1, min(len(view), max(cue) + reach)):
        mark = view.marks[k]
        if k in next_verbs:
            return 0
        size = connector(view, k)
        if size and (free or size > 1 or mark.startswith(",")):
            # What was opened by a comma is closed by one: "denied, on Monday, that …".
            astray = free and size == 1 and (marks + bool(mark)) % 2
            astray = astray or (view.kinds[k - 1] == "and" and k - 1 not in cue)
            return 0 if astray or k + size >= len(view) or _is_relative(view, frame, k, cue) else k
        if k > max(cue) and free and view.kinds[k] == "aux":
            return 0
        if k > max(cue) and frame.content(max(cue) + 1, k) > MOST_BETWEEN:
            return 0
        if mark:
            marks += 1
            if marks > MOST_MARKS or any(sign in mark for sign in ":;.–—") or QUOTES & set(mark):
                return 0
    return 0


def _is_relative(view: View, frame: Frame, k: int, cue: frozenset[int]) -> bool:
    """ "Denied reports that were published": the noun's own clause, no content."""
    if view.lang not in NO_COMMA or view.words[k].text not in ("that", "que", "che", "qu"):
        return False
    verb = k + 2 < len(view) and not view.kinds[k + 1] and view.kinds[k + 2] in ("det", "poss")
    if verb and view.lang != "en" and "no_evidence" in frame.classes(cue):
        return True
    if k - 1 in cue or view.kinds[k - 1] in ("adv", "time") or not k + 1 < len(view):
        return view.lang == "en" and _is_determiner(view, k)
    after = view.kinds[k + 1]
    if view.lang == "en":
        return (
            after == "aux"
            or _is_determiner(view, k)
            or not (frame.classes(cue) & DENYING or _is_said(view, k, cue))
        )
    noun = view.classes[k - 1] & {"claim_noun", "evidence_noun"}
    if not after and k + 2 < len(view) and view.kinds[k + 2] in ("det", "poss", "prep"):
        return True
    return not noun and bool(frame.classes(cue) & (DENYING | {"accuse_legal", "acquit"}))


def _is_said(view: View, k: int, cue: frozenset[int]) -> bool:
    """English "that" opens what was said, and is not the relative of a noun ("a hit that …")."""
    between = range(max(cue) + 1, k)
    if not between or view.words[max(cue)].text in _TELLING:
        return True
    return (
        view.kinds[between[0]] in ("prep", "adv", "time")
        or view.is_upper(k - 1)
        or any(view.classes[i] & {"claim_noun", "evidence_noun"} for i in between)
    )


def _is_determiner(view: View, k: int) -> bool:
    """ "Disputed that explanation": no verb follows, so this "that" opens nothing."""
    end = next((i for i in range(k + 1, len(view)) if view.marks[i]), len(view))
    if end < len(view) and end - k > 3:
        return False  # the verb may stand behind the comma
    return not any(
        view.is_finite_english(i)
        or view.may_be_past(i)
        or (i > k + 1 and view.words[i].text.endswith("s") and not view.kinds[i])
        for i in range(k + 1, end)
    )

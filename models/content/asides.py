"""Attributions behind or inside the content: "…, said X", "…, wie X sagte, …", "laut X"."""

from __future__ import annotations

import re

from models.clauses import DENYING
from models.content.framing import (
    AS,
    MIN_CONTENT,
    NO_COMMA,
    REPORTING,
    SHORT_FRAME,
    Frame,
    Kept,
    adds,
    connector,
    end_of_content,
    is_relative,
)
from models.content.german_order import is_finite
from models.content.view import QUOTES, Segment, View

MOST_BEHIND = 4  # content words behind the verb of an attribution ("said in an interview")
SCARE = 3  # words; a shorter quotation is a name or scare quotes, no speech
_SAYING = REPORTING | {"hearsay_modal", "opinion", "source_prep"}
_SLAVIC = frozenset(("pl", "ru", "uk"))
_TURNING = DENYING | {"false", "acquit"}
# Verbs of the past, and reflexive ones, in Polish, Russian and Ukrainian.
_SLAVIC_VERB = re.compile(
    r"(?:[аеиіїоуыюяё](?:л|ла|ло|ли|в)(?:ся|сь)?|ться|[aeiouyęą](?:ł|ła|ło|li|ły))$"
)
_ASKING = frozenset(
    (
        *("woran", "womit", "wofür", "worauf", "worin", "wovon", "wodurch", "warum", "weshalb"),
        *("wieso", "wann", "wohin", "woher", "welche", "welcher", "welches", "perché", "pourquoi"),
        *("dlaczego", "почему", "чому"),
    )
)
_BY = frozenset(("by", "von", "vom", "par", "por", "da", "dal", "dalla", "dai", "przez"))
# A cue of these says that nobody speaks for the content.
_SILENT = frozenset(("not_deny", "unverified", "no_evidence"))


def before_frame(view: View, frame: Frame) -> Kept | None:
    """ "Content, said X [, who …]" and "content, said X, content"."""
    segments = view.segments
    for number, segment in enumerate(segments):
        if not number or segment.quoted or not _attributes(view, frame, number):
            continue
        following = segments[number + 1 :]
        if following and _goes_on(view, frame, number):
            end = end_of_content(view, frame, segment.last)
            return Kept(0, end, ((segment.first, segment.last),), "", "aside")
        asked = number == 1 and _is_subordinate(view) and not segments[0].quoted
        quoted = next((s for s in following if s.quoted), None)
        if quoted and "," in quoted.mark and segments[number - 1].quoted:
            tail = next((s.first for s in following if s.first > quoted.first and not s.quoted), 0)
            return Kept(0, tail or len(view), ((segment.first, quoted.first),), "", "before")
        if frame.content(0, segment.first) < MIN_CONTENT or asked:
            continue
        return Kept(0, _end_of_speech(view, number), (), "", "before")
    return None


def before_tail(view: View, _frame: Frame) -> Kept | None:
    """A headline's "Content, newspaper reports", whatever else was taken for its frame."""
    segment = view.segments[-1]
    size, verb = segment.last - segment.first, view.classes[segment.last - 1]
    tail = _is_comma(segment.mark) and 1 < size <= SCARE and verb & {"say", "report"}
    return Kept(0, segment.first, (), "", "before") if tail else None


def _is_subordinate(view: View) -> bool:
    first = 1 if view.kinds[0] in ("but", "and") and len(view) > 1 else 0
    return view.kinds[first] in ("sub", "rel") or view.words[first].text in _ASKING


def is_speech(view: View, number: int) -> bool:
    """A segment is quoted, and more than a name or scare quotes."""
    segment = view.segments[number]
    if not segment.quoted:
        return False
    beside = view.segments[max(0, number - 1) : number + 2]
    return sum(other.quoted for other in beside) > 1 or segment.last - segment.first > SCARE


def _end_of_speech(view: View, number: int) -> int:
    """The end of a quotation that opens the sentence, else the words before a segment."""
    before = view.segments[:number]
    if is_speech(view, 0):
        gap = next(s for s in view.segments if not s.quoted)
        if "," in gap.mark and not any(s.quoted for s in before if s.first > gap.first):
            return gap.first
    return view.segments[number].first


def _attributes(view: View, frame: Frame, number: int) -> bool:
    """A segment is "said X", "X said", "wie X sagte"."""
    segment = view.segments[number]
    first, last = segment.first, segment.last
    cue = next((c for c in frame.introducing if first <= min(c) < last), None)
    if cue is None or ":" in segment.mark or frame.content(first, min(cue)) > MIN_CONTENT:
        return False
    if any("negation" in view.classes[i] and i not in cue for i in range(first, last)):
        return False
    passive = frame.speaker and view.words[min(frame.speaker) - 1].text in _BY
    if passive and first not in frame.anchors:
        return False  # the words before are its subject
    classes = frame.classes(cue)
    opens_as = view.words[first].text in AS.get(view.lang, ())
    if (view.kinds[first] == "rel" and not opens_as) or classes & _SILENT:
        return False
    opens = opens_as or first in frame.anchors or first in cue
    named = not frame.speaker.isdisjoint(range(first, last))
    says = classes & _SAYING or ("hedge" in classes and last - first <= 2)
    if not says and not (opens and (named or not opens_as)):
        return False
    article = view.lang == "de" and view.kinds[first] == "det"
    if article and max(cue) == last - 1 and last - first > 2:
        return False  # a relative clause, with its verb at the end
    if "source_prep" in classes and not classes & REPORTING and first not in cue:
        return False
    if not named and not opens_as:
        if not _names_nobody(frame, classes, segment):
            return False
    elif not named and last - first > SCARE + 1:
        return False  # "wie es heißt"
    elif not _stands_alone(view, number, turning=bool(classes & _TURNING)):
        return False
    if not opens and view.kinds[first] not in ("pron", "aux", "adv", "time", "prep"):
        return False
    return _is_whole(view, frame, number, cue, opens_as=opens_as)


def _is_whole(
    view: View, frame: Frame, number: int, cue: frozenset[int], *, opens_as: bool
) -> bool:
    """No content hangs on an attribution ("X said the bridge was closed")."""
    segment = view.segments[number]
    first, last = segment.first, segment.last
    if number + 1 < len(view.segments):
        after = view.segments[number + 1]
        introduced = connector(view, after.first) and view.lang not in NO_COMMA
        speaks = is_speech(view, number + 1) and not view.segments[number - 1].quoted
        if ":" in after.mark or speaks or (introduced and not opens_as):
            return False
    if any(connector(view, i) and i not in frame.speaker for i in range(first + 1, last)):
        return False
    if view.lang == "en" and max(cue) + 1 < last:
        following = view.kinds[max(cue) + 1 : last]
        if following[0] in ("pron", "poss") or any(
            map(view.is_finite_english, range(max(cue) + 1, last))
        ):
            return False
    if is_speech(view, number - 1):
        return True
    if "source_prep" in frame.classes(cue) and view.lang not in NO_COMMA:
        return last - 1 in frame.anchors
    quoted = view.segments[number - 1].quoted
    if view.lang == "en" and not quoted and not _has_english_verb(view, frame, first):
        return False
    return frame.content(max(cue) + 1, last) <= MOST_BEHIND


def _has_english_verb(view: View, frame: Frame, last: int) -> bool:
    """The words before a place are no mere adverbial ("At a news conference", "the next year")."""
    if any(view.is_finite_english(i) or view.may_be_past(i) for i in range(last)):
        return True
    opens = view.kinds[0] in ("prep", "sub", "adv", "time") or view.words[0].text.endswith("ing")
    return not opens and frame.content(0, last) > MIN_CONTENT


def _names_nobody(frame: Frame, classes: frozenset[str], segment: Segment) -> bool:
    """ "…, hieß es am Montag"; or "…, the paper reported, citing X"."""
    size = segment.last - segment.first
    if size > SHORT_FRAME:
        return False
    if frame.speaker:
        return min(frame.speaker) > segment.last and bool(classes & {"say", "act", "report"})
    hearsay = set() if frame.view.lang in ("de", "en") else {"hearsay_modal"}
    said = bool(classes & {"say", "act", "report", "claim_verb", *hearsay})
    return min(frame.anchors) >= segment.first and (said or ("hedge" in classes and size <= 2))


def _stands_alone(view: View, number: int, *, turning: bool) -> bool:
    """The words before a segment are a sentence, no mere subject or object ("The report, …")."""
    before = view.segments[number - 1]
    relative = is_relative(view, before.first)
    if is_speech(view, number - 1) or not (turning or relative):
        return True
    if relative and not (turning or view.lang == "de"):
        return True
    last = before.first if relative and number > 1 else view.segments[number].first
    return not (turning and relative) and any(
        view.kinds[i] == "aux" or "mood" in view.classes[i] or _is_german_verb(view, i)
        for i in range(last)
    )


def _is_german_verb(view: View, i: int) -> bool:
    return view.lang == "de" and view.words[i].text.endswith("t") and is_finite(view, i)


def _goes_on(view: View, frame: Frame, number: int) -> bool:
    """Content goes on behind an attribution in the middle."""
    segment, after = view.segments[number], view.segments[number + 1]
    if is_speech(view, number - 1) or not (_is_comma(segment.mark) and _is_comma(after.mark)):
        return False
    kind = view.kinds[after.first]
    if is_relative(view, after.first) or after.first in frame.speaker:
        return False
    if view.lang == "en" and view.words[after.first].text.endswith("ing"):
        return False
    if view.lang in _SLAVIC and _SLAVIC_VERB.search(view.words[after.first].text):
        return True
    if kind in ("and", "but", "sub"):
        return not adds(view, frame, after) and not (
            view.lang in NO_COMMA and connector(view, after.first)
        )
    before = segment.first - 1
    if kind == "aux" or view.classes[after.first] & {"mood", "modal"}:
        return True
    if view.kinds[before] == "aux" or view.classes[before] & {"mood"}:
        return True
    phrase = view.primary[segment.first] == "source_prep"
    named = view.is_upper(segment.last - 1)  # then an apposition may follow
    if kind == "rel" or (kind == "det" and (named or not phrase)):
        return False
    if not phrase and adds(view, frame, after):
        return False
    if frame.content(0, segment.first) < MIN_CONTENT or view.primary[segment.first] in (
        "source_prep",
        "hedge",
    ):
        return True
    if _is_phrase(view, number - 1) and kind not in ("det", "prep", "time"):
        return True
    ends_with_name = bool(frame.speaker) and max(frame.speaker) == segment.last - 1
    return not ends_with_name


def _is_phrase(view: View, number: int) -> bool:
    """A few words without a verb, which wait for one ("i dati radar, dicono gli scienziati, …")."""
    segment = view.segments[number]
    inside = range(segment.first, segment.last)
    verbs = any(view.kinds[i] == "aux" or view.classes[i] & {"mood", "modal"} for i in inside)
    return view.lang != "en" and len(inside) <= SHORT_FRAME - 2 and not verbs


def _is_comma(mark: str) -> bool:
    return "".join(sign for sign in mark if sign not in QUOTES).strip() == ","

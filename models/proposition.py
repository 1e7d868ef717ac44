"""The proposition: a sentence without its frame ("the Kremlin denied that X" → "X")."""

from __future__ import annotations

import re

from models.features import read
from models.labels import Attribution, Span, Status

# Words of these classes carry no content of a claim; a clause of nothing else is frame.
FRAME = frozenset(
    {
        *("say", "claim_verb", "report", "source_prep", "hedge", "unverified", "confirm", "admit"),
        *("announce", "deny", "false", "no_evidence", "not_deny", "claim_noun", "so_far"),
        *("conjunction", "pronoun", "negation", "evidence_noun"),
    }
)
MIN_CONTENT = 2  # content words that make a clause worth keeping
SHORT_WORD = 3

_CLAUSE = re.compile(r"[,;:–—]\s|\s-\s|[\"„“”«»()]|\.{3}|…")
_SPACE = re.compile(r"\s+")
_EDGES = " \t,;:.!?–—-\"„“”«»()'‚‘’…"


def proposition(text: str, lang: str, status: Status, found: Attribution) -> tuple[str, bool]:
    """The proposition, and whether it has content of its own ("rejected these claims" has none)."""
    if status == "confirmed" and not found.cues:
        return text.strip(_EDGES), True
    frame_words = _frame_words(text, lang)
    cuts = sorted([span for span in (found.speaker, *found.cues) if span], key=lambda s: s.start)
    clauses = [
        clause
        for clause in _clauses(text)
        if _content(clause, cuts, frame_words, text, lang) >= MIN_CONTENT
    ]
    if not clauses:
        return text.strip(_EDGES), False
    kept = [_without(text, clause, cuts, lang) for clause in clauses]
    joined = _SPACE.sub(" ", ", ".join(part for part in kept if part)).strip(_EDGES)
    return (joined, True) if joined else (text.strip(_EDGES), False)


def _clauses(text: str) -> list[Span]:
    spans, start = [], 0
    for match in _CLAUSE.finditer(text):
        spans.append(Span(start, match.start()))
        start = match.end()
    spans.append(Span(start, len(text)))
    return [span for span in spans if span.of(text).strip(_EDGES)]


def _frame_words(text: str, lang: str) -> set[int]:
    """Offsets of the words that a frame class covers."""
    reading = read(text, lang)
    return {
        reading.words[place].start
        for hit in reading.hits
        if hit.cls in FRAME
        for place in hit.places
    }


def _content(clause: Span, cuts: list[Span], frame: set[int], text: str, lang: str) -> int:
    return sum(
        clause.start <= word.start < clause.end
        and word.start not in frame
        and len(word.text) > SHORT_WORD
        and not any(cut.start <= word.start < cut.end for cut in cuts)
        for word in read(text, lang).words
    )


def _without(text: str, clause: Span, cuts: list[Span], lang: str) -> str:
    """A clause without the speaker, the cue and an opening conjunction."""
    parts, place = [], clause.start
    for cut in cuts:
        if cut.start >= clause.end or cut.end <= clause.start:
            continue
        parts.append(text[place : max(place, cut.start)])
        place = max(place, cut.end)
    parts.append(text[place : clause.end])
    rest = _SPACE.sub(" ", " ".join(parts)).strip(_EDGES)
    reading = read(rest, lang)
    leading = {hit.places[0] for hit in reading.hits if hit.cls == "conjunction"}
    while 0 in leading and len(reading.words) > MIN_CONTENT:
        rest = rest[reading.words[1].start :]
        reading = read(rest, lang)
        leading = {hit.places[0] for hit in reading.hits if hit.cls == "conjunction"}
    return rest.strip(_EDGES)

"""The second mention of a sentence.

"A says X; B denies it" holds A's word beside B's denial, "A says X, while B says Y" two claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from models.attribution import AttributionModel
from models.clauses import DENYING, QUOTES, SPEAKING, clauses
from models.content.framing import WORDS
from models.features import Reading, read
from models.labels import Attribution, Input, Span
from models.proposition import content_of
from models.wordkinds import kind_of

# A cue of the other party holds a word of these classes.
_REPORTING = (SPEAKING - DENYING) | {"source_prep", "accuse_legal"}


@dataclass(frozen=True, slots=True)
class Opponent:
    """The party whose word a denial turns down: speaker and cue, and the part that is its word."""

    found: Attribution
    part: Input


def deniers(
    model: AttributionModel, items: list[Input], denials: list[Attribution]
) -> list[Attribution]:
    """The denials, each with the speaker of the clause in which the words of denial stand.

    "Kyiv says X; Moscow denies it" is Moscow's denial, though both stand beside its verb.
    """
    asked = [
        i
        for i, (item, each) in enumerate(zip(items, denials, strict=True))
        if each.speaker
        and each.cues
        and not _clauses_of(item, (each.speaker,)) & _clauses_of(item, each.cues)
    ]
    found = model.find_others(
        [items[i] for i in asked],
        ["denied"] * len(asked),
        [Attribution(denials[i].speaker, ()) for i in asked],
    )
    result = list(denials)
    for i, other in zip(asked, found, strict=True):
        spans = (other.speaker,) if other.speaker else ()
        if _clauses_of(items[i], spans) & _clauses_of(items[i], denials[i].cues):
            result[i] = Attribution(other.speaker, denials[i].cues)
    return result


def _clauses_of(item: Input, spans: tuple[Span, ...]) -> set[int]:
    """Numbers of the clauses that these spans touch."""
    reading = read(item.text, item.lang)
    numbers = clauses(reading).numbers
    return {numbers[i] for i in _words_of(reading, spans)}


def _words_of(reading: Reading, spans: tuple[Span, ...]) -> set[int]:
    """Places of the words inside these spans."""
    return {
        i
        for i, word in enumerate(reading.words)
        if any(span.start <= word.start < span.end for span in spans)
    }


def opponents(
    model: AttributionModel, items: list[Input], denials: list[Attribution]
) -> list[Opponent | None]:
    """For each sentence with a denial the party that it answers, where the sentence names one.

    The party must speak in a clause of its own, by a reporting cue of its own.
    """
    found = model.find_others(items, ["alleged"] * len(items), denials)
    return [
        _apart(item, denial, other)
        for item, denial, other in zip(items, denials, found, strict=True)
    ]


def _apart(item: Input, denial: Attribution, other: Attribution) -> Opponent | None:
    if other.speaker is None or denial.speaker is None:
        return None
    reading = read(item.text, item.lang)
    numbers = clauses(reading).numbers
    classes = reading.classes_at()

    cue, speaker = _words_of(reading, other.cues), _words_of(reading, (other.speaker,))
    clause = {numbers[i] for i in speaker}
    denied = {numbers[i] for i in _words_of(reading, (denial.speaker,))}
    if (
        not any(classes.get(i) in _REPORTING for i in cue)
        or all(classes.get(i) == "pronoun" for i in speaker)
        or not {numbers[i] for i in cue} & clause
        or not denied
        or denied & clause
    ):
        return None
    later = min(clause) > min(denied)
    start = reading.words[numbers.index(min(clause) if later else min(denied))].start
    part = item.text[start:] if later else item.text[:start]
    return Opponent(other, replace(item, text=part.strip(" ,;:–—")))


@dataclass(frozen=True, slots=True)
class Side:
    """One party's half of a sentence: speaker and cue, where it stands, what it says."""

    found: Attribution
    part: Input
    proposition: str


# Where the word of another party may begin.
_AGAINST = {
    lang: re.compile(rf";\s+|,\s+(?:{'|'.join(words['against'])})\s+", re.IGNORECASE)
    for lang, words in WORDS.items()
}
SHORTEST_SIDE = 12  # characters


def both_sides(
    model: AttributionModel, items: list[Input], known: list[Attribution]
) -> list[tuple[Side, Side] | None]:
    """The two halves of "A says X, while B says Y", where each half is a frame with its content.

    `known`: speaker and cues of each sentence. None where one party speaks, or it is not sure.
    """
    cuts = [
        list(_cuts(item)) if each.speaker and each.cues else []
        for item, each in zip(items, known, strict=True)
    ]
    asked = [i for i, found in enumerate(cuts) if found]
    others = model.find_others(
        [items[i] for i in asked],
        ["alleged"] * len(asked),
        [_own_side(known[i], cuts[i][0]) for i in asked],
    )
    result: list[tuple[Side, Side] | None] = [None] * len(items)
    for i, other in zip(asked, others, strict=True):
        if other.speaker:
            halves = (_halves(items[i], cut, known[i], other) for cut in cuts[i])
            result[i] = next((pair for pair in halves if pair), None)
    return result


def _own_side(found: Attribution, cut: Span) -> Attribution:
    """Without the cues of the other half, which are free for another speaker."""
    after = found.speaker is not None and found.speaker.start >= cut.end
    cues = tuple(cue for cue in found.cues if (cue.start >= cut.end) == after)
    return Attribution(found.speaker, cues)


def _cuts(item: Input) -> Iterator[Span]:
    """The marks and words between two halves, outside quotations; words of saying on both sides."""
    pattern = _AGAINST.get(item.lang)
    if pattern is None or not pattern.search(item.text):
        return
    reading = read(item.text, item.lang)
    said = [reading.words[h.places[0]].start for h in reading.hits if h.cls in _REPORTING]
    if len(said) < 2:
        return
    for match in pattern.finditer(item.text):
        start, end = match.span()
        quoted = sum(item.text.count(mark, 0, start) for mark in QUOTES) % 2
        if not quoted and said[0] < start and said[-1] >= end:
            yield Span(start, end)


def _halves(
    item: Input, cut: Span, known: Attribution, other: Attribution
) -> tuple[Side, Side] | None:
    cues = tuple(sorted({*known.cues, *other.cues}, key=lambda cue: cue.start))
    pair = []
    for span in (Span(0, cut.start), Span(cut.end, len(item.text))):
        # A speaker may have been found with the "while" before him.
        clipped = [
            Span(max(s.start, span.start), s.end)
            for s in (known.speaker, other.speaker)
            if s and s.start >= span.start - (cut.end - cut.start) and s.end > span.start
        ]
        speaker = next((s for s in clipped if _inside(s, span)), None)
        found = Attribution(speaker, tuple(cue for cue in cues if _inside(cue, span)))
        part = replace(item, text=span.of(item.text))
        if speaker is None or len(part.text) < SHORTEST_SIDE:
            return None
        inner = _shifted(found, span.start)
        text = content_of(part.text, item.lang, inner) if _reports(part, inner) else ""
        if not text:
            return None
        pair.append(Side(found, part, text))
    return pair[0], pair[1]


def _inside(inner: Span, span: Span) -> bool:
    return span.start <= inner.start and inner.end <= span.end


def _shifted(found: Attribution, start: int) -> Attribution:
    """Spans of a sentence as spans of its part that begins at `start`."""

    def shifted(span: Span) -> Span:
        return Span(span.start - start, span.end - start)

    speaker = shifted(found.speaker) if found.speaker else None
    return Attribution(speaker, tuple(map(shifted, found.cues)))


def _reports(part: Input, found: Attribution) -> bool:
    """A cue is a word of reporting, and the speaker more than a pronoun."""
    reading = read(part.text, part.lang)
    classes = reading.classes_at()
    spoken = any(classes.get(i) in _REPORTING for i in _words_of(reading, found.cues))
    named = found.speaker and any(
        classes.get(i) != "pronoun" and kind_of(reading.words[i].text, part.lang) != "pron"
        for i in _words_of(reading, (found.speaker,))
    )
    return spoken and bool(named)

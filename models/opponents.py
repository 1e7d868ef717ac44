"""The second mention of a sentence: "A says X; B denies it" holds A's word beside B's denial."""

from __future__ import annotations

from dataclasses import dataclass, replace

from models.attribution import AttributionModel
from models.clauses import clauses
from models.features import Reading, read
from models.labels import Attribution, Input, Span

# A cue of the other party holds a word of these classes.
_REPORTING = frozenset(
    ("say", "claim_verb", "report", "source_prep", "accuse_legal", "announce", "confirm", "admit")
)


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

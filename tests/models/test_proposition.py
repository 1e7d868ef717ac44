"""The proposition: a sentence without its frame."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path

import pytest

from models.attribution import Attribution
from models.labels import Span, Status
from models.proposition import proposition


def found(text: str, speaker: str, *cues: str) -> Attribution:
    def span(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    return Attribution(span(speaker) if speaker else None, tuple(span(cue) for cue in cues))


CASES = [
    (lang, *row)
    for lang, rows in tomllib.loads(
        (Path(__file__).parent / "propositions.toml").read_text(encoding="utf8")
    ).items()
    for row in rows
]


@pytest.mark.parametrize(("lang", "status", "speaker", "cues", "text", "wanted"), CASES)
def test_the_table_of_sentences(
    lang: str, status: Status, speaker: str, cues: str, text: str, wanted: str
) -> None:
    lower, place, spans = text.lower(), 0, []
    for cue in cues.lower().split(" … ") if cues else []:
        start = lower.index(cue, place)
        place = start + len(cue)
        spans.append(Span(start, place))
    start = lower.index(speaker.lower())
    who = Span(start, start + len(speaker)) if speaker else None
    got = proposition(text, lang, status, Attribution(who, tuple(spans)))
    assert got == (text.removesuffix(".") if wanted == "=" else wanted, True)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("„Die Pumpe“ läuft, und „Der Motor“ auch.", "„Die Pumpe“ läuft, und „Der Motor“ auch"),
        ("Die Pumpe „läuft wieder.", "Die Pumpe läuft wieder"),
        ("„Die Pumpe läuft.“", "Die Pumpe läuft"),
        ("08.40 Uhr – Die Pumpe läuft (wieder.", "Die Pumpe läuft wieder"),
    ],
)
def test_marks_stand_in_pairs(text: str, wanted: str) -> None:
    assert proposition(text, "de", "confirmed", Attribution(None, ())) == (wanted, True)


@pytest.mark.parametrize(
    ("lang", "status", "text", "speaker", "cues", "expected"),
    [
        (
            *("en", "denied", "The harbour master denied that the ferry had run aground."),
            *("The harbour master", ("denied",), "The ferry had run aground"),
        ),
        (
            *("de", "alleged", "Das Magazin berichtet auch, dass die Brücke im Mai Risse hatte."),
            *("Das Magazin", ("berichtet",), "Die Brücke hatte im Mai Risse"),
        ),
        (
            *("de", "alleged", "„Die Pumpe lief die ganze Nacht“, sagte Heike Brandt."),
            *("Heike Brandt", ("sagte",), "Die Pumpe lief die ganze Nacht"),
        ),
        (
            *("fr", "alleged", "Selon la préfecture, douze maisons ont été évacuées."),
            *("la préfecture", ("Selon",), "Douze maisons ont été évacuées"),
        ),
        (
            *("uk", "alleged", "За даними поліції, водій утік із місця аварії."),
            *("поліції", ("За даними",), "Водій утік із місця аварії"),
        ),
        (
            *("de", "alleged", "Die Brücke soll schon im Mai Risse gehabt haben."),
            *("", ("soll",), "Die Brücke hat schon im Mai Risse gehabt"),
        ),
        (
            *("en", "confirmed", "The bridge was built in 1934."),
            *("", (), "The bridge was built in 1934"),
        ),
    ],
)
def test_the_frame_is_taken_off(
    lang: str, status: Status, text: str, speaker: str, cues: tuple[str, ...], expected: str
) -> None:
    assert proposition(text, lang, status, found(text, speaker, *cues)) == (expected, True)


@pytest.mark.parametrize(
    ("lang", "text", "speaker", "cues"),
    [
        ("en", "The minister rejected these claims.", "The minister", ("rejected",)),
        ("de", "Der Konzern wies die Vorwürfe zurück.", "Der Konzern", ("wies", "zurück")),
        ("ru", "Министр это отрицает.", "Министр", ("отрицает",)),
    ],
)
def test_a_bare_denial_has_no_content_and_stays_whole(
    lang: str, text: str, speaker: str, cues: tuple[str, ...]
) -> None:
    assert proposition(text, lang, "denied", found(text, speaker, *cues)) == (text[:-1], False)


def test_whatever_is_taken_for_speaker_and_cue_something_is_left() -> None:
    chance = random.Random(5)
    for lang, status, _, _, text, _ in CASES * 5:
        cut = text[: chance.randrange(len(text) + 1)]
        places = [sorted(chance.choices(range(len(cut) + 1), k=2)) for _ in range(3)]
        spans = [Span(*place) for place in places]
        built, _ = proposition(cut, lang, status, Attribution(spans[0], tuple(spans[1:])))
        assert bool(built) == any(sign.isalnum() for sign in cut)

"""The proposition: a sentence without its frame."""

from __future__ import annotations

import pytest

from models.attribution import Attribution
from models.labels import Span, Status
from models.proposition import proposition


def found(text: str, speaker: str, *cues: str) -> Attribution:
    def span(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    return Attribution(span(speaker) if speaker else None, tuple(span(cue) for cue in cues))


@pytest.mark.parametrize(
    ("lang", "status", "text", "speaker", "cues", "expected"),
    [
        (
            *("en", "denied", "The harbour master denied that the ferry had run aground."),
            *("The harbour master", ("denied",), "the ferry had run aground"),
        ),
        (
            *("de", "alleged", "Das Magazin berichtet auch, dass die Brücke im Mai Risse hatte."),
            *("Das Magazin", ("berichtet",), "die Brücke im Mai Risse hatte"),
        ),
        (
            *("de", "alleged", "„Die Pumpe lief die ganze Nacht“, sagte Heike Brandt."),
            *("Heike Brandt", ("sagte",), "Die Pumpe lief die ganze Nacht"),
        ),
        (
            *("fr", "alleged", "Selon la préfecture, douze maisons ont été évacuées."),
            *("la préfecture", ("Selon",), "douze maisons ont été évacuées"),
        ),
        (
            *("uk", "alleged", "За даними поліції, водій утік із місця аварії."),
            *("поліції", ("За даними",), "водій утік із місця аварії"),
        ),
        (
            *("de", "alleged", "Die Brücke soll schon im Mai Risse gehabt haben."),
            *("", ("soll",), "Die Brücke schon im Mai Risse gehabt haben"),
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

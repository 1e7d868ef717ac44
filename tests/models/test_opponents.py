"""Two parties in one sentence give two mentions."""

from __future__ import annotations

import pytest

from models.labels import Attribution, Input, Span
from models.tagger import Tagger


def mentions(text: str, lang: str) -> list[tuple[str, str]]:
    (tagged,) = Tagger.load().tag([Input(text, lang)])
    return [(m.status, m.speaker.of(text) if m.speaker else "") for m in tagged.mentions]


@pytest.mark.parametrize(
    ("lang", "text", "denier", "other"),
    [
        (
            "en",
            "Kyiv says that thousands of soldiers train there; Moscow denies it.",
            "Moscow",
            "Kyiv",
        ),
        ("de", "Lawrow wirft Kiew einen Angriff vor – Selenskyj dementiert", "Selenskyj", "Lawrow"),
    ],
)
def test_the_denial_comes_first_then_what_it_answers(
    lang: str, text: str, denier: str, other: str
) -> None:
    assert mentions(text, lang) == [("denied", denier), ("alleged", other)]


def test_both_mentions_have_one_proposition() -> None:
    text = "Kyiv says that thousands of soldiers are training in the east; Moscow denies it."
    (tagged,) = Tagger.load().tag([Input(text, "en")])
    assert {m.proposition for m in tagged.mentions} == {
        "Thousands of soldiers are training in the east"
    }


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        (
            "en",
            "Kyiv said that nine drones were shot down, while Moscow said that all of its drones"
            " had reached their targets.",
            [
                ("Kyiv", "Nine drones were shot down"),
                ("Moscow", "All of its drones had reached their targets"),
            ],
        ),
        (
            "ru",
            "Киев заявил, что сбито девять дронов, а Москва сообщила, что все дроны достигли цели.",
            [("Киев", "Сбито девять дронов"), ("Москва", "Все дроны достигли цели")],
        ),
    ],
)
def test_two_parties_that_say_two_things_give_two_claims(
    lang: str, text: str, expected: list[tuple[str, str]]
) -> None:
    (tagged,) = Tagger.load().tag([Input(text, lang)])
    said = [(m.speaker.of(text) if m.speaker else "", m.proposition) for m in tagged.mentions]
    assert said == expected


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        (
            "en",
            "The minister said the northern road was closed, but added that it would open soon.",
        ),
        ("en", "The ministry denied that the bridge would close."),
        ("en", "The company rejected the claim, saying it had paid all its bills."),
        ("de", "Der Sprecher wies die Vorwürfe zurück, wie er am Montag sagte."),
    ],
)
def test_one_party_gives_one_mention(lang: str, text: str) -> None:
    assert len(mentions(text, lang)) == 1


@pytest.mark.parametrize(
    "text", ["Nein", "„Nein“", "Denied.", "Today: no", "Heute: nie", "не", "–"]
)
def test_a_sentence_without_anybody_who_could_speak(text: str) -> None:
    model, items = Tagger.load().attribution, [Input(text, "de")]
    (found,) = model.find(items, ["denied"])
    (other,) = model.find_others(items, ["alleged"], [found])
    assert other.speaker is None


def test_no_word_is_left_for_a_second_speaker() -> None:
    text = "Das Ministerium"
    known = [Attribution(Span(0, len(text)), ())]
    (other,) = Tagger.load().attribution.find_others([Input(text, "de")], ["alleged"], known)
    assert other == Attribution(None, ())

"""Language of a text: among ten where it is short, and the page is not trusted."""

from __future__ import annotations

import json

import pytest

from etl.language import LANGUAGES, detect
from tests.conftest import ROOT

HEADLINES = {
    "de": "Hafenamt weist Bericht über Wracks zurück",
    "en": "Harbour office denies report of wrecks",
    "fr": "Le port dément avoir trouvé des épaves",
    "es": "El puerto niega el hallazgo de tres barcos",
    "it": "Il porto smentisce il ritrovamento delle navi",
    "pl": "Port zaprzecza, że znaleziono trzy wraki",
    "ru": "Администрация порта опровергла сообщения о находке",
    "uk": "Адміністрація порту спростувала повідомлення про знахідку",
    "tr": "Liman idaresi batıkların bulunduğunu yalanladı",
    "ar": "إدارة الميناء تنفي العثور على ثلاث سفن",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_headlines_in_every_language(language: str) -> None:
    assert detect(HEADLINES[language]) == language


def test_the_corpus_keeps_its_measured_quality() -> None:
    pairs = [
        (json.loads(line)["text"], path.stem)
        for path in sorted((ROOT / "models" / "corpus").glob("??.jsonl"))
        for line in path.read_text(encoding="utf8").splitlines()[:200]
    ]
    right = sum(detect(text) == language for text, language in pairs)
    assert right / len(pairs) >= 0.995


def test_a_hint_is_believed_only_where_the_text_agrees() -> None:
    assert (detect("Вердикт: фейк."), detect("Вердикт: фейк.", "uk")) == ("ru", "uk")
    assert detect(HEADLINES["ru"], "uk") == "ru"
    assert detect(HEADLINES["de"], "ja") == "de"


def test_a_long_text_may_be_in_any_language() -> None:
    dutch = (
        "Het havenbedrijf ontkende maandag dat er bij het graven drie oude schepen zijn gevonden."
        " Volgens een woordvoerder ligt het werk aan de kade stil omdat de duikers ziek zijn."
        " De burgemeester wilde gisteren niet zeggen wanneer de brug weer open gaat voor verkeer."
    )
    assert detect(dutch) == "nl"
    assert detect(dutch[:88], "nl") == "nl"
    assert detect("") in LANGUAGES

"""The lexicons as data, and the matcher that reads them."""

from __future__ import annotations

import tomllib

import pytest

from models.lexicon import FOLDER, Lexicon, load, words

LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "pl", "ru", "tr", "uk")


def hits(lang: str, text: str) -> list[tuple[str, str]]:
    tokens = words(text, lang)
    return [(h.cls, " ".join(tokens[p].text for p in h.places)) for h in load(lang).find(tokens)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_lexicon_has_every_class_and_no_entry_twice_in_one(lang: str) -> None:
    classes = tomllib.loads((FOLDER / f"{lang}.toml").read_text(encoding="utf8"))["classes"]
    reference = tomllib.loads((FOLDER / "en.toml").read_text(encoding="utf8"))["classes"]
    assert set(classes) == set(reference)
    for entries in classes.values():
        assert len(entries) == len(set(entries))
        assert all(entry.strip() for entry in entries)


@pytest.mark.parametrize(
    ("lang", "text", "hit"),
    [
        ("de", "Der Sprecher wies die Vorwürfe zurück.", ("reject", "wies zurück")),
        ("de", "Laut Polizei brannte es.", ("source_prep", "laut")),
        ("de", "Der Mann soll geflohen sein.", ("hearsay_modal", "soll")),
        ("en", "She denied the report.", ("deny", "denied")),
        ("en", "According to police, it burned.", ("source_prep", "according to")),
        ("fr", "Le ministère a démenti l'information.", ("deny", "démenti")),
        ("ru", "По словам министра, всё спокойно.", ("source_prep", "по словам")),
        ("uk", "Він нібито втік.", ("hearsay_modal", "нібито")),
        ("tr", "İddia edilen köprü açıldı.", ("", "iddia")),
        ("tr", "Bakanlık haberi yalanladı.", ("deny", "yalanladı")),
        ("ar", "نفت الوزارة هذه الأنباء.", ("deny", "نفت")),
        ("ar", "وبحسب الشرطة اندلع حريق.", ("source_prep", "وبحسب")),
    ],
)
def test_constructions_are_found(lang: str, text: str, hit: tuple[str, str]) -> None:
    assert any(words_ == hit[1] or hit[1] in words_ for _, words_ in hits(lang, text)), hits(
        lang, text
    )


def test_a_longer_entry_hides_what_it_covers() -> None:
    lexicon = Lexicon("en", {"deny": ["deny"], "not_deny": ["did not deny"]})
    assert [h.cls for h in lexicon.find(words("He did not deny it", "en"))] == ["not_deny"]


def test_gaps_reach_ten_words_and_no_further() -> None:
    lexicon = Lexicon("de", {"deny": ["wies _ zurück"]})
    assert lexicon.find(words("wies " + "x " * 10 + "zurück", "de"))
    assert not lexicon.find(words("wies " + "x " * 11 + "zurück", "de"))


def test_apostrophes_split_where_they_elide_only() -> None:
    assert [w.text for w in words("l'accusation", "fr")] == ["l", "accusation"]
    assert [w.text for w in words("didn’t", "en")] == ["didn't"]
    assert [w.text for w in words("об'єкт", "uk")] == ["об'єкт"]


def test_a_language_without_a_file_has_no_hits() -> None:
    assert load("xx").find(words("he said", "xx")) == []

"""Clauses, quotations and the use of words."""

from __future__ import annotations

import pytest

from models.clauses import clauses, is_negated, use_of
from models.features import read


def kinds(text: str, lang: str) -> dict[str, str]:
    reading = read(text, lang)
    found = clauses(reading)
    return {w.text: k for w, k in zip(reading.words, found.kinds, strict=True)}


def quoted(text: str, lang: str = "en") -> str:
    return "".join(map(str, clauses(read(text, lang)).quoted))


@pytest.mark.parametrize(
    ("lang", "text", "word", "kind"),
    [
        ("en", "The mayor, who denies wrongdoing, resigned on Monday.", "denies", "r"),
        ("en", "The mayor, who denies wrongdoing, resigned on Monday.", "resigned", "n"),
        ("en", "Police said that the man had fled.", "fled", "t"),
        ("en", "He left because the plan failed.", "failed", "s"),
        ("en", "Minister: the bridge is safe", "safe", "c"),
        ("en", "The bridge (built in 1934) is safe.", "built", "p"),
        ("de", "Der Mann, der die Tat bestreitet, soll geflohen sein.", "bestreitet", "r"),
        ("de", "Der Mann, der die Tat bestreitet, soll geflohen sein.", "soll", "n"),
        ("de", "Der Chef, der Mann im Büro, schweigt.", "mann", "n"),
        ("de", "Die Polizei sagt, dass er floh.", "floh", "t"),
        ("fr", "Le ministre, qui dément, a démissionné.", "dément", "r"),
        ("ru", "Министр сказал, что мост закрыт.", "закрыт", "t"),
    ],
)
def test_kind_of_clause(lang: str, text: str, word: str, kind: str) -> None:
    assert kinds(text, lang)[word] == kind


def test_clauses_are_numbered_in_order() -> None:
    reading = read("The mayor, who denies it, resigned.", "en")
    assert clauses(reading).numbers == (0, 0, 1, 1, 1, 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said: “I never saw that man”, then left.", "0011111" + "00"),
        ("The “so-called” plan works.", "022" + "00"),
        ("“I never said that at all", "111111"),
        ('"He called it ""a very big step now"" on Monday."', "000" + "11111" + "00"),
        ("No quotation here.", "000"),
    ],
)
def test_quotations(text: str, expected: str) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    ("lang", "text", "cls", "use"),
    [
        ("en", "The denial came late.", "deny", "n"),
        ("en", "He denied it.", "deny", ""),
        ("de", "Die Tat wird bestritten.", "deny", "p"),
        ("en", "The alleged attack happened.", "hedge", "a"),
        ("de", "Die angebliche Explosion war laut.", "hedge", "a"),
    ],
)
def test_use_of_a_word(lang: str, text: str, cls: str, use: str) -> None:
    reading = read(text, lang)
    hit = next(hit for hit in reading.hits if hit.cls == cls)
    assert use_of(reading, hit) == use


def test_a_negation_belongs_to_the_hit_near_it() -> None:
    reading = read("Not one of the officials ever admitted the error", "en")
    hit = next(hit for hit in reading.hits if hit.cls == "admit")
    assert is_negated(reading, hit, [hit.places[0] - 2])
    assert not is_negated(reading, hit, [hit.places[0] - 5])


@pytest.mark.parametrize("text", ["", "…", '"', '""""', "(((", "a" * 4000, "“”“”“", ": : :"])
def test_odd_text_is_cut_somehow(text: str) -> None:
    reading = read(text, "en")
    found = clauses(reading)
    assert len(found.kinds) == len(found.numbers) == len(found.quoted) == len(reading.words)

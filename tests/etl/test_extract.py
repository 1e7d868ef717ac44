"""Articles → sentences without the page's noise."""

from __future__ import annotations

from datetime import UTC, datetime

from etl.extract import extract
from etl.records import Article


def article(text: str, title: str = "Ein Titel", language: str = "de") -> Article:
    when = datetime(2026, 3, 1, tzinfo=UTC)
    return Article(
        "id",
        "s.example",
        None,
        title,
        text,
        language,
        when,
        "second",
        "file",
        "ok",
        when,
        when,
        None,
        "h",
    )


def texts(text: str, **values: str) -> list[str]:
    return [sentence.text for sentence in extract(article(text, **values))][1:]


def test_headline_is_sentence_zero_and_offsets_point_into_the_text() -> None:
    text = "Am 3. März kam Dr. Noll. Er blieb z. B. lange.\nEnde gut."
    sentences = extract(article(text))
    assert (sentences[0].index, sentences[0].text, sentences[0].is_headline) == (
        0,
        "Ein Titel",
        True,
    )
    assert [s.text for s in sentences[1:]] == [
        "Am 3. März kam Dr. Noll.",
        "Er blieb z. B. lange.",
        "Ende gut.",
    ]
    for sentence in sentences[1:]:
        assert text[sentence.char_start : sentence.char_end] == sentence.text


def test_prev_is_the_sentence_before_and_empty_for_the_first() -> None:
    _, first, second = extract(article("Eins ist da. Zwei ist da."))
    assert (first.prev, second.prev) == ("", "Eins ist da.")


def test_link_lists_go_until_text_comes_again() -> None:
    text = (
        "Der Text beginnt hier.\nLesen Sie auch\n- Ein Link mit Namen\n- Noch ein Link\n"
        "Der Text geht danach mit einem ganzen Satz weiter."
    )
    assert texts(text) == [
        "Der Text beginnt hier.",
        "Der Text geht danach mit einem ganzen Satz weiter.",
    ]


def test_links_without_bullets_go_too() -> None:
    text = "Satz eins.\nЧитайте также:\nЗаголовок другой статьи\nЕще один заголовок"
    assert texts(text, language="ru") == ["Satz eins."]


def test_noise_lines_go() -> None:
    text = (
        "Von Jana Ruhl\nFoto: Archiv/Morgenblatt\nVor 6 Stunden\nDer Damm hält.\n"
        "Mit unserem Newsletter sind Sie immer informiert\n12:45"
    )
    assert texts(text) == ["Der Damm hält."]


def test_a_sentence_that_begins_like_noise_stays() -> None:
    text = "Von Jana Ruhl stammt der Bericht, den das Gericht am Montag verlas."
    assert texts(text) == [text]


def test_doubled_headline_is_one_statement() -> None:
    assert texts("Ein Titel\nDer Text.") == ["Der Text."]


def test_german_ordinals_do_not_end_a_sentence() -> None:
    assert texts("Es stammt aus dem 17. Jahrhundert. Das war 1999. Ende.") == [
        "Es stammt aus dem 17. Jahrhundert.",
        "Das war 1999.",
        "Ende.",
    ]

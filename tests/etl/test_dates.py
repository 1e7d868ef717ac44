"""Dates: every form, every language, and which of several is believed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.dates import best, flag, from_url, read
from etl.records import DateHint

NOW = datetime(2026, 3, 12, 15, 30, tzinfo=UTC)  # a Thursday


def at(day: int, hour: int = 12, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "when", "precision"),
    [
        ("2026-03-03T08:15:00+01:00", at(3, 7, 15), "second"),
        ("2026-03-03T08:15:00Z", at(3, 8, 15), "second"),
        ("2026-03-03", at(3), "day"),
        ("2026/3/3", at(3), "day"),
        ("03.03.2026", at(3), "day"),
        ("3.3.26", at(3), "day"),
        ("3.3.2026, 8:15", at(3, 8, 15), "second"),
        ("20260303081500", at(3, 8, 15), "second"),
        ("20260303", at(3), "day"),
        ("1772525700", at(3, 8, 15), "second"),
        ("1772525700000", at(3, 8, 15), "second"),
        ("Tue, 03 Mar 2026 08:15:00 +0100", at(3, 7, 15), "second"),
        ("Tue, 03 Mar 2026 08:15:00 GMT", at(3, 8, 15), "second"),
        ("Tue, 03 Mar 2026 00:15:00 PST", at(3, 8, 15), "second"),
        ("Tue, 03 Mar 2026 08:15:00 MSK", at(3, 5, 15), "second"),
        ("2026-07-03T08:15:00 Europe/Berlin", at(3, 6, 15, month=7), "second"),
        ("2026-07-03 08:15 (America/Argentina/Buenos_Aires)", at(3, 11, 15, month=7), "second"),
        ("2026-03-03T08:15:00+01:00[Europe/Berlin]", at(3, 7, 15), "second"),
        ("2026-03-03T08:15:00 Nowhere/Marenz", None, "unknown"),
        ("2026年3月3日", at(3), "day"),
        ("2026年3月3日(火) 8時15分", at(3, 8, 15), "second"),
        ("2026년 3월 3일 08:15", at(3, 8, 15), "second"),
        ("31.02.2026", None, "unknown"),
        ("20261399", None, "unknown"),
        ("yesterday", None, "unknown"),  # without a fetch time it says nothing
        ("1234", None, "unknown"),
        ("A text that is no date", None, "unknown"),
        ("", None, "unknown"),
    ],
)
def test_dates_that_need_no_language(text: str, when: datetime | None, precision: str) -> None:
    assert read(text, "UTC") == (when, precision)


@pytest.mark.parametrize(
    ("language", "text", "when"),
    [
        ("de", "12. März 2026, 14:05 Uhr", at(12, 14, 5)),
        ("de", "Stand: 12.03.2026, 14:05 Uhr", at(12, 14, 5)),
        ("de", "Aktualisiert am 12. März 2026 um 14.05 Uhr", at(12, 14, 5)),
        ("de", "12.03.2026 14:05 MEZ", at(12, 13, 5)),
        ("de", "vor 6 Stunden", at(12, 9, 30)),
        ("de", "Vor 5 Std.", at(12, 10, 30)),
        ("de", "Vor weniger als 1 Min", at(12, 15, 29)),
        ("de", "gestern, 14:05 Uhr", at(11, 14, 5)),
        ("de", "Montag, 14:05 Uhr", at(9, 14, 5)),
        ("en", "March 3, 2026 8:15 PM PST", at(4, 4, 15)),
        ("en", "6 hours ago", at(12, 9, 30)),
        ("en", "less than 1 minute ago", at(12, 15, 29)),
        ("en", "yesterday at 3pm", at(11, 15)),
        ("en", "July 3, 2025 8:15 PM ET", datetime(2025, 7, 4, 0, 15, tzinfo=UTC)),
        ("en", "8:15 AM PT, March 3, 2026", at(3, 16, 15)),
        ("fr", "le 3 mars 2026 à 14h05", at(3, 14, 5)),
        ("fr", "il y a 3 heures", at(12, 12, 30)),
        ("es", "3 mar 2026 - 14:05 CET", at(3, 13, 5)),
        ("es", "hace 3 horas", at(12, 12, 30)),
        ("it", "lunedì 9 marzo 2026 ore 14.05", at(9, 14, 5)),
        ("it", "3 ore fa", at(12, 12, 30)),
        ("pl", "3 marca 2026 r., 14:05", at(3, 14, 5)),
        ("pl", "6 godzin temu", at(12, 9, 30)),
        ("ru", "3 марта 2026 г. в 14:05 МСК", at(3, 11, 5)),
        ("ru", "6 часов назад", at(12, 9, 30)),
        ("ru", "вчера, 14:05", at(11, 14, 5)),
        ("uk", "3 березня 2026, 14:05", at(3, 14, 5)),
        ("uk", "6 годин тому", at(12, 9, 30)),
        ("tr", "3 Mart 2026 14:05", at(3, 14, 5)),
        ("tr", "Son güncelleme: 3 Mart 2026, 14:05", at(3, 14, 5)),
        ("tr", "6 saat önce", at(12, 9, 30)),
        ("ar", "3 مارس 2026 14:05", at(3, 14, 5)),
        ("ar", "آخر تحديث: ٣ آذار/مارس ٢٠٢٦ 14:05", at(3, 14, 5)),
        ("ar", "منذ 6 ساعات", at(12, 9, 30)),
        ("ar", "منذ ساعة", at(12, 14, 30)),
    ],
)
def test_times_in_words(language: str, text: str, when: datetime) -> None:
    assert read(text, "UTC", NOW, language) == (when, "second")


MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio"
    " agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio"
    " agosto settembre ottobre novembre dicembre",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca"
    " sierpnia września października listopada grudnia",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
}


@pytest.mark.parametrize("language", MONTHS)
def test_every_month_in_every_language(language: str) -> None:
    later = datetime(2027, 3, 1, tzinfo=UTC)
    for number, name in enumerate(MONTHS[language].split(), start=1):
        dot = "." if language == "de" else ""
        assert read(f"7{dot} {name} 2026", "UTC", later, language) == (
            at(7, month=number),
            "day",
        ), name
        assert read(f"7{dot} {name} 2026", "UTC", later)[0] == at(7, month=number), name


# Monday to Sunday, as they stand in a date line ("on Monday"); from Thursday the 12th back.
WEEKDAYS = {
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "pl": "poniedziałek wtorek środę czwartek piątek sobotę niedzielę",
    "ru": "понедельник вторник среду четверг пятницу субботу воскресенье",
    "uk": "понеділок вівторок середу четвер п'ятницю суботу неділю",
    "tr": "Pazartesi Salı Çarşamba Perşembe Cuma Cumartesi Pazar",
    "ar": "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
}
ON = {"de": "am", "en": "on", "es": "el", "pl": "w", "ru": "в", "uk": "у"}
BACK = [9, 10, 11, 12, 6, 7, 8]


@pytest.mark.parametrize("language", WEEKDAYS)
def test_weekdays_count_back_from_the_fetch(language: str) -> None:
    for name, day in zip(WEEKDAYS[language].split(), BACK, strict=True):
        assert read(f"{ON.get(language, '')} {name}".strip(), "UTC", NOW, language) == (
            at(day),
            "day",
        ), name


def test_weekdays_inside_a_sentence_are_no_date() -> None:
    assert read("The council met on Monday", "UTC", NOW, "en") == (None, "unknown")


def test_days_and_months_in_numbers_are_read_by_language_and_fetch() -> None:
    assert read("05/03/2026", "UTC", NOW, "fr") == (at(5), "day")
    # In English both orders are in use: the one that lies closer before the fetch.
    assert read("05/03/2026", "UTC", NOW, "en") == (at(5), "day")
    assert read("03/05/2026", "UTC", NOW, "en") == (at(5), "day")
    assert read("03/25/2026", "UTC", datetime(2026, 4, 1, tzinfo=UTC), "en") == (at(25), "day")


def test_naive_dates_take_the_zone_of_the_settings() -> None:
    noon = datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert read("2026-07-01T12:00:00", "Europe/Berlin")[0] == noon
    assert read("1. Juli 2026, 12:00 Uhr", "Europe/Berlin", NOW.replace(month=8), "de")[0] == noon


@given(st.text(max_size=40))
def test_no_text_makes_the_date_reader_fail(text: str) -> None:
    when, precision = read(text, "UTC", NOW, "de")
    assert (when is None) == (precision == "unknown")


@given(st.text(alphabet="0123456789./-: TZMEUhrvonStdMin", max_size=30))
def test_nothing_that_looks_like_a_date_makes_it_fail(text: str) -> None:
    when, precision = read(text, "UTC", NOW, "de")
    assert (when is None) == (precision == "unknown")


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("https://a.example/2026/03/12/x", "2026-03-12"),
        ("https://a.example/news/2026-3-5-x", "2026-03-05"),
        ("https://a.example/x-12032026.html", "2026-03-12"),
        ("https://a.example/x/20260312/y", "2026-03-12"),
        ("https://a.example/12.03.2026/x", "2026-03-12"),
        ("https://a.example/n/1772525700", "2026-03-03T08:15:00+00:00"),
        ("https://a.example/1772525700123-x", "2026-03-03T08:15:00+00:00"),
        ("https://a.example/world/2026/mar/05/x", "2026-03-05"),
        ("https://a.example/html/2026-03/12/x.htm", "2026-03-12"),
        ("https://a.example/n1/2026/0312/c1-2.html", "2026-03-12"),
        ("https://a.example/story-474126", None),
        ("https://a.example/id-99999999", None),
        ("https://a.example/2026/03/x", None),
        (None, None),
    ],
)
def test_dates_in_addresses(url: str | None, text: str | None) -> None:
    assert from_url(url) == text


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (None, "undated"),
        (datetime(2026, 3, 12, tzinfo=UTC), "ok"),
        (datetime(2026, 3, 13, 15, tzinfo=UTC), "ok"),  # zones and clocks differ by a day
        (datetime(2026, 3, 14, tzinfo=UTC), "future"),
        (datetime(1994, 12, 31, tzinfo=UTC), "too_old"),
    ],
)
def test_date_flags(published: datetime | None, expected: str) -> None:
    assert flag(published, NOW) == expected


def chosen(*hints: tuple[str, str]) -> tuple[datetime | None, str, str | None]:
    found = best([DateHint(text, basis) for text, basis in hints], "UTC", NOW, "de")  # type: ignore[arg-type]
    return found.when, found.precision, found.basis


def test_the_most_trusted_date_wins() -> None:
    hints = (("2026-03-10T08:00:00Z", "feed"), ("2026-03-11T09:00:00Z", "metadata"))
    assert chosen(*hints) == (at(10, 8), "second", "feed")


def test_a_day_takes_its_time_from_another_hint_of_the_same_day() -> None:
    assert chosen(("2026-03-10", "metadata"), ("10.03.2026, 08:15 Uhr", "text")) == (
        at(10, 8, 15),
        "second",
        "text",
    )
    assert chosen(("2026-03-10", "metadata"), ("11.03.2026, 08:15 Uhr", "text")) == (
        at(10),
        "day",
        "metadata",
    )


def test_an_impossible_date_gives_way_to_a_possible_one_but_is_kept_alone() -> None:
    future = ("2031-01-01T00:00:00Z", "metadata")
    assert chosen(future, ("2026-03-10", "url")) == (at(10), "day", "url")
    assert chosen(future)[0] == datetime(2031, 1, 1, tzinfo=UTC)
    assert chosen(("no date", "feed")) == (None, "unknown", None)

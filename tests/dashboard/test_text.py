"""Both languages say the same things; numbers, dates and distances follow the reader."""

import re
import string
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from dashboard.text import WORDS, Reader, language_of, zone_of

EN, DE = Reader("en", "Europe/Berlin"), Reader("de", "America/New_York")


def test_both_languages_have_the_same_keys_and_slots() -> None:
    def slots(words: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(words) if name}

    assert WORDS["en"].keys() == WORDS["de"].keys()
    for key, words in WORDS["en"].items():
        assert slots(words) == slots(WORDS["de"][key]), key


def test_no_status_is_called_a_truth() -> None:
    for words in [*WORDS["en"].values(), *WORDS["de"].values()]:
        assert not {"false", "fake", "lie", "unwahr", "gelogen"} & set(words.lower().split())


def test_numbers() -> None:
    assert (EN.number(17698), DE.number(17698)) == ("17,698", "17.698")
    assert (EN.count("claim", 1), EN.count("claim", 41)) == ("1 claim", "41 claims")
    assert (EN.share(0.914), DE.share(0.914)) == ("91%", "91\u00a0%")


def test_times() -> None:
    at = datetime(2026, 3, 3, 7, 15, tzinfo=UTC)
    assert EN.moment(at) == "3 Mar 2026, 08:15"
    assert DE.moment(at) == "3. März 2026, 02:15"
    midnight = datetime(2026, 3, 3, tzinfo=UTC)
    assert DE.moment(midnight, "day") == "3. März 2026"
    assert EN.moment(None, "unknown") == "undated"
    assert EN.period(date(2026, 3, 2), date(2026, 4, 5)).split() == [
        "2",
        "Mar",
        "–",
        "5",
        "Apr",
        "2026",
    ]
    assert EN.period(date(2026, 3, 2), date(2026, 3, 2)) == "2 Mar 2026"


def test_one_rule_for_every_date() -> None:
    """On axes, in tables and in sentences the month has the same name, and no date is digits."""
    at = datetime(2026, 9, 3, 7, 15, tzinfo=UTC)
    later = date(2026, 9, 5)
    for reader, month in ((EN, "Sept"), (DE, "Sept.")):
        written = [
            reader.day(at),
            reader.short_day(at),
            reader.month(at),
            reader.moment(at),
            reader.period(at.date(), later),
            *(reader.step(at, step) for step in ("hour", "day", "week", "month")),
        ]
        for words in written:
            assert re.search(rf"\b{re.escape(month)}(?=\W|$)", words), words
            assert not re.search(r"\d[./]\d", words), words
    assert DE.period(date(2026, 3, 3), date(2026, 4, 5)).startswith("3. März\u00a0–")


def test_dates_are_written_in_one_place() -> None:
    package = Path(__file__).parents[2] / "dashboard"
    for path in package.rglob("*.py"):
        if path != package / "text" / "__init__.py":
            source = path.read_text(encoding="utf-8")
            assert not re.search(r"babel|strftime|:%[a-zA-Z]|DD[./]MM", source), path


@pytest.mark.parametrize(
    ("delta", "english"),
    [
        (timedelta(days=2, hours=3), "2 days 3 hrs"),
        (timedelta(days=1), "1 day"),
        (timedelta(hours=3, minutes=20), "3 hrs 20 mins"),
        (timedelta(minutes=4, seconds=50), "4 mins"),
    ],
)
def test_lags(delta: timedelta, english: str) -> None:
    assert EN.lag(delta) == english


def test_durations() -> None:
    assert [EN.duration(n) for n in (None, 4.25, 42, 95)] == [
        "–", "4.2 secs", "42 secs", "1 min 35 secs",
    ]  # fmt: skip


def test_names() -> None:
    assert (EN.language("uk"), DE.language("uk")) == ("Ukrainian", "Ukrainisch")
    assert EN.language("xx-!") == "xx-!"
    assert EN.word("reason", "new_reason") == "new_reason"


def test_language_and_zone_come_from_url_then_browser() -> None:
    assert [language_of(*pair) for pair in (("de", "en-US"), (None, "de-AT"), ("xx", None))] == [
        "de",
        "de",
        "en",
    ]
    assert zone_of("../../etc/passwd", "Europe/Berlin") == "Europe/Berlin"
    assert zone_of("Asia/Tokyo", "Europe/Berlin") == "Asia/Tokyo"
    assert zone_of(None, None) == "UTC"

"""Raw articles → checked articles."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.config import InputSettings, SourceEntry
from etl.parse import Outlets, canonical_url, date_flag, parse, read_date, registrable_domain
from etl.records import Article, RawArticle, Rejected

SETTINGS = InputSettings()
OUTLETS = Outlets.of(
    [
        SourceEntry(id="post.example", name="The Post", aliases=["WP"]),
        SourceEntry(id="dpa.com", name="dpa", media_type="agency"),
    ]
)


def good(**values: str) -> Article:
    found = parse(RawArticle(file="f", **{"title": "A title", **values}), SETTINGS, OUTLETS)
    assert isinstance(found, Article)
    return found


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://a.example/x?utm_source=feed&id=3#top", "https://a.example/x?id=3"),
        ("http://a.example:80/x", "http://a.example/x"),
        ("javascript:alert(1)", None),
        ("ftp://a.example/x", None),
        ("/relative", None),
        ("https://", None),
    ],
)
def test_canonical_url(url: str, clean: str | None) -> None:
    assert canonical_url(url) == clean


@given(st.text(max_size=60))
def test_canonical_url_is_stable(tail: str) -> None:
    once = canonical_url(f"https://a.example/{tail}")
    assert once is None or canonical_url(once) == once


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.spiegel.de", "spiegel.de"),
        ("news.bbc.co.uk", "bbc.co.uk"),
        ("a.b.example", "b.example"),
        ("localname", "localname"),
    ],
)
def test_registrable_domain(host: str, domain: str) -> None:
    assert registrable_domain(host) == domain


@pytest.mark.parametrize(
    ("text", "when", "precision"),
    [
        ("2026-03-03T08:15:00+01:00", datetime(2026, 3, 3, 7, 15, tzinfo=UTC), "second"),
        ("2026-03-03T08:15:00Z", datetime(2026, 3, 3, 8, 15, tzinfo=UTC), "second"),
        ("2026-03-03", datetime(2026, 3, 3, 12, tzinfo=UTC), "day"),
        ("03.03.2026", datetime(2026, 3, 3, 12, tzinfo=UTC), "day"),
        ("3.3.2026, 8:15", datetime(2026, 3, 3, 8, 15, tzinfo=UTC), "second"),
        ("Tue, 03 Mar 2026 08:15:00 +0100", datetime(2026, 3, 3, 7, 15, tzinfo=UTC), "second"),
        ("31.02.2026", None, "unknown"),
        ("yesterday", None, "unknown"),
        ("", None, "unknown"),
    ],
)
def test_dates(text: str, when: datetime | None, precision: str) -> None:
    assert read_date(text, "UTC") == (when, precision)


def test_naive_dates_take_the_zone_of_the_settings() -> None:
    when, _ = read_date("2026-07-01T12:00:00", "Europe/Berlin")
    assert when == datetime(2026, 7, 1, 10, tzinfo=UTC)


@given(st.text(max_size=40))
def test_no_text_makes_the_date_reader_fail(text: str) -> None:
    when, precision = read_date(text, "UTC")
    assert (when is None) == (precision == "unknown")


@pytest.mark.parametrize(
    ("published", "flag"),
    [
        (None, "undated"),
        (datetime(2026, 3, 1, tzinfo=UTC), "ok"),
        (datetime(2026, 3, 5, tzinfo=UTC), "future"),
        (datetime(1970, 1, 1, tzinfo=UTC), "too_old"),
    ],
)
def test_date_flags(published: datetime | None, flag: str) -> None:
    assert date_flag(published, datetime(2026, 3, 2, tzinfo=UTC)) == flag


@pytest.mark.parametrize(
    ("values", "source"),
    [
        ({"source": "WP"}, "post.example"),
        ({"source": "www.other.example"}, "other.example"),
        ({"source": "https://www.other.example/news"}, "other.example"),
        ({"source": "Some Paper"}, "some paper"),
        ({"url": "https://m.third.example/1"}, "third.example"),
        ({}, "unknown"),
    ],
)
def test_source(values: dict[str, str], source: str) -> None:
    assert good(**values).source_id == source


def test_language_is_given_or_detected() -> None:
    assert good(language="de-AT").language == "de"
    assert good(text="Міністерство оборони повідомило про це у понеділок.").language == "uk"
    assert good(text="Das Ministerium teilte dies am Montag mit.").language == "de"


def test_control_and_direction_marks_go() -> None:
    article = good(title="A\u202eB\x00C", text="one  two\r\n\r\nthree\u200b")
    assert (article.title, article.text) == ("ABC", "one two\nthree")


def test_same_url_same_id_other_text_other_hash() -> None:
    one = good(url="https://a.example/1?utm_medium=x", text="one")
    two = good(url="https://a.example/1", text="two")
    assert one.article_id == two.article_id
    assert one.content_hash != two.content_hash


@pytest.mark.parametrize(
    ("raw", "reason", "field"),
    [
        (RawArticle(file="f", line=3), "no_text", "text"),
        (RawArticle(file="f", title="t", url="javascript:x"), "bad_url", "url"),
        (RawArticle(file="f", title="t", text="x" * 300_000), "text_too_long", "text"),
    ],
)
def test_rejections_name_reason_and_field(raw: RawArticle, reason: str, field: str) -> None:
    found = parse(raw, SETTINGS, OUTLETS)
    assert isinstance(found, Rejected)
    assert (found.reason, found.field, found.line) == (reason, field, raw.line)


def test_agency_is_read_from_byline() -> None:
    assert good(text="Berlin (dpa) - Das Amt hat gewarnt.\nMehr Text.").credited_agency == "dpa"
    assert good(text="Ein Text ohne Kürzel.").credited_agency is None

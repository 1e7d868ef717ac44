"""Raw articles → checked articles."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from etl.config import InputSettings, SourceEntry
from etl.parse import Outlets, parse
from etl.records import Article, DateHint, RawArticle, Rejected

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


@pytest.mark.parametrize(
    ("given", "code"), [("deu", "de"), ("ger", "de"), ("UKR", "uk"), ("en_GB", "en")]
)
def test_language_codes_of_three_letters(given: str, code: str) -> None:
    assert good(language=given).language == code


def test_what_a_page_says_of_its_language_is_only_a_hint() -> None:
    text = "Министерство сообщило в понедельник, что мост закрыт на ремонт до конца года."
    article = good(title="Мост закрыт", text=text, language_hint="uk")  # /ukr/ serves Russian
    assert article.language == "ru"


def test_the_address_tells_the_day_where_nothing_else_does() -> None:
    article = good(url="https://a.example/2026/03/05/bruecke")
    assert article.published_at == datetime(2026, 3, 5, 12, tzinfo=UTC)
    assert (article.published_precision, article.published_from, article.published_basis) == (
        "day",
        "page",
        "url",
    )


def test_the_date_of_the_file_goes_before_the_address() -> None:
    article = good(url="https://a.example/2026/03/05/x", published_at="2026-03-04T10:00:00Z")
    assert article.published_at == datetime(2026, 3, 4, 10, tzinfo=UTC)
    assert (article.published_from, article.published_basis) == ("file", "file")


def test_an_update_is_kept_beside_the_publication() -> None:
    dates = {"published_at": "2026-03-04T10:00:00Z", "fetched_at": "2026-03-06T00:00:00Z"}
    later = good(**dates, updated_at="2026-03-04T14:05:00Z")
    assert later.published_at == datetime(2026, 3, 4, 10, tzinfo=UTC)
    assert later.updated_at == datetime(2026, 3, 4, 14, 5, tzinfo=UTC)
    assert good(**dates, updated_at="2026-03-04T10:00:00Z").updated_at is None
    assert good(**dates, updated_at="2031-01-01T00:00:00Z").updated_at is None


def test_a_page_knows_its_date_by_the_fetch() -> None:
    raw = RawArticle(
        file="f",
        title="Ein Titel",
        text="Das Ministerium teilte dies am Montag mit.",
        fetched_at="2026-03-12T15:30:00Z",
        dates=(DateHint("vor 6 Stunden", "text"),),
        origin="page",
    )
    article = parse(raw, SETTINGS, OUTLETS)
    assert isinstance(article, Article)
    assert article.published_at == datetime(2026, 3, 12, 9, 30, tzinfo=UTC)
    assert (article.published_from, article.published_basis) == ("page", "text")


def test_amp_mobile_and_plain_addresses_are_one_article() -> None:
    ids = {
        good(url=url).article_id
        for url in (
            "https://www.a.example/story-1",
            "http://m.a.example/story-1/",
            "https://a.example/story-1?utm_source=x",
            "https://a.example/story-1/amp/",
            "https://www-a-example.translate.goog/story-1?_x_tr_sl=de&_x_tr_tl=en",
            "https://web.archive.org/web/20260301000000/https://www.a.example/story-1",
        )
    }
    assert len(ids) == 1


def test_a_feed_entry_that_hides_its_address_is_rejected() -> None:
    raw = RawArticle(
        file="f", title="t", url="https://news.google.com/rss/articles/CBMi", origin="feed"
    )
    found = parse(raw, SETTINGS, OUTLETS)
    assert isinstance(found, Rejected)
    assert (found.reason, found.field) == ("proxy_page", "url")


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


@pytest.mark.parametrize(
    ("source", "source_id"),
    [
        ("http://[broken", "http://[broken"),
        ("https://www.paper.example/rss", "paper.example"),
        ("//paper.example", "paper.example"),
    ],
)
def test_an_outlet_named_by_an_address(source: str, source_id: str) -> None:
    found = parse(RawArticle(file="f", title="T", source=source), InputSettings(), Outlets.of([]))
    assert isinstance(found, Article)
    assert found.source_id == source_id

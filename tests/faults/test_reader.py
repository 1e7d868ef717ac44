"""The process that reads pages: it answers, is ended when it must be, and comes back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from etl.collect import reader as reader_module
from etl.collect import wire
from etl.collect.answers import Failure, Fetched
from etl.collect.feeds import Feed
from etl.collect.inputs import Item
from etl.collect.reader import READ_HERE, Reader, read_feed
from etl.factcheck_records import RawFactCheck
from etl.records import DateHint, RawArticle, Rejected
from tests.faults.conftest import html, rss

URL = "https://paper.example/1"
ENTRY = RawArticle(file="feed", url=URL, title="Aus dem Feed", origin="feed")


def page(body: bytes) -> Fetched:
    headers = {"content-type": "text/html; charset=utf-8"}
    return Fetched(URL, URL, None, 200, headers, body, datetime(2026, 4, 6, tzinfo=UTC))


def test_it_answers_and_comes_back_after_its_end() -> None:
    with Reader(120) as reader:
        (first,) = reader.page(page(html(1)), ENTRY)
        assert isinstance(first, RawArticle)
        assert "bestätigte Vorfall 1" in str(first.text)
        (refused,) = reader.page(page(b"<html><body></body></html>"), ENTRY)
        assert isinstance(refused, Rejected)
        assert reader._process is not None
        reader._process.kill()
        reader._process.wait()
        assert isinstance(reader.page(page(html(1)), ENTRY), Failure)
        (again,) = reader.page(page(html(2)), ENTRY)
        assert isinstance(again, RawArticle)
        process = reader._process
    assert process is not None
    assert process.poll() is not None, "no process is left behind"


def test_it_is_ended_in_time() -> None:
    with Reader(0.01) as reader:
        found = reader.page(page(html(1)), ENTRY)
    assert isinstance(found, Failure)
    assert (found.reason, found.may_pass) == ("too_slow", True)


def test_a_large_feed_is_read_there_too_and_says_the_same() -> None:
    large = page(rss(*range(400)))
    assert len(large.body) > READ_HERE
    with Reader(120) as reader:
        found = reader.feed(large, ENTRY)
        assert reader._process is not None
        assert found == read_feed(large, ENTRY)
        assert reader.feed(page(b"<html>" + b"x" * READ_HERE), ENTRY) is None
    assert isinstance(found, Feed)
    assert len(found.articles) == 400


def test_a_feed_that_breaks_its_parser_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(found: Fetched, blank: RawArticle) -> Feed:
        raise KeyError("parsed")

    monkeypatch.setattr(reader_module, "read_feed", breaks)
    with Reader(120) as reader:
        found = reader.feed(page(rss(1)), ENTRY)
    assert isinstance(found, Failure)
    assert (found.reason, found.may_pass) == ("not_a_feed", False)
    assert found.detail == "its parser broke: KeyError: 'parsed'"


def test_a_hostile_feed_is_given_up() -> None:
    hostile = b"<p a='" * 400_000
    body = b"<rss version='2.0'><channel><item><description><![CDATA[" + hostile
    body += b"]]></description></item></channel></rss>"
    with Reader(3) as reader:
        found = reader.feed(page(body), ENTRY)
    assert isinstance(found, Failure)
    assert found.reason == "too_slow"


@pytest.mark.parametrize(
    "item",
    [
        RawArticle(file="f", title="ß\u2028x", dates=(DateHint("2026", "url"),), is_stub=True),
        Rejected("collect", "no_article", "f", 3, None, "why", "record"),
        RawFactCheck("f", None, "claim", None, None, "who", "false", None, "de", None, None),
    ],
)
def test_records_come_back_as_they_were(item: Item) -> None:
    assert wire.load(wire.dump(item)) == item

"""Addresses: what is one article, what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.urls import canonical_url, is_proxy, names_a_list, registrable_domain, url_key


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://a.example/x?utm_source=feed&id=3#top", "https://a.example/x?id=3"),
        ("https://a.example/x?id=3&xtor=RSS-1&at_medium=rss&wt_zmc=sm", "https://a.example/x?id=3"),
        ("https://a.example/x?from=rss&outputType=amp&smid=tw", "https://a.example/x"),
        ("https://a.example/x?from=2020", "https://a.example/x?from=2020"),
        ("https://a.example/x;jsessionid=AB12?id=1", "https://a.example/x?id=1"),
        ("http://a.example:80/x", "http://a.example/x"),
        ("https://a.example:8443/x", "https://a.example:8443/x"),
        ("javascript:alert(1)", None),
        ("ftp://a.example/x", None),
        ("/relative", None),
        ("https://", None),
        (
            "https://www-some--paper-example.translate.goog/x?_x_tr_sl=ru&page=2",
            "https://www.some-paper.example/x?page=2",
        ),
        (
            "https://translate.google.com/translate?sl=ru&u=https%3A%2F%2Fa.example%2Fx",
            "https://a.example/x",
        ),
        ("https://web.archive.org/web/20260301/https://a.example/x?p=1", "https://a.example/x?p=1"),
        ("https://archive.ph/20260301/https://a.example/x", "https://a.example/x"),
        ("https://a-example.cdn.ampproject.org/c/s/a.example/x/amp", "https://a.example/x/amp"),
        ("https://www.google.com/amp/s/a.example/x", "https://a.example/x"),
        ("https://www.google.com/url?q=https://a.example/x&sa=U", "https://a.example/x"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fa.example%2Fx", "https://a.example/x"),
        ("https://12ft.io/proxy?q=https://a.example/x", "https://a.example/x"),
        ("https://12ft.io/https://a.example/x?id=1", "https://a.example/x?id=1"),
        ("https://reader.example/https:/a.example/x", "https://a.example/x"),
        ("https://a-example.turbopages.org/a.example/s/news/x", "https://a.example/news/x"),
        ("https://yandex.ru/turbo?text=https%3A%2F%2Fa.example%2Fx", "https://a.example/x"),
        ("https://archive.ph/AbCd1", "https://archive.ph/AbCd1"),
        (
            "https://l.facebook.com/l.php?u=javascript:alert(1)",
            "https://l.facebook.com/l.php?u=javascript%3Aalert%281%29",
        ),
    ],
)
def test_canonical_url(url: str, clean: str | None) -> None:
    assert canonical_url(url) == clean


@given(st.text(max_size=60))
def test_canonical_url_is_stable(tail: str) -> None:
    once = canonical_url(f"https://a.example/{tail}")
    assert once is None or canonical_url(once) == once


@given(st.text(max_size=60))
def test_no_address_makes_the_reader_fail(text: str) -> None:
    for url in (text, f"https://web.archive.org/web/2026/{text}", f"https://{text}"):
        clean = canonical_url(url)
        assert clean is None or clean.startswith(("http://", "https://"))


@pytest.mark.parametrize(
    "other",
    [
        "http://www.a.example/story",
        "https://m.a.example/story/",
        "https://mobile.a.example/story",
        "https://amp.a.example/story",
        "https://a.example/amp/story",
        "https://a.example/story/amp",
        "https://a.example:8443/story",
    ],
)
def test_variants_of_one_article_share_a_key(other: str) -> None:
    assert url_key(other) == url_key("https://a.example/story") == "a.example/story"


def test_other_articles_have_another_key() -> None:
    urls = [
        "https://a.example/1",
        "https://a.example/1?id=2",
        "https://b.example/1",
        "https://camp.example/1",
    ]
    assert len({url_key(url) for url in urls}) == len(urls)
    # Two labels are a name of their own: m.example is no mobile page of "example".
    assert url_key("https://m.example/1") == "m.example/1"


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
    ("url", "is_list"),
    [
        ("https://a.example", True),
        ("https://a.example/", True),
        ("https://a.example/index.html", True),
        ("https://a.example/de/", True),
        ("https://a.example/tag/hafen/", True),
        ("https://a.example/thema/hafen", True),
        ("https://a.example/news/category/politics/page/2", True),
        ("https://a.example/autor/jana-ruhl", True),
        ("https://a.example/search?q=hafen", True),
        ("https://a.example/etiket/liman", True),
        ("https://a.example/%D1%82%D0%B5%D0%B3/port", True),
        ("https://a.example/research?id=7", False),
        ("https://a.example/?p=1234", False),
        ("https://a.example/politik/hafen-123.html", False),
        ("https://a.example/tag-der-arbeit-verlaeuft-ruhig", False),
        ("https://a.example/2026/03/01/themen-des-tages", False),
    ],
)
def test_addresses_of_lists(url: str, is_list: bool) -> None:
    assert names_a_list(url) is is_list


def test_proxies() -> None:
    assert is_proxy("https://archive.ph/AbCd1")
    assert is_proxy("https://a-example.translate.goog/x")
    assert not is_proxy("https://a.example/x")

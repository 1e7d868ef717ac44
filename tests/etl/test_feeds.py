"""Feeds of every kind, whole and broken, as they are read."""

from __future__ import annotations

import json

import pytest

from etl.collect import feeds
from etl.collect.plain import plain
from etl.records import RawArticle

BLANK = RawArticle(file="feed")
RSS = """<?xml version="1.0" encoding="{charset}"?>
<rss version="2.0"><channel><title>Paper</title><link>https://paper.example/</link>
<language>de-DE</language>
<item><title>Brücke gesperrt &amp;amp; geräumt</title><link>/a/1</link>
<guid isPermaLink="false">n1</guid><pubDate>Mon, 02 Mar 2026 08:00:00 +0100</pubDate>
<description>&lt;p&gt;Laut Amt ist die Brücke zu.&lt;/p&gt;
&lt;script&gt;alert(1)&lt;/script&gt;</description></item>
<item><link>https://paper.example/a/2</link></item>
<item></item>
</channel></rss>"""


def read(raw: bytes | str, **more: str) -> feeds.Feed:
    found = feeds.read(raw.encode() if isinstance(raw, str) else raw, BLANK, **more)
    assert found is not None
    return found


def test_rss() -> None:
    feed = read(RSS.format(charset="utf-8"), url="https://paper.example/feed.xml")
    assert feed.kind == "rss"
    one, two = feed.articles
    assert one.url == "https://paper.example/a/1"
    assert (one.title, one.text) == ("Brücke gesperrt & geräumt", "Laut Amt ist die Brücke zu.")
    assert (one.id, one.language_hint, one.line) == ("n1", "de", 1)
    assert one.published_at == "Mon, 02 Mar 2026 08:00:00 +0100"
    assert (two.url, two.title, two.text) == ("https://paper.example/a/2", None, None)
    assert [(r.reason, r.line) for r in feed.rejected] == [("empty_entry", 3)]
    assert feed.newest is not None
    assert feed.newest.isoformat() == "2026-03-02T07:00:00+00:00"


@pytest.mark.parametrize(
    ("encoding", "declared", "header"),
    [
        ("utf-8", "utf-8", ""),
        ("utf-8", "utf-8", "text/xml; charset=iso-8859-1"),
        ("utf-8", "iso-8859-1", "application/xml"),
        ("utf-8", "utf-8", "text/xml"),
        ("iso-8859-1", "utf-8", "text/xml; charset=utf-8"),
        ("iso-8859-1", "iso-8859-1", "text/xml; charset=utf-8"),
        ("windows-1252", "utf-8", "text/xml; charset=windows-1252"),
    ],
)
def test_wrong_charsets(encoding: str, declared: str, header: str) -> None:
    raw = RSS.format(charset=declared).encode(encoding)
    assert read(raw, content_type=header).articles[0].title == "Brücke gesperrt & geräumt"


@pytest.mark.parametrize("charset", ["utf-16", "UTF-16LE", "utf32"])
def test_plain_letters_under_a_wide_charset(charset: str) -> None:
    raw = b"<rss version='2.0'><channel><item><title>Damm</title></item></channel></rss>"
    header = f"text/xml; charset={charset}"
    assert read(raw, content_type=header).articles[0].title == "Damm"
    wide = raw.decode().encode("utf-16")
    assert read(wide, content_type="text/xml; charset=utf-16").articles[0].title == "Damm"


def test_half_a_character_in_a_json_feed() -> None:
    item = r'{"id": "1\ud83d", "url": "https://a.example/\ud83d", "title": "Damm \ud83d"}'
    (entry,) = read(f'{{"version": "https://jsonfeed.org/version/1", "items": [{item}]}}').articles
    assert (entry.id, entry.url, entry.title) == ("1", "https://a.example/", "Damm")


def test_an_entry_behind_a_redirecting_service() -> None:
    raw = (
        "<rss version='2.0' xmlns:feedburner='http://rssnamespace.org/feedburner/ext/1.0'><channel>"
        "<item><title>Damm</title><link>https://feeds.example/~r/x/1</link>"
        "<feedburner:origLink>https://a.example/1</feedburner:origLink></item></channel></rss>"
    )
    assert read(raw).articles[0].url == "https://a.example/1"


def test_atom_and_rdf() -> None:
    atom = read(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><id>tag:1</id>'
        '<title type="html">A &lt;b&gt;dam&lt;/b&gt;</title><link href="https://a.example/1"/>'
        "<published>2026-03-01T08:00:00Z</published><updated>2026-03-05T08:00:00Z</updated>"
        '<summary>short</summary><content type="html">&lt;p&gt;long text&lt;/p&gt;</content>'
        "</entry></feed>"
    )
    (entry,) = atom.articles
    assert (atom.kind, entry.title, entry.text) == ("atom", "A dam", "long text")
    assert entry.published_at == "2026-03-01T08:00:00Z"
    rdf = read(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/"><item rdf:about="https://a.example/1">'
        "<title>Damm</title><link>https://a.example/1</link></item></rdf:RDF>"
    )
    assert (rdf.kind, rdf.articles[0].title) == ("rdf", "Damm")


def test_json_feed() -> None:
    feed = read(
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "language": "en-GB",
                "items": [
                    {
                        "id": 7,
                        "url": "https://a.example/7",
                        "title": "The dam",
                        "content_html": "<p>It <b>holds</b>.</p><script>x()</script>",
                        "date_published": "2026-03-01T08:00:00Z",
                    },
                    {"title": ["not", "text"]},
                    "no item",
                ],
            }
        )
    )
    (item,) = feed.articles
    assert (item.id, item.title, item.text) == ("7", "The dam", "It holds.")
    assert (item.language_hint, feed.kind, len(feed.rejected)) == ("en", "json", 2)


def test_news_sitemap_and_index() -> None:
    feed = read(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url>'
        "<loc>https://a.example/1</loc><n:news><n:publication><n:name>A</n:name>"
        "<n:language>fr</n:language></n:publication>"
        "<n:publication_date>2026-03-01</n:publication_date>"
        "<n:title>Le barrage tient</n:title></n:news></url>"
        "<url><loc>https://a.example/about</loc></url></urlset>"
    )
    (one,) = feed.articles
    assert (one.url, one.title, one.language_hint) == (
        "https://a.example/1",
        "Le barrage tient",
        "fr",
    )
    index = read(
        "<sitemapindex><sitemap><loc>https://a.example/old.xml</loc><lastmod>2025-01-01</lastmod>"
        "</sitemap><sitemap><loc>https://a.example/new.xml</loc><lastmod>2026-01-01</lastmod>"
        "</sitemap></sitemapindex>"
    )
    assert index.children == ("https://a.example/new.xml", "https://a.example/old.xml")
    plain_map = b"<urlset><url><loc>https://a.example/1</loc></url></urlset>"
    assert feeds.read(plain_map, BLANK) is None


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<html><body><p>Not found</p></body></html>",
        b"{}",
        b"[]",
        b'{"items": []}',
        b"{" * 100_000,
        b"\x00\x01\x02",
        b"%PDF-1.4",
        b"<urlset>",
    ],
)
def test_what_is_no_feed(raw: bytes) -> None:
    found = feeds.read(raw, BLANK)
    assert found is None or found.articles == []


def test_an_empty_feed_is_a_feed() -> None:
    assert read("<rss version='2.0'><channel><title>x</title></channel></rss>").articles == []


def test_entities_are_not_looked_up(tmp_path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden-word")
    for root in ("rss", "urlset"):
        raw = (
            f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{secret}"><!ENTITY b "bb"><!ENTITY c "'
            + "&b;" * 10
            + f'">]><{root} version="2.0"><channel><item><title>A &a; b</title>'
            "<link>https://a.example/</link></item></channel>"
            "<url><loc>https://a.example/1</loc><news><title>A &a; &c; b</title></news></url>"
            f"</{root}>"
        )
        for article in read(raw).articles:
            assert "hidden-word" not in f"{article.title}{article.text}{article.url}"


def test_a_billion_laughs_are_not_laughed() -> None:
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    raw = f'<!DOCTYPE x [<!ENTITY l0 "ha">{lines}]><rss version="2.0"><channel><item>'
    raw += "<title>&l11;</title><link>https://a.example/</link></item></channel></rss>"
    for article in read(raw).articles:
        assert len(article.title or "") < 1_000


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a &amp; b", "a & b"),
        ("1 < 2", "1 < 2"),
        ("<p>one</p><p>two<br>three</p>", "one\ntwo\nthree"),
        ("x<script>y</script><style>z{}</style>", "x"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;x", "x"),
        ("&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;x", "x"),
        ("<b>unclosed", "unclosed"),
        ("<p></p>", ""),
        ("", ""),
        ("a\x00b<i>c</i>", "abc"),
        ("<iframe src=x>f</iframe>t", "t"),
    ],
)
def test_plain_text(html: str, text: str) -> None:
    assert plain(html) == text


@pytest.mark.parametrize(
    ("raw", "cut"),
    [
        (b"<rss><channel></channel></rss>", False),
        (b"<rss><channel></channel></rss>\n<!-- served by a7 -->\n", False),
        (b"<rss><channel><item><title>Da", True),
        (b"<rss><channel></channel>", True),
        (b"<a:feed xmlns:a='x'></a:feed>", False),
        (b"<feed xmlns='x'/>", False),
        (b"<rdf:RDF><item></item></rdf:RDF >", False),
        (b"<html></html>", False),
    ],
)
def test_feeds_that_were_cut_off(raw: bytes, cut: bool) -> None:
    assert feeds.is_cut(raw) is cut

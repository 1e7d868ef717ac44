"""Feeds in, raw articles out: RSS, RDF and Atom by feedparser, JSON Feed, news sitemaps."""

from __future__ import annotations

import re
from calendar import timegm
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Literal

from etl.collect import jsonfeed, sitemap
from etl.collect.plain import plain
from etl.records import RawArticle, Rejected
from etl.urls import joined

FeedKind = Literal["rss", "atom", "rdf", "json", "sitemap"]

_ROOT = re.compile(rb"<\s*(?:[\w.-]+:)?(rss|feed|RDF|urlset|sitemapindex|channel)\b", re.IGNORECASE)
_WIDE = re.compile(r"charset\s*=\s*[\"']?(utf-?(16|32)|ucs)", re.IGNORECASE)
_TAIL = 4_000  # bytes at the end among which the root's end tag must stand


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says. `children` are the addresses of a sitemap index."""

    kind: FeedKind
    articles: list[RawArticle]
    rejected: list[Rejected]
    newest: datetime | None = None
    children: tuple[str, ...] = ()


def read(raw: bytes, blank: RawArticle, url: str = "", content_type: str = "") -> Feed | None:
    """Read a feed of any kind; None if it is none.

    `url` is what relative links are relative to. Entries without title, text, link and id are
    rejected; those with a link only are kept, for their page can be fetched.
    """
    start = raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start in (b"{", b"["):
        items = jsonfeed.read(raw, blank)
        return None if items is None else _sorted_out("json", items, url, blank, raw)
    root = _ROOT.search(raw[:20_000])
    if root and root[1].lower() in (b"urlset", b"sitemapindex"):
        found = sitemap.read(raw, blank)
        if found is None:
            return None
        return replace(
            _sorted_out("sitemap", found.articles, url, blank, raw), children=found.children
        )
    return _by_feedparser(raw, blank, url, content_type)


def is_cut(raw: bytes) -> bool:
    """True if an XML feed ends before the end tag of its root: its last entry may be half there."""
    root = _ROOT.search(raw[:20_000])
    if not root or re.match(rb"<[^<>]*/\s*>", raw[root.start() :]):
        return False
    ends = re.findall(rb"</\s*(?:[\w.-]+:)?(\w+)\s*>", raw[-_TAIL:])
    return root[1].lower() not in {end.lower() for end in ends}


def _by_feedparser(raw: bytes, blank: RawArticle, url: str, content_type: str) -> Feed | None:
    import feedparser  # takes long to import, and most runs read no feed

    headers = {"content-type": _content_type(raw, content_type)}
    if url:
        headers["content-location"] = url
    parsed = feedparser.parse(
        raw, response_headers=headers, sanitize_html=True, resolve_relative_uris=False
    )
    if not parsed.get("version") and not parsed.entries:
        return None
    home = parsed.feed.get("link")
    language = _language(parsed.feed.get("language"))
    articles = [
        _entry(entry, number, home, language, blank)
        for number, entry in enumerate(parsed.entries, start=1)
    ]
    times = [
        time for entry in parsed.entries if (time := _utc(dict.get(entry, "published_parsed")))
    ]
    version = parsed.get("version") or "rss"
    kind: FeedKind = (
        "atom" if version.startswith("atom") else "rdf" if version in ("rss10", "rss090") else "rss"
    )
    return replace(_sorted_out(kind, articles, url, blank, raw), newest=max(times, default=None))


def _sorted_out(
    kind: FeedKind, articles: list[RawArticle], url: str, blank: RawArticle, raw: bytes
) -> Feed:
    """Links made whole; what holds nothing goes to the rejected."""
    kept, rejected = [], []
    for article in articles:
        if article.title or article.text or article.url or article.id:
            kept.append(replace(article, url=_absolute(article.url, url)))
        else:
            detail = "neither title, text, link nor id"
            rejected.append(
                Rejected("collect", "empty_entry", blank.file, article.line, None, detail, "")
            )
    times = [time for article in kept if (time := _moment(article.published_at))]
    return Feed(kind, kept, rejected, max(times, default=None))


def _entry(
    entry: Any, number: int, home: str | None, language: str | None, blank: RawArticle
) -> RawArticle:
    content = [part.get("value", "") for part in entry.get("content", [])]
    link = entry.get("feedburner_origlink") or entry.get("link")  # before a service's redirect
    texts = [plain(html) for html in [*content, entry.get("summary", "")]]
    return replace(
        blank,
        line=number,
        url=link or None,
        id=entry.get("id") or None,
        title=plain(entry.get("title", "")).replace("\n", " ") or None,
        text=max(texts, key=len) or None,
        published_at=_date(entry, "published") or _date(entry, "updated"),
        source=None if link else home or blank.source,
        language_hint=language,
        updated_at=_date(entry, "updated") if dict.get(entry, "published") else None,
        origin="feed",
    )


def _date(entry: Any, name: str) -> str | None:
    """The date as written, if in a common form; else as feedparser understands it."""
    text = dict.get(entry, name)  # feedparser's own `get` takes one date for the other
    if not text or _moment(text):
        return text or None
    parsed = _utc(dict.get(entry, f"{name}_parsed"))
    return parsed.isoformat() if parsed else str(text)


def _moment(text: str | None) -> datetime | None:
    """A date in ISO or mail form; bare ones count as UTC, which is near enough to compare."""
    for read_one in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read_one(text or "")
            return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


def _utc(parts: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(timegm(parts), UTC) if parts else None
    except (ValueError, TypeError, OverflowError):
        return None


def _content_type(raw: bytes, given: str) -> str:
    """What to tell feedparser: bytes that are valid UTF-8 are UTF-8, whatever the header says."""
    try:
        text = raw.decode("utf8")
        # Plain ASCII may be an encoding that works by escapes, but not one of two bytes a letter.
        if not text.isascii() or (_WIDE.search(given) and "\0" not in text):
            return "application/xml; charset=utf-8"
    except UnicodeDecodeError:
        pass
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", given, re.IGNORECASE)
    if charset and charset[1].lower().replace("_", "-") not in ("utf-8", "utf8", "us-ascii"):
        return f"application/xml; charset={charset[1]}"
    return "application/xml"


def _language(given: str | None) -> str | None:
    return (given or "")[:2].lower() or None


def _absolute(link: str | None, url: str) -> str | None:
    return (joined(url, link) or link) if link and url else link

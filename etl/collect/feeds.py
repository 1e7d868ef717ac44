"""Feeds in, raw articles out."""

from __future__ import annotations

from dataclasses import replace
from html import unescape
from typing import Any

from lxml.html import document_fromstring

from etl.records import RawArticle


def entries(raw: bytes, blank: RawArticle) -> list[RawArticle]:
    """The entries of an RSS, Atom or RDF file that have a title or a text; plain text only."""
    import feedparser  # takes long to import, and most runs read no feed

    feed = feedparser.parse(raw, sanitize_html=True, resolve_relative_uris=False)
    home = feed.feed.get("link")
    language = (feed.feed.get("language") or "")[:2].lower() or None
    return [
        article
        for number, entry in enumerate(feed.entries, start=1)
        if (article := _entry(entry, number, home, language, blank)).title or article.text
    ]


def _entry(
    entry: Any, number: int, home: str | None, language: str | None, blank: RawArticle
) -> RawArticle:
    content = [part.get("value", "") for part in entry.get("content", [])]
    link = entry.get("link")
    return replace(
        blank,
        line=number,
        url=link,
        id=entry.get("id"),
        title=_plain(entry.get("title", "")).replace("\n", " ") or None,
        text=_plain(max([*content, entry.get("summary", "")], key=len)) or None,
        published_at=entry.get("published") or entry.get("updated"),
        source=None if link else home,
        language=language,
        origin="feed",
    )


def _plain(html: str) -> str:
    """The text of a fragment of HTML, a paragraph a line; script and style go."""
    if "<" not in html:
        return unescape(html).strip()
    tree = document_fromstring(f"<div>{html}</div>")
    for element in tree.xpath("//script|//style"):
        element.drop_tree()
    for element in tree.xpath("//br|//p|//div|//li"):
        element.tail = "\n" + (element.tail or "")
    lines = (" ".join(line.split()) for line in tree.text_content().splitlines())
    return "\n".join(line for line in lines if line)

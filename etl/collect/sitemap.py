"""News sitemaps in, raw articles out; an index gives the addresses of its sitemaps."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lxml import etree

from etl.collect.plain import plain
from etl.records import RawArticle

CHILDREN = 5  # sitemaps of an index that are followed, the newest ones


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The articles of a sitemap, or the sitemaps of an index."""

    articles: list[RawArticle]
    children: tuple[str, ...]


def read(raw: bytes, blank: RawArticle) -> Sitemap | None:
    """A news sitemap; None for what is none, a sitemap without news included.

    A plain sitemap lists everything an outlet ever published, without titles: that is no feed.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None:
        return None
    if _name(root) == "sitemapindex":
        children = [(_child(node, "lastmod"), _child(node, "loc")) for node in root]
        newest = sorted((pair for pair in children if pair[1]), reverse=True)[:CHILDREN]
        return Sitemap([], tuple(loc for _, loc in newest))
    nodes = [node for node in root if _name(node) == "url"]
    articles = [
        article
        for number, node in enumerate(nodes, start=1)
        if (article := _article(node, number, blank)) is not None
    ]
    return Sitemap(articles, ()) if articles or not nodes else None


def _article(node: etree._Element, number: int, blank: RawArticle) -> RawArticle | None:
    news = next((child for child in node if _name(child) == "news"), None)
    if news is None:
        return None
    publication = next((child for child in news if _name(child) == "publication"), None)
    language = _child(publication, "language") if publication is not None else ""
    return replace(
        blank,
        line=number,
        url=_child(node, "loc") or None,
        title=plain(_child(news, "title")).replace("\n", " ") or None,
        published_at=_child(news, "publication_date") or _child(node, "lastmod") or None,
        language_hint=language[:2].lower() or None,
        origin="feed",
    )


def _child(node: etree._Element, name: str) -> str:
    """Text of a child by its name without namespace."""
    for child in node:
        if _name(child) == name:
            return "".join(str(text) for text in child.itertext()).strip()
    return ""


def _name(node: etree._Element) -> str:
    # Comments, processing instructions and entities have no name.
    return etree.QName(node).localname if isinstance(node.tag, str) else ""

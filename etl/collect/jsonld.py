"""schema.org objects in a page: JSON-LD, read leniently and bounded."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from etl.collect.plain import storable

MAX_OBJECTS = 500  # a page with more is a trap or a catalogue
MAX_DEPTH = 8

ARTICLE_TYPES = frozenset(
    {
        "Article",
        "NewsArticle",
        "ReportageNewsArticle",
        "AnalysisNewsArticle",
        "AskPublicNewsArticle",
        "BackgroundNewsArticle",
        "OpinionNewsArticle",
        "ReviewNewsArticle",
        "SatiricalArticle",
        "ScholarlyArticle",
        "TechArticle",
        "BlogPosting",
        "LiveBlogPosting",
        "SocialMediaPosting",
        "Report",
    }
)
_CONTROL = re.compile(r"[\x00-\x1f]")

Object = dict[str, Any]


def objects(tree: HtmlElement) -> list[Object]:
    """Every typed object of the page's JSON-LD, outer ones first; broken ones are left."""
    found: list[Object] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            for item in typed(_load(script.text or ""), 0):
                found.append(item)
                if len(found) >= MAX_OBJECTS:
                    return found
    return found


def typed(value: Any, depth: int = 0) -> Iterator[Object]:
    """The objects with an @type in a JSON value, however nested."""
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from typed(item, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for inner in value.values():
            if isinstance(inner, (dict, list)):
                yield from typed(inner, depth + 1)


def types(item: Object) -> set[str]:
    """The names of an object's types, without the vocabulary's address."""
    given = item.get("@type")
    names = given if isinstance(given, list) else [given]
    return {name.rpartition("/")[2].rpartition(":")[2] for name in names if isinstance(name, str)}


def text_of(value: Any) -> str | None:
    """A string value, or the name, URL or value of an object or of the first in a list."""
    if isinstance(value, list):
        return next((text for item in value if (text := text_of(item))), None)
    if isinstance(value, dict):
        keys = ("name", "alternateName", "@value", "url", "@id")
        return next((text for key in keys if (text := text_of(value.get(key)))), None)
    if isinstance(value, bool) or value is None:
        return None
    return storable(str(value).strip()) or None


def _load(text: str) -> Any:
    """The value of a script; comments, CDATA marks and raw line breaks in strings are forgiven."""
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip()
    text = text.removeprefix("//<![CDATA[").removeprefix("<![CDATA[")
    text = text.removesuffix("]]>").removesuffix("//").strip().rstrip(";")
    for candidate in (text, _CONTROL.sub(" ", text)):
        try:
            return json.loads(candidate)
        except (ValueError, RecursionError):
            continue
    return None

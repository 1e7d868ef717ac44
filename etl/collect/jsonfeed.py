"""JSON Feed (versions 1 and 1.1) in, raw articles out."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from etl.collect.plain import plain, storable
from etl.records import RawArticle


def read(raw: bytes, blank: RawArticle) -> list[RawArticle] | None:
    """The items of a JSON Feed; None if it is none."""
    try:
        feed = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return None
    if "jsonfeed" not in _text(feed.get("version")):
        return None
    language = _text(feed.get("language"))
    return [
        _item(item if isinstance(item, dict) else {}, number, language, blank)
        for number, item in enumerate(feed["items"], start=1)
    ]


def _item(item: dict[str, Any], number: int, language: str, blank: RawArticle) -> RawArticle:
    link = _text(item.get("url")) or _text(item.get("external_url"))
    texts = [plain(_text(item.get(name))) for name in ("content_html", "summary")]
    texts.append(_text(item.get("content_text")))
    return replace(
        blank,
        line=number,
        url=link or None,
        id=_text(item.get("id")) or None,
        title=plain(_text(item.get("title"))).replace("\n", " ") or None,
        text=max(texts, key=len) or None,
        published_at=_text(item.get("date_published")) or _text(item.get("date_modified")) or None,
        updated_at=_text(item.get("date_modified")) or None,
        language_hint=(_text(item.get("language")) or language)[:2].lower() or None,
        origin="feed",
    )


def _text(value: Any) -> str:
    """Strings and numbers as text; anything else is nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return storable(str(value).strip())

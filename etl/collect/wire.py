"""Records as JSON and back: for the queue of pages, and for the process that reads pages."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime

from etl.collect.feeds import Feed
from etl.collect.inputs import Item
from etl.factcheck_records import RawFactCheck
from etl.records import DateHint, RawArticle, Rejected

KINDS: dict[str, type[RawArticle] | type[RawFactCheck] | type[Rejected]] = {
    "article": RawArticle,
    "fact_check": RawFactCheck,
    "rejected": Rejected,
}


def dump(item: Item) -> str:
    """One record as JSON."""
    kind = next(name for name, made in KINDS.items() if isinstance(item, made))
    return json.dumps({"kind": kind, **asdict(item)})


def load(text: str) -> Item:
    """The record again."""
    values = json.loads(text)
    made = KINDS[values.pop("kind")]
    if made is RawArticle:
        values["dates"] = tuple(DateHint(**hint) for hint in values["dates"])
    return made(**values)


def dump_feed(feed: Feed | None) -> str:
    """A feed as JSON."""
    if feed is None:
        return "null"
    values = {
        "kind": feed.kind,
        "articles": [dump(article) for article in feed.articles],
        "rejected": [dump(rejected) for rejected in feed.rejected],
        "newest": feed.newest.isoformat() if feed.newest else None,
        "children": feed.children,
    }
    return json.dumps(values)


def load_feed(text: str) -> Feed | None:
    """The feed again."""
    values = json.loads(text)
    if values is None:
        return None
    articles = [load_article(article) for article in values["articles"]]
    rejected = [item for text in values["rejected"] if isinstance(item := load(text), Rejected)]
    newest = datetime.fromisoformat(values["newest"]) if values["newest"] else None
    return Feed(values["kind"], articles, rejected, newest, tuple(values["children"]))


def load_article(text: str) -> RawArticle:
    """The article again. Raises ValueError for another kind of record."""
    item = load(text)
    if not isinstance(item, RawArticle):
        raise ValueError("not an article")
    return item

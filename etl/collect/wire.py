"""Records as JSON and back: for the queue of pages, and for the process that reads them."""

from __future__ import annotations

import json
from dataclasses import asdict

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


def load_article(text: str) -> RawArticle:
    """The article again. Raises ValueError for another kind of record."""
    item = load(text)
    if not isinstance(item, RawArticle):
        raise ValueError("not an article")
    return item

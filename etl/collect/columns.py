"""Which columns of other people's files mean what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from etl.collect.plain import storable
from etl.records import RawArticle

# Order matters: the first name that is present wins.
NAMES: dict[str, tuple[str, ...]] = {
    "url": ("url", "link", "canonical_url", "article_url", "story_url", "href", "uri"),
    "id": ("id", "guid", "article_id", "story_id", "stories_id", "uuid"),
    "title": ("title", "headline", "titel", "head", "story_title", "überschrift"),
    "text": (
        "text",
        "body",
        "content",
        "maintext",
        "article",
        "article_text",
        "full_text",
        "plain_text",
        "summary",
        "description",
        "lead",
        "teaser",
        "abstract",
        "desc",
    ),
    "published_at": (
        "published_at",
        "publish_date",
        "published",
        "pub_date",
        "pubdate",
        "date_published",
        "date_publish",
        "publication_date",
        "date",
        "datetime",
        "datum",
        "created_at",
    ),
    "source": (
        "source",
        "domain",
        "source_domain",
        "outlet",
        "media_name",
        "publisher",
        "publication",
        "site",
        "newspaper",
        "outletname",
        "quelle",
    ),
    "language": ("language", "lang", "sprache"),
    "updated_at": (
        "updated_at",
        "date_modified",
        "modified_at",
        "last_modified",
        "date_updated",
        "last_updated",
        "aktualisiert",
    ),
    "fetched_at": (
        "fetched_at",
        "crawled_at",
        "retrieved_at",
        "date_download",
        "seen_at",
        "seen_date",
        "seendate",
        "indexed_date",
    ),
}


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """For one file: our field → the file's column."""

    columns: dict[str, str]

    @property
    def usable(self) -> bool:
        """True if there is a title or a text to read."""
        return "title" in self.columns or "text" in self.columns

    @property
    def renamed(self) -> dict[str, str]:
        """Only the columns that have another name than ours."""
        return {ours: theirs for ours, theirs in self.columns.items() if ours != theirs}


def map_columns(names: list[str]) -> ColumnMap:
    """Find our fields among the column names of a file, whatever their case."""
    present = {name.strip().lower(): name for name in reversed(names)}
    found = {
        ours: next((present[name] for name in theirs if name in present), None)
        for ours, theirs in NAMES.items()
    }
    return ColumnMap({ours: name for ours, name in found.items() if name is not None})


def from_row(row: dict[str, Any], mapping: ColumnMap, blank: RawArticle) -> RawArticle:
    """One row as a raw article; values become strings, empty ones None."""
    values: dict[str, Any] = {
        ours: _string(row.get(theirs)) for ours, theirs in mapping.columns.items()
    }
    return replace(blank, **values)


def _string(value: Any) -> str | None:
    if value is None:
        return None
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    text = value if isinstance(value, str) else str(value)
    return storable(text.strip()) or None

"""What is forgotten after a while: full texts, requests to feeds, entries gone from their feeds."""

from __future__ import annotations

from datetime import datetime, timedelta

from etl.config import RetentionSettings
from etl.warehouse import Warehouse

_TEXTS = (
    "delete from article_text where article_id in"
    " (select article_id from article where fetched_at < $before)"
)
_EVENTS = "delete from fetch_event where checked_at < $before"
# An entry of a feed that has not been read since may still be in it: it is kept.
_ENTRIES = (
    "delete from feed_entry where last_seen_at < $before and feed_id in"
    " (select feed_id from feed where last_ok_at >= $before)"
)


def forget(warehouse: Warehouse, settings: RetentionSettings, now: datetime) -> None:
    """Delete what the settings do not keep; mentions, hashes and revisions always stay."""
    ages = ((_TEXTS, settings.text_days), (_EVENTS, settings.event_days))
    with warehouse.transaction():
        for sql, days in (*ages, (_ENTRIES, settings.entry_days)):
            if days:
                warehouse.con.execute(sql, {"before": now - timedelta(days=days)})

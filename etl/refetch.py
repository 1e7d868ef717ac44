"""Which articles are to be fetched again now."""

from __future__ import annotations

from datetime import datetime

import duckdb
import polars as pl

from etl.factcheck_records import REFETCH_COLUMNS


def due(con: duckdb.DuckDBPyConnection, now: datetime, limit: int) -> pl.DataFrame:
    """Articles whose time has come, the longest overdue first; the view refetch_due says when.

    Only pages that a listed feed named: a full text from a feed changes with its entry, and an
    article from a file was not ours to fetch.
    """
    rows = con.execute(
        "select d.article_id, d.source_id, d.url, d.due_at from refetch_due d"
        " join fetched_page using (url)"
        " join feed using (feed_id)"
        " where is_listed and due_at <= $now and closes_at > $now"
        " order by due_at, article_id limit $limit",
        {"now": now, "limit": limit},
    ).fetchall()
    return pl.DataFrame(rows, schema=REFETCH_COLUMNS, orient="row")

"""Which articles are to be fetched again now."""

from __future__ import annotations

from datetime import datetime

import duckdb
import polars as pl

from etl.factcheck_records import REFETCH_COLUMNS


def due(con: duckdb.DuckDBPyConnection, now: datetime) -> pl.DataFrame:
    """Articles whose time has come, the longest overdue first; the view refetch_due says when."""
    rows = con.execute(
        "select article_id, source_id, url, due_at from refetch_due"
        " where due_at <= $now and closes_at > $now"
        " order by due_at, article_id",
        {"now": now},
    ).fetchall()
    return pl.DataFrame(rows, schema=REFETCH_COLUMNS, orient="row")

"""The latest snapshot → CSV or Parquet files with a manifest."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

import duckdb
from duckdb import (
    CaseExpression,
    ColumnExpression,
    ConstantExpression,
    Expression,
    FunctionExpression,
)

from etl import __version__
from etl.errors import UsageError
from etl.publish import latest

Format = Literal["csv", "parquet"]
# A spreadsheet runs a cell that begins so as a formula (OWASP, CSV injection).
FORMULA = r"^[=+\-@\t\r\n|]"
TIME_COLUMNS = ("appeared_at", "published_at", "hour", "day", "first_at")


@dataclass(frozen=True, slots=True)
class Filters:
    """What an export is limited to; empty means everything. Days are UTC, both ends included."""

    since: date | None = None
    until: date | None = None
    source_id: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    claim_id: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """For the manifest: only what is set."""
        return {key: value for key, value in asdict(self).items() if value}


def export(
    data_dir: Path, out: Path, kind: Format, filters: Filters, now: datetime
) -> dict[str, Any]:
    """Write every table and view of the latest snapshot to `out`; returns the manifest."""
    snapshot = latest(data_dir)
    if snapshot is None:
        raise UsageError(f"{data_dir}: no snapshot yet; run `python -m etl run` first")
    out.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(snapshot), read_only=True) as con:
        con.execute("set TimeZone = 'UTC'")
        counts = {
            name: _write(con, name, out / f"{name}.{kind}", kind, filters) for name in _names(con)
        }
        run = con.execute(
            "select run_id, model_version from run order by started_at desc limit 1"
        ).fetchone() or (None, None)
    manifest = {
        "exported_at": now.astimezone(UTC).isoformat(timespec="seconds"),
        "snapshot": snapshot.name,
        "run_id": run[0],
        "model_version": run[1],
        "code_version": __version__,
        "format": kind,
        "filters": filters.as_dict(),
        "rows": counts,
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False, default=str)
    (out / "manifest.json").write_text(text + "\n", encoding="utf8")
    return manifest


def _names(con: duckdb.DuckDBPyConnection) -> list[str]:
    rows = con.execute(
        "select table_name from duckdb_tables() where not internal"
        " union all select view_name from duckdb_views() where not internal"
        " order by 1"
    ).fetchall()
    return [name for (name,) in rows]


def _write(
    con: duckdb.DuckDBPyConnection, name: str, path: Path, kind: Format, filters: Filters
) -> int:
    rows = con.table(name) if name in _tables(con) else con.view(name)
    rows = _filtered(rows, filters)
    count = rows.aggregate("count(*)").fetchone()
    rows = rows.order("all")
    if kind == "parquet":
        rows.write_parquet(str(path))
    else:
        rows.select(
            *[_safe(n, str(t)) for n, t in zip(rows.columns, rows.types, strict=True)]
        ).write_csv(str(path), header=True)
    return int(count[0]) if count else 0


def _tables(con: duckdb.DuckDBPyConnection) -> set[str]:
    rows = con.execute("select table_name from duckdb_tables() where not internal").fetchall()
    return {name for (name,) in rows}


def _filtered(rows: duckdb.DuckDBPyRelation, filters: Filters) -> duckdb.DuckDBPyRelation:
    """Keep the rows that pass; a table without a filter's column is not limited by it."""
    for column in ("source_id", "language", "status", "claim_id"):
        values = getattr(filters, column)
        if values and column in rows.columns:
            wanted = [ConstantExpression(value) for value in values]
            rows = rows.filter(ColumnExpression(column).cast("varchar").isin(*wanted))
    time = next((column for column in TIME_COLUMNS if column in rows.columns), None)
    if time:
        day = FunctionExpression("date_trunc", ConstantExpression("day"), ColumnExpression(time))
        if filters.since:
            rows = rows.filter(day.cast("date") >= ConstantExpression(filters.since))
        if filters.until:
            rows = rows.filter(day.cast("date") <= ConstantExpression(filters.until))
    return rows


def _safe(column: str, kind: str) -> Expression:
    """A text cell that would run as a formula gets an apostrophe in front."""
    value = ColumnExpression(column)
    if kind != "VARCHAR":
        return value
    dangerous = FunctionExpression("regexp_matches", value, ConstantExpression(FORMULA))
    quoted = FunctionExpression("concat", ConstantExpression("'"), value)
    return CaseExpression(dangerous, quoted).otherwise(value).alias(column)

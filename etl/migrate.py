"""The schema: migrations applied in order, each once."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import duckdb

MIGRATIONS = Path(__file__).resolve().parent / "migrations"


def files() -> list[Path]:
    """All migrations in their order."""
    return sorted(MIGRATIONS.glob("*.sql"))


def migrate(con: duckdb.DuckDBPyConnection, only: Collection[str] | None = None) -> list[str]:
    """Apply what is not applied yet, each file in one transaction with its row in `migration`.

    `only` names the files that are wanted; without it all are.
    """
    con.execute(
        "create table if not exists migration (name varchar primary key, applied_at timestamptz)"
    )
    applied = {name for (name,) in con.execute("select name from migration").fetchall()}
    pending = [
        path for path in files() if path.name not in applied and (only is None or path.name in only)
    ]
    for path in pending:
        con.execute("begin")
        con.execute(path.read_text(encoding="utf8"))
        con.execute("insert into migration values ($name, now())", {"name": path.name})
        con.execute("commit")
    return [path.name for path in pending]

"""A warehouse in a DuckLake: tables as Parquet files, their catalogue in SQLite or PostgreSQL.

A DuckLake holds tables, but no keys, no types of our own and no arrays of fixed length. So the
migrations run in a database in memory, the shape; the lake gets the tables that come out, and
each session defines types, macros and views for itself, from the same shape.
"""

from __future__ import annotations

import re
from datetime import timedelta

import duckdb

from etl import extensions, schema
from etl.errors import RunError, UsageError
from etl.migrate import files, migrate
from etl.schema import join, literal, quote
from etl.storage import Lake

LAKE, SHAPE = "lake", "shape"
_OWN, _BUILT = "lake.main,memory.main", "memory.main,lake.main"
# What a migration changes, as the SQL of this project is written.
_CHANGES = re.compile(
    r"^(?:create table|alter table|drop table|insert into|update|delete from) (\w+)"
    r"(?: rename to (\w+))?",
    re.MULTILINE,
)
_CAST = re.compile(r"^CAST\(('.*') AS \w+\)$")


def connect(
    lake: Lake, *, writing: bool = False, version: int | None = None
) -> duckdb.DuckDBPyConnection:
    """A session in which the lake's tables and our types, macros and views have their names.

    `version` is a snapshot of the lake to go back to. Raises UsageError without the extensions
    or where there is no lake, RunError where another version of Claimwatch wrote it.
    """
    con = duckdb.connect(config=dict(extensions.OFFLINE))
    try:
        extensions.load(con, lake.catalogue, "ducklake")
        con.execute("set TimeZone = 'UTC'")
        con.execute(_attach(lake, writing, version))
        con.execute("attach ':memory:' as shape")
        applied = _applied(con)
        if writing:
            _bring_up(con, applied)
        elif applied != {path.name for path in files()}:
            raise RunError(f"{lake}: written by another version; the next run brings it up to date")
        else:
            con.execute("use shape")
            migrate(con)
        _define(con)
    except BaseException:
        con.close()
        raise
    return con


def _attach(lake: Lake, writing: bool, version: int | None) -> str:
    options = [f"data_path {literal(str(lake.files))}"]
    if lake.catalogue == "sqlite":
        # A reader waits while a commit is written, and the other way round.
        options.append("meta_busy_timeout 10000")
    if not writing:
        options += ["read_only", "create_if_not_exists false"]
    if version is not None:
        options.append(f"snapshot_version {version:d}")
    return join("attach ", literal(lake.address), " as lake (", ", ".join(options), ")")


def _applied(con: duckdb.DuckDBPyConnection) -> set[str]:
    """The migrations that the lake's tables have been through."""
    if "migration" not in schema.tables(con, LAKE):
        return set()
    return {name for (name,) in con.execute("select name from lake.migration").fetchall()}


def _bring_up(con: duckdb.DuckDBPyConnection, applied: set[str]) -> None:
    """Migrate the shape, with the rows that matter, and take over the tables that changed."""
    con.execute("use shape")
    migrate(con, applied)
    pending = [path for path in files() if path.name not in applied]
    if not pending:
        return
    sql = "\n".join(path.read_text(encoding="utf8") for path in pending)
    changed = {name for found in _CHANGES.findall(sql) for name in found if name}
    there = set(schema.tables(con, LAKE))
    read = _read(con, sql) & there if changed & there else set()
    for name in read:
        con.execute(join("insert into ", quote(name), " by name from lake.", quote(name)))
    migrate(con)
    con.execute("begin")
    for name in sorted({*changed, "migration"}):
        if name in there:
            con.execute(join("drop table lake.", quote(name)))
        if columns := schema.columns(con, SHAPE, name):
            parts = ", ".join(_column(*column) for column in columns)
            con.execute(join("create table lake.", quote(name), " (", parts, ")"))
            con.execute(join("insert into lake.", quote(name), " by name from ", quote(name)))
    named = set(re.findall(r"\w+", sql)) & set(schema.tables(con, SHAPE))
    schema.comments(con, SHAPE, named, LAKE)
    con.execute("commit")
    for name in schema.tables(con, SHAPE):
        con.execute(join("truncate ", quote(name)))


def _read(con: duckdb.DuckDBPyConnection, sql: str) -> set[str]:
    """What a migration names, and what the views that it names are made of."""
    words = set(re.findall(r"\w+", sql))
    for name, body in reversed(schema.definitions(con, SHAPE)):
        if name in words:
            words |= set(re.findall(r"\w+", body))
    return words


def _column(name: str, kind: str, nullable: bool, default: str | None) -> str:
    """A column as a lake can hold it."""
    kind = "varchar" if kind.startswith("ENUM") else re.sub(r"\[\d+\]$", "[]", kind)
    parts = [quote(name), kind]
    if not nullable:
        parts.append("not null")
    if default is not None:
        cast = _CAST.match(default)
        parts.append(f"default {cast[1] if cast else default}")
    return " ".join(parts)


def _define(con: duckdb.DuckDBPyConnection) -> None:
    """Types, macros and views in the session, over the lake's tables."""
    for name, labels in schema.enums(con, SHAPE):
        con.execute(schema.enum("memory", name, labels))
    found = schema.definitions(con, SHAPE)
    con.execute(join("set search_path = ", literal(_BUILT)))
    for _, sql in found:
        con.execute(sql)
    con.execute(join("set search_path = ", literal(_OWN)))


def mark(con: duckdb.DuckDBPyConnection, run_id: str) -> None:
    """Name the transaction at hand after the run that it ends, to be found by `version_of`."""
    con.execute("call ducklake_set_commit_message('lake', 'claimwatch', $run)", {"run": run_id})


def version_of(con: duckdb.DuckDBPyConnection, run_id: str) -> int:
    """The lake's snapshot at the end of a run. Raises UsageError if it is not kept."""
    row = con.execute(
        "select max(snapshot_id) from ducklake_snapshots('lake') where commit_message = $run",
        {"run": run_id},
    ).fetchone()
    if row is None or row[0] is None:
        raise UsageError(f"run {run_id}: the warehouse does not keep how it stood then")
    return int(row[0])


def tidy(con: duckdb.DuckDBPyConnection, kept_for: timedelta | None) -> None:
    """Few large files instead of many small ones; what is older than `kept_for` is forgotten."""
    con.execute("call ducklake_flush_inlined_data('lake')")
    con.execute("call ducklake_merge_adjacent_files('lake')")
    con.execute("call ducklake_rewrite_data_files('lake')")
    if kept_for is not None:
        before = {"age": kept_for}
        con.execute("call ducklake_expire_snapshots('lake', older_than => now() - $age)", before)
        con.execute("call ducklake_cleanup_old_files('lake', older_than => now() - $age)", before)

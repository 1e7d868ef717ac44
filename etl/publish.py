"""The warehouse → an immutable snapshot file, replaced atomically."""

from __future__ import annotations

import os
import re
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

SNAPSHOTS = "snapshots"
LATEST = "LATEST"
# What never leaves the warehouse: full texts, vectors, raw records, and what only the ETL reads.
PRIVATE = frozenset(
    {
        "article_text",
        "article_signature",
        "article_anchor",
        "claim_statement",
        "word_count",
        "rejected_record",
        "claim_founding",
        "feed_request",
        "feed_entry",
        "pending_page",
        "fetched_page",
        "robots_file",
        "migration",
    }
)
# Views that a snapshot holds as tables, because every page reads them.
MATERIALISED = (
    "claim",
    "claim_event",
    "claim_party",
    "claim_provenance",
    "claim_redirect",
    "claim_revision",
    "claim_standing_history",
    "claim_timeline",
    "mention_override",
    "mention_wide",
    "mention_words",
    "source_credit",
    "source_lag",
)
# A snapshot's mentions stand under the claim that they belong to after all decisions of people,
# and so do fact-checks.
READ_FROM = {"mention": "decided_mention", "fact_check": "decided_fact_check"}


def publish(con: duckdb.DuckDBPyConnection, data_dir: Path, run_id: str, keep: int) -> Path:
    """Write snapshots/<run_id>.duckdb, point LATEST at it, and keep the newest `keep` files."""
    folder = data_dir / SNAPSHOTS
    folder.mkdir(parents=True, exist_ok=True)
    for left_over in folder.glob("*.tmp*"):
        left_over.unlink()
    path = folder / f"{run_id}.duckdb"
    part = folder / f"{run_id}.tmp"
    write(con, part)
    _sync(part)
    part.rename(path)
    pointer = folder / f"{LATEST}.tmp"
    pointer.write_text(f"{path.name}\n", encoding="utf8")
    _sync(pointer)
    pointer.replace(folder / LATEST)
    _sync(folder)
    _forget(folder, keep, path)
    return path


def latest(data_dir: Path) -> Path | None:
    """The snapshot that LATEST names, or None."""
    try:
        name = (data_dir / SNAPSHOTS / LATEST).read_text(encoding="utf8").strip()
    except FileNotFoundError:
        return None
    path = data_dir / SNAPSHOTS / name
    return path if name and path.exists() else None


def write(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Copy tables, materialised views, comments and views from an open warehouse to a new file."""
    path.unlink(missing_ok=True)
    (here,) = con.execute("select current_database()").fetchone() or ("",)
    con.execute(_join("attach ", _literal(str(path)), " as snapshot"))
    try:
        con.execute("begin")
        for name, labels in _enums(con, here):
            values = ", ".join(_literal(label) for label in labels)
            con.execute(_join("create type snapshot.", _quote(name), " as enum (", values, ")"))
        definitions = _definitions(con, here)
        inside = _from_public(definitions)
        for name in [*_tables(con, here), *(name for name in MATERIALISED if name not in inside)]:
            origin = _quote(READ_FROM.get(name, name))
            con.execute(
                _join("create table snapshot.", _quote(name), " as from ", origin, " order by all")
            )
        con.execute("use snapshot")
        for name, sql in definitions:
            if name in inside:
                con.execute(_as_table(sql))
            elif name not in MATERIALISED:
                con.execute(sql)
        con.execute(_join("use ", _quote(here)))
        _comments(con, here)
        con.execute("commit")
        con.execute("checkpoint snapshot")
    except BaseException:
        con.execute("rollback")
        raise
    finally:
        con.execute(_join("use ", _quote(here)))
        con.execute("detach snapshot")


def _tables(con: duckdb.DuckDBPyConnection, database: str) -> list[str]:
    rows = con.execute(
        "select table_name from duckdb_tables()"
        " where database_name = $database and not internal order by table_name",
        {"database": database},
    ).fetchall()
    return [name for (name,) in rows if name not in PRIVATE]


def _enums(con: duckdb.DuckDBPyConnection, database: str) -> list[tuple[str, list[str]]]:
    return con.execute(
        "select type_name, labels from duckdb_types()"
        " where database_name = $database and logical_type = 'ENUM' and not internal",
        {"database": database},
    ).fetchall()


def _definitions(con: duckdb.DuckDBPyConnection, database: str) -> list[tuple[str, str]]:
    """Views and macros in an order in which each finds those that it reads."""
    views = con.execute(
        "select view_name, sql from duckdb_views()"
        " where database_name = $database and not internal order by view_name",
        {"database": database},
    ).fetchall()
    macros = con.execute(
        "select function_name, function_type = 'table_macro', parameters, macro_definition, comment"
        " from duckdb_functions()"
        " where database_name = $database and not internal order by function_name",
        {"database": database},
    ).fetchall()
    rows = dict(views) | {name: _macro(name, *rest) for name, *rest in macros}
    bodies = dict(views) | {name: body for name, _, _, body, _ in macros}
    words = {name: set(re.findall(r"\w+", body)) for name, body in bodies.items()}
    reads = {name: rows.keys() & words[name] - {name} for name in rows}
    return [(name, rows[name]) for name in TopologicalSorter(reads).static_order()]


def _from_public(definitions: list[tuple[str, str]]) -> set[str]:
    """What can be worked out inside the snapshot, where it reads tables that are there already."""
    private, found = set(PRIVATE), set()
    for name, sql in definitions:
        if private & set(re.findall(r"\w+", sql)):
            private.add(name)
        elif name in MATERIALISED:
            found.add(name)
        # A table that was copied is no door to what it was made from.
        private.discard(name if name in MATERIALISED else "")
    return found


def _as_table(sql: str) -> str:
    """The statement that makes a view, turned into one that makes a table of its rows."""
    body = sql.removeprefix("CREATE VIEW").rstrip().rstrip(";")
    return _join("create table ", body, " order by all")


def _macro(name: str, is_table: bool, parameters: list[str], body: str, comment: str | None) -> str:
    """The statements that make a macro again, its comment included."""
    kind = " table" if is_table else ""
    head = _join("create macro ", _quote(name), "(", ", ".join(map(_quote, parameters)), ") as")
    said = _join("comment on macro", kind, " ", _quote(name), " is ", _literal(comment or ""))
    return _join(head, kind, " ", body, "; ", said)


def _comments(con: duckdb.DuckDBPyConnection, database: str) -> None:
    """Carry over what tables and columns mean: a snapshot explains itself."""
    tables = con.execute(
        "select table_name, comment from duckdb_tables()"
        " where database_name = $database and comment is not null"
        " union all select view_name, comment from duckdb_views()"
        " where database_name = $database and comment is not null",
        {"database": database},
    ).fetchall()
    copied = {*_tables(con, database), *MATERIALISED}
    for name, comment in tables:
        if name in copied:
            con.execute(
                _join("comment on table snapshot.", _quote(name), " is ", _literal(comment))
            )
    columns = con.execute(
        "select table_name, column_name, comment from duckdb_columns()"
        " where database_name = $database and comment is not null",
        {"database": database},
    ).fetchall()
    for table, column, comment in columns:
        if table in copied:
            place = _join("snapshot.", _quote(table), ".", _quote(column))
            con.execute(_join("comment on column ", place, " is ", _literal(comment)))


def _forget(folder: Path, keep: int, newest: Path) -> None:
    """Old snapshots go; a reader that holds one open keeps its file until it closes it."""
    others = [path for path in folder.glob("*.duckdb") if path != newest]
    others.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in others[keep - 1 :]:
        path.unlink()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _join(*parts: str) -> str:
    # Names of files, tables and columns cannot be bound; they are quoted instead.
    return "".join(parts)

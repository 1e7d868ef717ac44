"""The warehouse → an immutable snapshot file, replaced atomically."""

from __future__ import annotations

import os
import re
from pathlib import Path

import duckdb

from etl import schema
from etl.schema import join, literal, quote

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
    "claim_subject",
    "claim_timeline",
    "claim_wording",
    "mention_override",
    "mention_quarter",
    "mention_wide",
    "mention_words",
    "party_total",
    "source_credit",
    "source_lag",
    "source_status",
)
# A snapshot's mentions stand under the claim that they belong to after all decisions of people,
# and so do fact-checks.
READ_FROM = {"mention": "decided_mention", "fact_check": "decided_fact_check"}


def publish(
    con: duckdb.DuckDBPyConnection,
    data_dir: Path,
    run_id: str,
    keep: int,
    shape: str | None = None,
) -> Path:
    """Write snapshots/<run_id>.duckdb, point LATEST at it, and keep the newest `keep` files."""
    folder = data_dir / SNAPSHOTS
    folder.mkdir(parents=True, exist_ok=True)
    for left_over in folder.glob("*.tmp*"):
        left_over.unlink()
    path = folder / f"{run_id}.duckdb"
    part = folder / f"{run_id}.tmp"
    write(con, part, shape)
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


def write(con: duckdb.DuckDBPyConnection, path: Path, shape: str | None = None) -> None:
    """Copy tables, materialised views, comments and views from an open warehouse to a new file.

    `shape` is the attached database that defines all of these, where it is not the warehouse.
    """
    path.unlink(missing_ok=True)
    (here, searched) = con.execute(
        "select current_database(), current_setting('search_path')"
    ).fetchone() or ("", "")
    shape = shape or here
    con.execute(join("attach ", literal(str(path)), " as snapshot"))
    try:
        con.execute("begin")
        for name, labels in schema.enums(con, shape):
            con.execute(schema.enum("snapshot", name, labels))
        definitions = schema.definitions(con, shape)
        inside = _from_public(definitions)
        # The plain file has its types itself; a lake holds enums as text.
        typed = {} if shape == here else schema.enum_columns(con, shape)
        tables = [name for name in schema.tables(con, shape) if name not in PRIVATE]
        for name in [*tables, *(name for name in MATERIALISED if name not in inside)]:
            origin = READ_FROM.get(name, name)
            rows = _typed(origin, typed.get(origin, []))
            con.execute(
                join("create table snapshot.", quote(name), " as from (", rows, ") order by all")
            )
        con.execute("use snapshot")
        for name, sql in definitions:
            if name in inside:
                con.execute(_as_table(sql))
            elif name not in MATERIALISED:
                con.execute(sql)
        _back(con, here, searched)
        schema.comments(con, shape, {*tables, *MATERIALISED}, "snapshot")
        con.execute("commit")
        con.execute("checkpoint snapshot")
    except BaseException:
        con.execute("rollback")
        raise
    finally:
        _back(con, here, searched)
        con.execute("detach snapshot")


def _back(con: duckdb.DuckDBPyConnection, database: str, searched: str) -> None:
    """Names mean again what they meant before."""
    if searched:
        con.execute(join("set search_path = ", literal(searched)))
    else:
        con.execute(join("use ", quote(database)))


def _typed(name: str, columns: list[tuple[str, str]]) -> str:
    """The query for the rows, with these columns cast to these types."""
    cast = [join(quote(column), "::", kind, " as ", quote(column)) for column, kind in columns]
    replaced = join(" replace (", ", ".join(cast), ")") if cast else ""
    return join("select *", replaced, " from ", quote(name))


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
    return join("create table ", body, " order by all")


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

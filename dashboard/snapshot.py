"""The one door to the data: finds the newest snapshot and reads it, read-only."""

import os
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import gettempdir
from typing import Literal

import duckdb
import polars as pl
from duckdb import (
    CaseExpression,
    ColumnExpression,
    ConstantExpression,
    Expression,
    FunctionExpression,
)

Kind = Literal["csv", "parquet"]
# A cell that begins like this is a formula to a spreadsheet; an apostrophe before it makes it text.
FORMULA = r"^\s*[=+\-@\t\r\n]"

# What DuckDB may hold of a snapshot in memory, for all readers together.
MEMORY = "400MB"


class NoSnapshot(Exception):
    "No snapshot has been published in the data directory."


class Outdated(Exception):
    "An earlier version has published the snapshot: it lacks a table, column or macro asked for."


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One published, immutable file."""

    path: Path

    def read(self, sql: str, prelude: str = "", **params: object) -> pl.DataFrame:
        """The rows of a query as a frame; equal questions are answered from memory."""
        return _read(str(self.path), sql, prelude, _frozen(params))

    def write(
        self,
        path: Path,
        kind: Kind,
        leave_out: frozenset[str],
        sql: str,
        prelude: str = "",
        **params: object,
    ) -> int:
        """Stream the rows of a query to a file without some columns; returns how many there are.

        Cells of a CSV file that a spreadsheet would run get an apostrophe in front.
        """
        with _database(str(self.path)).connected(prelude) as con:
            rows = con.sql(sql, params=params)
            kept = [
                _cell(name, str(type_), kind)
                for name, type_ in zip(rows.columns, rows.types, strict=True)
                if name not in leave_out
            ]
            rows = rows.select(*kept)
            ((count,),) = rows.aggregate("count(*)").fetchall()
            if kind == "parquet":
                rows.write_parquet(str(path), compression="zstd")
            else:
                rows.write_csv(str(path), header=True)
            return int(count)


def data_dir() -> Path:
    """The directory that holds snapshots/, from CLAIMWATCH_DATA_DIR or ./data."""
    return Path(os.environ.get("CLAIMWATCH_DATA_DIR") or "data")


def newest(root: Path) -> Snapshot:
    """The snapshot that LATEST names; raises NoSnapshot where there is none."""
    folder = root / "snapshots"
    try:
        named = (folder / "LATEST").read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        raise NoSnapshot(str(root)) from None
    # Only a file beside LATEST can be meant: a path in it must not lead elsewhere.
    name = Path(named).name
    path = (folder / (name if name.endswith(".duckdb") else f"{name}.duckdb")).resolve()
    if not name or not path.is_file():
        raise NoSnapshot(str(root))
    return Snapshot(path)


# A snapshot never changes, so its path in the key keeps every answer true; the bound keeps the
# memory small.
@lru_cache(maxsize=256)
def _read(path: str, sql: str, prelude: str, params: tuple[object, ...]) -> pl.DataFrame:
    try:
        with _database(path).connected(prelude) as con:
            return con.sql(sql, params=_thawed(params)).pl()
    except (duckdb.CatalogException, duckdb.BinderException) as missing:
        raise Outdated(str(missing)) from missing


class _Database:
    """An open file, which keeps its catalog and hot blocks, and the connections at rest on it."""

    def __init__(self, path: str) -> None:
        # What does not fit goes to the system's own folder for such files, not beside the snapshot.
        spill = Path(gettempdir()) / f"claimwatch-{os.getpid()}"
        self._file = duckdb.connect(
            path, read_only=True, config={"memory_limit": MEMORY, "temp_directory": str(spill)}
        )
        self._at_rest: defaultdict[str, deque[duckdb.DuckDBPyConnection]] = defaultdict(deque)

    @contextmanager
    def connected(self, prelude: str) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection for one query, with the prelude's macros.

        To define them takes as long as a small query: a connection that has them is used again.
        """
        try:
            con = self._at_rest[prelude].pop()
        except IndexError:
            con = self._file.cursor()
            con.sql("set TimeZone = 'UTC'")
            if prelude:
                con.sql(prelude)
        yield con
        self._at_rest[prelude].append(con)


# Two: the newest one, and the one before, which some page may still be reading.
@lru_cache(maxsize=2)
def _database(path: str) -> _Database:
    return _Database(path)


def _cell(name: str, type_: str, kind: Kind) -> Expression:
    value = ColumnExpression(name)
    if kind == "parquet" or type_ != "VARCHAR":
        return value
    runs = FunctionExpression("regexp_matches", value, ConstantExpression(FORMULA))
    quoted = FunctionExpression("concat", ConstantExpression("'"), value)
    return CaseExpression(runs, quoted).otherwise(value).alias(name)


def _frozen(value: object) -> object:
    """A hashable copy: dicts as tagged pairs, lists as tuples."""
    if isinstance(value, dict):
        return ("dict", *((key, _frozen(item)) for key, item in value.items()))
    if isinstance(value, list | tuple):
        return ("list", *(_frozen(item) for item in value))
    return value


def _thawed(value: object) -> object:
    """The opposite of _frozen, in the types that DuckDB binds."""
    if isinstance(value, tuple) and value[0] == "dict":
        return {key: _thawed(item) for key, item in value[1:]}
    if isinstance(value, tuple):
        return [_thawed(item) for item in value[1:]]
    return value

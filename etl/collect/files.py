"""Files and folders in, raw articles out: streamed, bounded, nothing dropped in silence."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl

from etl.collect import feeds, pages, tables
from etl.collect.columns import ColumnMap, from_row, map_columns
from etl.collect.inputs import InputFile, Item, one_line
from etl.errors import UsageError
from etl.records import Rejected


def find(paths: list[Path]) -> list[InputFile]:
    """The files under the given paths, in a stable order. Raises UsageError with the path."""
    found: dict[Path, InputFile] = {}
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path}: no such file or folder")
        if path.is_dir():
            inside = sorted(
                p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in READERS
            )
            if not inside:
                raise UsageError(f"{path}: no readable files in this folder ({_kinds()})")
            found |= {p.resolve(): InputFile(p, str(p.relative_to(path))) for p in inside}
        else:
            _check_named(path)
            found[path.resolve()] = InputFile(path, path.name)
    return list(found.values())


def read(file: InputFile, max_bytes: int) -> Iterator[Item]:
    """The articles of one file, each no larger than `max_bytes`, and what could not be read."""
    try:
        if file.path.stat().st_size == 0:
            yield file.reject(None, "empty_file", "the file has no bytes")
        else:
            yield from READERS[file.path.suffix.lower()](file, max_bytes)
    except OSError as error:
        yield file.reject(None, "unreadable", error.strerror or str(error))


def columns_of(path: Path) -> ColumnMap | None:
    """The column mapping of a table; None for files that are not tables."""
    reader = READERS[path.suffix.lower()]
    if reader is tables.parquet:
        return map_columns(list(pl.read_parquet_schema(path)))
    if reader is tables.csv_rows:
        with path.open("rb") as raw:
            return tables.csv_header(raw.readline(1_000_000))[1]
    return None


def renamed(inputs: list[InputFile]) -> dict[str, dict[str, str]]:
    """Columns read under another name than ours, by file."""
    found = {}
    for file in inputs:
        try:
            columns = columns_of(file.path)
        except (pl.exceptions.PolarsError, OSError):
            continue  # reading it will reject it, with the reason
        if columns and columns.renamed:
            found[file.name] = columns.renamed
    return found


def _check_named(path: Path) -> None:
    """A file that the user names must be usable as a whole; in a folder it is only rejected."""
    if path.suffix.lower() not in READERS:
        raise UsageError(f"{path}: unknown kind of file ({_kinds()})")
    if not os.access(path, os.R_OK):
        raise UsageError(f"{path}: no permission to read it")
    if path.stat().st_size == 0:
        return
    try:
        columns = columns_of(path)
    except pl.exceptions.PolarsError as error:
        raise UsageError(f"{path}: not a readable Parquet file: {one_line(error)}") from None
    if columns is not None and not columns.usable:
        raise UsageError(f"{path}: line 1: {tables.NO_COLUMNS}")


def _text(file: InputFile, max_bytes: int) -> Iterator[Item]:
    """First line = title, the rest = text."""
    raw = file.whole(max_bytes)
    if isinstance(raw, Rejected):
        yield raw
        return
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        detail = f"not UTF-8 at byte {error.start + 1}"
        yield file.reject(line, "bad_encoding", detail, raw.decode("latin-1"))
        return
    title, _, body = text.strip().partition("\n")
    values = {"title": title, "text": body, "id": file.name}
    yield from_row(values, ColumnMap({key: key for key in values}), file.blank(None))


def _page(file: InputFile, max_bytes: int) -> Iterator[Item]:
    raw = file.whole(max_bytes)
    if isinstance(raw, Rejected):
        yield raw
        return
    found = pages.article(raw, file.blank(None))
    yield found or file.reject(None, "no_article", "no article text in the page")


def _feed(file: InputFile, max_bytes: int) -> Iterator[Item]:
    raw = file.whole(max_bytes)
    if isinstance(raw, Rejected):
        yield raw
        return
    found = feeds.read(raw, file.blank(None))
    if found is None:
        yield file.reject(None, "not_a_feed", "neither a feed nor a news sitemap")
        return
    yield from found.articles
    yield from found.rejected
    if not found.articles and not found.rejected:
        yield file.reject(None, "no_entries", "no feed entries in the file")


def _kinds() -> str:
    return ", ".join(sorted(READERS))


READERS: dict[str, Callable[[InputFile, int], Iterator[Item]]] = {
    ".csv": tables.csv_rows,
    ".tsv": tables.csv_rows,
    ".jsonl": tables.lines,
    ".ndjson": tables.lines,
    ".parquet": tables.parquet,
    ".txt": _text,
    ".html": _page,
    ".htm": _page,
    ".rss": _feed,
    ".atom": _feed,
    ".xml": _feed,
}

"""Files and folders in, raw articles out: streamed, bounded, nothing dropped in silence."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

import polars as pl

from etl.collect import archives, feeds, gdelt, jsonfiles, pages, tables
from etl.collect.columns import ColumnMap, from_row, map_columns
from etl.collect.inputs import InputFile, Item
from etl.errors import UsageError, one_line
from etl.records import Rejected


def find(paths: list[Path]) -> list[InputFile]:
    """The files under the given paths, in a stable order. Raises UsageError with the path."""
    found: dict[Path, InputFile] = {}
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path}: no such file or folder")
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and reader_of(p.name))
            if not inside:
                raise UsageError(f"{path}: no readable files in this folder ({_kinds()})")
            found |= {p.resolve(): InputFile(p, str(p.relative_to(path))) for p in inside}
        else:
            _check_named(path)
            found[path.resolve()] = InputFile(path, path.name)
    return list(found.values())


def reader_of(name: str) -> Reader | None:
    """What reads a file of this name; None for a kind that is not read."""
    name = name.lower()
    if name.endswith(".warc.gz"):
        return archives.warc
    if name.endswith(".gz"):
        return _gunzip if reader_of(name.removesuffix(".gz")) else None
    for ending, reader in NAMED.items():
        if name.endswith(ending):
            return reader
    return READERS.get(PurePosixPath(name).suffix)


def read(file: InputFile, max_bytes: int) -> Iterator[Item]:
    """The articles of one file, each no larger than `max_bytes`, and what could not be read."""
    reader = reader_of(file.path.name)
    try:
        if reader is None:
            yield file.reject(None, "unknown_kind", f"no reader for {file.name}")
        elif file.path.stat().st_size == 0:
            yield file.reject(None, "empty_file", "the file has no bytes")
        else:
            yield from reader(file, max_bytes)
    except OSError as error:
        yield file.reject(None, "unreadable", error.strerror or str(error))


def columns_of(path: Path, *, records: bool = False) -> dict[str, ColumnMap]:
    """The column mapping of a table, or of each table in an archive, by name.

    `records`: also the usable one of the first record of a JSON file, or of each file of JSON lines
    in an archive. Every record is mapped for itself: another one may have other names.
    """
    reader = reader_of(path.name)
    if reader is gdelt.gkg:
        return {path.name: ColumnMap(gdelt.COLUMNS)}
    if reader is tables.parquet:
        return {path.name: map_columns(list(pl.read_parquet_schema(path)))}
    if reader is tables.csv_rows:
        with path.open("rb") as raw:
            return {path.name: tables.csv_header(raw.readline(1_000_000))[1]}
    if reader in (_gunzip, _unzip):
        lines = ((n, line) for n, line in archives.heads(path) if _is_table(n, records=records))
        found = {name: _columns_of_line(name, line) for name, line in lines}
    elif records and reader in (*JSON_LINES, jsonfiles.read):
        found = {path.name: _of_record(jsonfiles.first_names(path))}
    else:
        return {}
    return {name: mapping for name, mapping in found.items() if mapping is not None}


def _is_table(name: str, *, records: bool) -> bool:
    return reader_of(name) in (gdelt.gkg, tables.csv_rows, *(JSON_LINES if records else ()))


def _columns_of_line(name: str, line: bytes) -> ColumnMap | None:
    """The mapping that the first line of a table gives."""
    reader = reader_of(name)
    if reader is gdelt.gkg:
        return ColumnMap(gdelt.COLUMNS)
    if reader is tables.csv_rows:
        return tables.csv_header(line)[1]
    return _of_record(tables.json_names(line))


def _of_record(names: list[str]) -> ColumnMap | None:
    mapping = map_columns(names)
    return mapping if mapping.usable else None


def renamed(inputs: list[InputFile]) -> dict[str, dict[str, str]]:
    """Columns read under another name than ours, by file."""
    found = {}
    for file in inputs:
        try:
            columns = columns_of(file.path, records=True)
        except (pl.exceptions.PolarsError, OSError, *archives.BROKEN):
            continue  # reading it will reject it, with the reason
        for name, mapping in columns.items():
            if mapping.renamed:
                inside = name != file.path.name and not file.name.endswith(f"{name}.gz")
                found[f"{file.name}/{name}" if inside else file.name] = mapping.renamed
    return found


def _check_named(path: Path) -> None:
    """A file that the user names must be usable as a whole; in a folder it is only rejected."""
    if reader_of(path.name) is None:
        raise UsageError(f"{path}: unknown kind of file ({_kinds()})")
    if not os.access(path, os.R_OK):
        raise UsageError(f"{path}: no permission to read it")
    if path.stat().st_size == 0:
        return
    try:
        columns = columns_of(path)
    except pl.exceptions.PolarsError as error:
        raise UsageError(f"{path}: not a readable Parquet file: {one_line(error)}") from None
    except archives.BROKEN as error:
        raise UsageError(f"{path}: not a readable archive: {one_line(error)}") from None
    if columns and not any(mapping.usable for mapping in columns.values()):
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
    yield from pages.items(raw, file.blank(None))


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
    return ", ".join([*sorted(READERS), ".gz of these"])


def _unzip(file: InputFile, max_bytes: int) -> Iterator[Item]:
    yield from archives.unzip(file, max_bytes, reader_of)


def _gunzip(file: InputFile, max_bytes: int) -> Iterator[Item]:
    yield from archives.gunzip(file, max_bytes, reader_of)


Reader = Callable[[InputFile, int], Iterator[Item]]

# Kinds that an ending says more about than a suffix.
NAMED: dict[str, Reader] = {".gkg.csv": gdelt.gkg, ".gal.json": gdelt.article_list}
JSON_LINES = (tables.lines, gdelt.article_list)
READERS: dict[str, Reader] = {
    ".csv": tables.csv_rows,
    ".tsv": tables.csv_rows,
    ".json": jsonfiles.read,
    ".jsonl": tables.lines,
    ".ndjson": tables.lines,
    ".parquet": tables.parquet,
    ".txt": _text,
    ".html": _page,
    ".htm": _page,
    ".rss": _feed,
    ".atom": _feed,
    ".xml": _feed,
    ".warc": archives.warc,
    ".zip": _unzip,
    ".wacz": _unzip,
}

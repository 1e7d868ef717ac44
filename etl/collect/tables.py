"""Tables in, raw articles out: CSV, JSON lines and Parquet, a row at a time."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from io import TextIOWrapper

import polars as pl

from etl.collect.columns import ColumnMap, from_row, map_columns
from etl.collect.inputs import InputFile, Item, bounded_lines
from etl.errors import one_line

ROWS_AT_ONCE = 1_000
NO_COLUMNS = "no column for title or text"


def lines(file: InputFile, max_bytes: int) -> Iterator[Item]:
    """One JSON object a line."""
    with file.path.open("rb") as raw:
        for number, line in bounded_lines(raw, max_bytes):
            if line is None:
                detail = f"the line is longer than {max_bytes:,} bytes"
                yield file.reject(number, "record_too_large", detail)
            elif line.strip():
                yield _json_line(file, number, line)


def _json_line(file: InputFile, number: int, line: bytes) -> Item:
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as error:
        detail = f"not UTF-8 at byte {error.start + 1} of the line"
        return file.reject(number, "bad_encoding", detail, line.decode("latin-1"))
    try:
        row = json.loads(text)
    except (ValueError, RecursionError) as error:
        return file.reject(number, "bad_json", one_line(error), text)
    if not isinstance(row, dict):
        return file.reject(number, "bad_json", "the line is not a JSON object", text)
    return from_row(row, map_columns(list(row)), file.blank(number))


def json_names(line: bytes) -> list[str]:
    """The names in a line's object; none if it holds no object."""
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return []
    return list(row) if isinstance(row, dict) else []


def csv_rows(file: InputFile, max_bytes: int) -> Iterator[Item]:
    """A header and rows, separated by comma, semicolon, tab or bar."""
    csv.field_size_limit(max_bytes)
    with file.path.open("rb") as raw:
        names, mapping = csv_header(raw.readline(max_bytes))
        if not mapping.usable:
            yield file.reject(1, "no_columns", NO_COLUMNS, ",".join(names))
            return
        raw.seek(0)
        # Invalid bytes become surrogates, so that one bad row does not end the file.
        text = TextIOWrapper(raw, encoding="utf-8-sig", errors="surrogateescape", newline="")
        reader = csv.reader(text, delimiter=_delimiter(text.readline()))
        while True:
            try:
                cells = next(reader, None)
            except csv.Error as error:
                yield file.reject(reader.line_num + 1, "bad_csv", one_line(error))
                continue
            if cells is None:
                return
            if cells:
                yield _csv_row(file, reader.line_num + 1, names, cells, mapping)


def csv_header(line: bytes) -> tuple[list[str], ColumnMap]:
    """Column names of a CSV file's first line, and what they mean."""
    head = line.decode("utf-8-sig", errors="replace")
    names = next(csv.reader([head], delimiter=_delimiter(head)), [])
    return names, map_columns(names)


def _csv_row(
    file: InputFile, line: int, names: list[str], cells: list[str], mapping: ColumnMap
) -> Item:
    joined = "|".join(cells)
    if any("\udc80" <= char <= "\udcff" for char in joined):
        record = joined.encode("utf-8", "surrogateescape").decode("latin-1")
        return file.reject(line, "bad_encoding", "the row is not UTF-8", record)
    if len(cells) != len(names):
        detail = f"{len(cells)} cells for {len(names)} columns"
        return file.reject(line, "bad_csv", detail, joined)
    return from_row(dict(zip(names, cells, strict=True)), mapping, file.blank(line))


def _delimiter(head: str) -> str:
    """The separator that a header line uses most."""
    return max(",;\t|", key=head.count)


def parquet(file: InputFile, max_bytes: int) -> Iterator[Item]:
    """A Parquet file, streamed; `line` is the row, counted from 1."""
    try:
        mapping = map_columns(list(pl.read_parquet_schema(file.path)))
        if not mapping.usable:
            yield file.reject(1, "no_columns", NO_COLUMNS)
            return
        rows = pl.scan_parquet(file.path).select(list(dict.fromkeys(mapping.columns.values())))
        number = 0
        for batch in rows.collect_batches(chunk_size=ROWS_AT_ONCE, maintain_order=True):
            for row in batch.iter_rows(named=True):
                number += 1
                item = from_row(row, mapping, file.blank(number))
                if len(item.text or "") > max_bytes:
                    detail = f"the text is longer than {max_bytes:,} characters"
                    yield file.reject(number, "record_too_large", detail, field="text")
                else:
                    yield item
    except pl.exceptions.PolarsError as error:
        yield file.reject(None, "bad_parquet", one_line(error))

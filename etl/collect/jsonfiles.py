"""JSON files in, raw articles and fact-checks out: lists, lines, ClaimReview feeds; streamed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import ijson

from etl.collect import factchecks, tables
from etl.collect.columns import from_row, map_columns
from etl.collect.inputs import InputFile, Item
from etl.errors import one_line
from etl.records import Rejected

# Where programs put the list of their records; a DataFeed is what Data Commons publishes.
_LISTS = ("dataFeedElement", "articles", "stories", "results", "items", "claims", "data", "@graph")
_PEEKED = 65_536


class _TooLarge(Exception):
    "One record of the file is larger than the limit."


class _Counted:
    """A file that refuses to give more bytes for one record than the limit."""

    def __init__(self, raw: BinaryIO, limit: int) -> None:
        self._raw, self._limit = raw, limit
        self.since = 0

    def read(self, size: int = -1) -> bytes:
        if self.since > self._limit:
            raise _TooLarge
        chunk = self._raw.read(min(size, _PEEKED) if size >= 0 else _PEEKED)
        self.since += len(chunk)
        return chunk


def read(file: InputFile, max_bytes: int) -> Iterator[Item]:
    """A .json file of any of these kinds, told apart by how it begins."""
    with file.path.open("rb") as raw:
        head = raw.read(_PEEKED).lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:1] == b"{" and _is_lines(head):
        yield from tables.lines(file, max_bytes)
    elif head[:1] == b"[":
        yield from _streamed(file, "item", max_bytes)
    elif head[:1] == b"{":
        yield from _object(file, max_bytes)
    else:
        yield file.reject(None, "bad_json", "neither a JSON list nor an object")


def first_names(path: Path) -> list[str]:
    """The names of the first record's fields, looked for in the beginning of the file."""
    with path.open("rb") as raw:
        head = raw.read(_PEEKED).lstrip(b"\xef\xbb\xbf \t\r\n")
    if _is_lines(head):
        return tables.json_names(head.partition(b"\n")[0])
    lists = {"item", *(f"{name}.item" for name in _LISTS)}
    single: list[str] = []
    found: list[str] = []
    try:
        for prefix, event, value in ijson.parse(head):
            if event == "map_key" and prefix in lists:
                found.append(str(value))
            elif event == "map_key" and prefix == "":
                single.append(str(value))
            elif event == "end_map" and prefix in lists:
                break
    except ijson.JSONError:
        pass  # the head ends in the middle of a record, or reading the file will say what is wrong
    return found or single


def _is_lines(head: bytes) -> bool:
    """True if the first line is a whole object and another follows."""
    first, _, rest = head.partition(b"\n")
    if not rest.lstrip().startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _object(file: InputFile, max_bytes: int) -> Iterator[Item]:
    """One object: a feed of records, or a single record."""
    name = _list_in(file, max_bytes)
    if isinstance(name, Rejected):
        yield name
    elif name is not None:
        yield from _streamed(file, f"{name}.item", max_bytes)
    else:
        yield from _single(file, max_bytes)


def _list_in(file: InputFile, max_bytes: int) -> str | Rejected | None:
    """The key under which an object keeps its list of records."""
    with file.path.open("rb") as raw:
        counted = _Counted(raw, max_bytes)
        try:
            for prefix, event, _ in ijson.parse(counted):
                if event == "start_array" and prefix in _LISTS:
                    return str(prefix)
        except _TooLarge:
            return _too_large(file, None, max_bytes)
        except (ijson.JSONError, UnicodeDecodeError) as error:
            return file.reject(None, "bad_json", one_line(error))
    return None


def _single(file: InputFile, max_bytes: int) -> Iterator[Item]:
    raw = file.whole(max_bytes)
    if isinstance(raw, Rejected):
        yield raw
        return
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError) as error:
        yield file.reject(None, "bad_json", one_line(error))
        return
    yield from _record(file, None, value)


def _streamed(file: InputFile, prefix: str, max_bytes: int) -> Iterator[Item]:
    """The records of one list, each no larger than the limit; `line` counts them from 1."""
    number = 0
    with file.path.open("rb") as raw:
        counted = _Counted(raw, max_bytes + _PEEKED)
        try:
            for value in ijson.items(counted, prefix):
                number += 1
                counted.since = 0
                yield from _record(file, number, value)
        except _TooLarge:
            yield _too_large(file, number + 1, max_bytes)
        except (ijson.JSONError, UnicodeDecodeError) as error:
            # What came before is read already; the rest cannot be told apart from noise.
            yield file.reject(number + 1, "bad_json", one_line(error))
            return
    if number == 0:
        yield file.reject(None, "no_entries", "no records in the list")


def _record(file: InputFile, number: int | None, value: Any) -> Iterator[Item]:
    """A ClaimReview, an article, or neither."""
    reviews = list(factchecks.in_value(value, file.name, number))
    if reviews:
        yield from reviews
        return
    if not isinstance(value, dict):
        yield file.reject(number, "bad_json", "the record is not a JSON object", str(value))
        return
    mapping = map_columns(list(value))
    if mapping.usable:
        row = {key: str(v) if isinstance(v, Decimal) else v for key, v in value.items()}
        yield from_row(row, mapping, file.blank(number))
    else:
        yield file.reject(number, "no_columns", tables.NO_COLUMNS, json.dumps(value, default=str))


def _too_large(file: InputFile, number: int | None, max_bytes: int) -> Rejected:
    detail = f"the record is larger than {max_bytes:,} bytes; nothing behind it was read"
    return file.reject(number, "record_too_large", detail)

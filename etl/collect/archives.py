"""Archives in, what their files hold out: zip, gz and WARC; bounded, nothing written outside."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO

from etl.collect import pages
from etl.collect.inputs import InputFile, Item
from etl.errors import one_line

Reader = Callable[[InputFile, int], Iterator[Item]]
Chosen = Callable[[str], Reader | None]

MAX_MEMBERS = 10_000
MAX_UNPACKED = 400  # times the largest record: what one member may unpack to
MAX_RATIO = 500  # an honest text does not shrink so far
BROKEN = (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError, NotImplementedError)
_CHUNK = 1 << 20
_TABLES = (".csv", ".tsv", ".jsonl", ".ndjson", ".gal.json")
_ARCHIVES = (".zip", ".wacz", ".gz")
_NO_RATIO_BELOW = 10 << 20  # bytes; a small file of one repeated letter is no attack


def unzip(file: InputFile, max_bytes: int, reader_of: Chosen) -> Iterator[Item]:
    """The files of a zip archive that can be read; archives inside it are not opened."""
    try:
        with zipfile.ZipFile(file.path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
            if len(members) > MAX_MEMBERS:
                detail = f"{len(members):,} files, more than the limit of {MAX_MEMBERS:,}"
                yield file.reject(None, "archive_too_large", detail)
                return
            for member in members:
                yield from _member(file, archive, member, max_bytes, reader_of)
            if not members:
                yield file.reject(None, "empty_file", "the archive holds no files")
    except (*BROKEN, ValueError) as error:
        yield file.reject(None, "bad_archive", one_line(error))


def _member(
    file: InputFile,
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    max_bytes: int,
    reader_of: Chosen,
) -> Iterator[Item]:
    inner = InputFile(file.path, f"{file.name}/{member.filename}"[:300], _written(member))
    name = PurePosixPath(member.filename).name
    # A WACZ holds compressed WARC files; those are read as a stream, record by record.
    if name.lower().endswith(_ARCHIVES) and not name.lower().endswith(".warc.gz"):
        yield inner.reject(None, "nested_archive", "an archive inside an archive is not opened")
        return
    reader = reader_of(name)
    if reader is None:
        return  # pictures, style sheets, notes: a folder's other files are left alone too
    if member.flag_bits & 1:
        yield inner.reject(None, "encrypted", "the file is encrypted")
        return
    try:
        with archive.open(member) as raw:
            yield from _unpacked(inner, raw, member.compress_size, max_bytes, name, reader)
    except BROKEN as error:
        yield inner.reject(None, "bad_archive", one_line(error))


def gunzip(file: InputFile, max_bytes: int, reader_of: Chosen) -> Iterator[Item]:
    """The one file in a .gz file."""
    name = file.path.name[: -len(".gz")]
    reader = reader_of(name)
    if reader is None or name.lower().endswith(_ARCHIVES):
        yield file.reject(None, "unknown_kind", f"no reader for {name}")
        return
    try:
        with gzip.open(file.path) as raw:
            size = file.path.stat().st_size
            inner = InputFile(file.path, file.name, file.time)
            yield from _unpacked(inner, raw, size, max_bytes, name, reader)
    except BROKEN as error:
        yield file.reject(None, "bad_archive", one_line(error))


def _unpacked(
    file: InputFile,
    raw: IO[bytes] | gzip.GzipFile,
    packed: int,
    max_bytes: int,
    name: str,
    reader: Reader,
) -> Iterator[Item]:
    """Unpack to a file of its own name in a folder that goes away, and read that."""
    limit = MAX_UNPACKED * max_bytes
    with TemporaryDirectory(prefix="claimwatch-") as folder:
        # Only the end of a member's name is used: "../../x" stays in the folder.
        path = Path(folder) / name[-100:]
        size = 0
        with path.open("wb") as out:
            while chunk := raw.read(_CHUNK):
                size += len(chunk)
                if size > limit:
                    yield file.reject(None, "archive_too_large", f"unpacks to over {limit:,} bytes")
                    return
                if size > _NO_RATIO_BELOW and size > MAX_RATIO * max(1, packed):
                    detail = f"unpacks to over {MAX_RATIO:,} times its size"
                    yield file.reject(None, "archive_too_large", detail)
                    return
                out.write(chunk)
        yield from reader(replace(file, path=path), max_bytes)


def warc(file: InputFile, max_bytes: int) -> Iterator[Item]:
    """The HTML pages of a WARC file, compressed or not; `line` counts its responses from 1."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    kinds = WarcRecordType.response | WarcRecordType.resource
    number = 0
    with file.path.open("rb") as raw, closing(raw):
        records = ArchiveIterator(raw, record_types=kinds, parse_http=True, auto_decode="all")
        while True:
            try:
                record = next(records, None)
                if record is None:
                    break
                number += 1
                yield from _record(file, record, number, max_bytes)
            except (OSError, ValueError, RuntimeError) as error:
                yield file.reject(number + 1, "bad_archive", one_line(error))
                return
    if number == 0:
        yield file.reject(None, "no_entries", "no responses in the file")


def _record(file: InputFile, record: object, number: int, max_bytes: int) -> Iterator[Item]:
    from fastwarc.warc import WarcRecord

    assert isinstance(record, WarcRecord)
    url = record.headers.get("WARC-Target-URI") or ""
    status = record.http_headers.status_code if record.http_headers else 200
    kind = record.http_content_type or record.headers.get("Content-Type") or ""
    if status != 200 or "html" not in kind.lower() or not url.startswith(("http://", "https://")):
        return  # pictures, scripts, redirects: an archive of a crawl is full of them
    body = record.reader.read(max_bytes + 1)
    if len(body) > max_bytes:
        yield file.reject(number, "record_too_large", f"more than {max_bytes:,} bytes", url)
        return
    when = record.record_date or datetime.now(UTC)
    blank = replace(file.blank(number), url=url, id=url, fetched_at=when.isoformat())
    yield from pages.items(body, blank)


def _written(member: zipfile.ZipInfo) -> str | None:
    try:
        return datetime(*member.date_time, tzinfo=UTC).isoformat()
    except ValueError:
        return None


def heads(path: Path, limit: int = 1_000_000) -> Iterator[tuple[str, bytes]]:
    """Name and first line of each table in a zip or gz archive, to see its columns."""
    if path.suffix.lower() == ".gz":
        with gzip.open(path) as raw:
            yield path.name[: -len(".gz")], raw.readline(limit)
        return
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist()[:MAX_MEMBERS]:
            name = PurePosixPath(member.filename).name
            if name.lower().endswith(_TABLES) and not member.flag_bits & 1:
                with archive.open(member) as raw:
                    yield name, raw.readline(limit)

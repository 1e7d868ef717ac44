"""What every reader of files shares: the file, its rejections, its bounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from etl.collect.plain import storable
from etl.factcheck_records import RawFactCheck
from etl.records import (
    RawArticle,
    Rejected,
)

STAGE = "collect"
RECORD_KEPT = 2_000  # characters of a broken record that are kept with its rejection

Item = RawArticle | RawFactCheck | Rejected


@dataclass(frozen=True)
class InputFile:
    """A file to read; `name` is what rejections and reports call it."""

    path: Path
    name: str
    written_at: str | None = None

    @cached_property
    def time(self) -> str:
        """When the file was written: the last moment at which its content was obtained."""
        if self.written_at:
            return self.written_at
        return datetime.fromtimestamp(self.path.stat().st_mtime, UTC).isoformat()

    def blank(self, line: int | None) -> RawArticle:
        """A raw article of this file with nothing filled in."""
        return RawArticle(file=self.name, line=line, file_time=self.time)

    def reject(
        self,
        line: int | None,
        reason: str,
        detail: str,
        record: str = "",
        field: str | None = None,
    ) -> Rejected:
        """A record of this file that cannot be used."""
        return Rejected(
            STAGE, reason, self.name, line, field, detail, storable(record[:RECORD_KEPT])
        )

    def whole(self, max_bytes: int) -> bytes | Rejected:
        """All bytes of a file that holds one record, or its rejection for being too large."""
        size = self.path.stat().st_size
        if size > max_bytes:
            detail = f"{size:,} bytes, more than the limit of {max_bytes:,}"
            return self.reject(None, "record_too_large", detail)
        return self.path.read_bytes()


def bounded_lines(raw: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines; None for one that is longer than the limit, which is never held whole."""
    number = 0
    while line := raw.readline(limit + 1):
        number += 1
        if len(line) <= limit or line.endswith(b"\n"):
            yield number, line
            continue
        while (rest := raw.readline(limit)) and not rest.endswith(b"\n"):
            pass
        yield number, None

"""Bodies of responses, unpacked step by step so that a small one cannot become a huge one."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from typing import Protocol

import brotli

ACCEPTED = "gzip, deflate, br"
STEP = 65_536  # bytes unpacked before the size is looked at again


class TooLargeError(Exception):
    "The body, packed or unpacked, is larger than it may be."


class EncodingError(Exception):
    "The body is not what its Content-Encoding says."


class CutError(Exception):
    "The packed body ends before its end mark."


class _Unpacker(Protocol):
    def add(self, data: bytes, room: int) -> bytes: ...
    def close(self) -> None: ...


def read(chunks: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """The whole body, unpacked. Raises TooLargeError, EncodingError, CutError."""
    unpacker = _unpacker(encoding.strip().lower())
    body = bytearray()
    packed = 0
    for chunk in chunks:
        packed += len(chunk)
        if packed > limit:
            raise TooLargeError
        body += unpacker.add(chunk, limit - len(body))
    if packed:
        unpacker.close()
    return bytes(body)


def _unpacker(encoding: str) -> _Unpacker:
    if encoding in ("", "identity"):
        return _Plain()
    if encoding in ("gzip", "x-gzip", "deflate"):
        return _Zlib(raw_allowed=encoding == "deflate")
    if encoding == "br":
        return _Brotli()
    raise EncodingError(f"unknown Content-Encoding {encoding[:40]!r}")


class _Plain:
    def add(self, data: bytes, room: int) -> bytes:
        if len(data) > room:
            raise TooLargeError
        return data

    def close(self) -> None:
        """Nothing is left over."""


class _Zlib:
    """gzip and deflate; servers send deflate with and without its wrapper."""

    def __init__(self, *, raw_allowed: bool) -> None:
        self._inner = zlib.decompressobj(zlib.MAX_WBITS | 32)
        self._raw_allowed = raw_allowed

    def add(self, data: bytes, room: int) -> bytes:
        out = bytearray()
        while data and not self._inner.eof:
            # One byte more than there is room for tells a full body from one that is too large.
            out += self._step(data, min(STEP, room - len(out) + 1))
            if len(out) > room:
                raise TooLargeError
            data = self._inner.unconsumed_tail
        return bytes(out)

    def _step(self, data: bytes, size: int) -> bytes:
        try:
            out = self._inner.decompress(data, size)
        except zlib.error as error:
            if not self._raw_allowed:
                raise EncodingError(str(error)) from None
            self._raw_allowed = False
            self._inner = zlib.decompressobj(-zlib.MAX_WBITS)
            return self._step(data, size)
        self._raw_allowed = False
        return out

    def close(self) -> None:
        if not self._inner.eof:
            raise CutError


class _Brotli:
    def __init__(self) -> None:
        self._inner = brotli.Decompressor()

    def add(self, data: bytes, room: int) -> bytes:
        out = bytearray()
        while True:
            try:
                part = self._inner.process(data, output_buffer_limit=STEP)
            except brotli.error as error:
                raise EncodingError(str(error)) from None
            out += part
            if len(out) > room:
                raise TooLargeError
            data = b""
            if self._inner.is_finished() or self._inner.can_accept_more_data():
                return bytes(out)

    def close(self) -> None:
        if not self._inner.is_finished():
            raise CutError

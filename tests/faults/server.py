"""A real HTTP server on a loopback address that behaves as badly as a test asks it to."""

from __future__ import annotations

import gzip
import io
import socketserver
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser
from typing import BinaryIO

Answer = Callable[["Request"], None]


@dataclass
class Request:
    """One request, and the socket to answer on."""

    path: str
    headers: dict[str, str]
    out: BinaryIO
    count: int  # the how many-th request to this path, from 1
    stop: threading.Event

    def send(self, status: int, body: bytes = b"", **headers: object) -> None:
        """A whole, correct answer; `_` in header names stands for `-`."""
        lines = {"content-length": len(body), "content-type": "application/xml"}
        lines |= {name.replace("_", "-"): value for name, value in headers.items()}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        self.out.write(f"HTTP/1.1 {status} X\r\n{head}\r\n".encode("latin-1") + body)


@dataclass
class Server:
    """The routes by path; what was asked; change both while it runs."""

    routes: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str], float]] = field(default_factory=list)
    url: str = ""
    stop: threading.Event = field(default_factory=threading.Event)
    _counts: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, path: str) -> int:
        """How often a path was asked for."""
        return self._counts[path]

    def answer(self, path: str, headers: dict[str, str], out: BinaryIO) -> None:
        with self._lock:
            self._counts[path] += 1
            self.asked.append((path, headers, time.monotonic()))
            request = Request(path, headers, out, self._counts[path], self.stop)
        self.routes.get(path, lambda r: r.send(404))(request)


@contextmanager
def serve(address: str = "127.0.0.1", port: int = 0):
    """A running server; everything that it still sends ends with the block."""
    server = Server()

    class Handler(socketserver.StreamRequestHandler):
        timeout = 30

        def handle(self) -> None:
            try:
                while line := self.rfile.readline(65_536):
                    head = b""
                    while (part := self.rfile.readline(65_536)) not in (b"\r\n", b"\n", b""):
                        head += part
                    headers = {
                        k.lower(): v for k, v in BytesHeaderParser().parsebytes(head).items()
                    }
                    server.answer(line.split()[1].decode(), headers, self.wfile)
                    self.wfile.flush()
            except (OSError, IndexError, HangUp):
                pass  # the client has gone, or is meant to be left alone

    class Threads(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True
        request_queue_size = 128

    with Threads((address, port), Handler) as tcp:
        server.url = f"http://{address}:{tcp.server_address[1]}"
        thread = threading.Thread(target=tcp.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.stop.set()
            tcp.shutdown()
            thread.join()


class HangUp(Exception):
    "Ends the connection at once."


def page(body: bytes, **headers: object) -> Answer:
    """The same good answer every time."""
    return lambda request: request.send(200, body, **headers)


def stall(request: Request) -> None:
    """Takes the request and says nothing."""
    request.stop.wait(20)
    raise HangUp


def drip_head(request: Request) -> None:
    """Slow loris from the server's side: a header that goes on, one byte at a time."""
    request.out.write(b"HTTP/1.1 200 OK\r\nx-slow: ")
    while not request.stop.wait(0.05):
        request.out.write(b"a")
        request.out.flush()
    raise HangUp


def drip_body(request: Request) -> None:
    """A body of 1 MB, one byte at a time."""
    request.out.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n")
    while not request.stop.wait(0.05):
        request.out.write(b"a")
        request.out.flush()
    raise HangUp


def endless(request: Request) -> None:
    """Ten gigabytes of a feed that never ends."""
    request.out.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/xml\r\n\r\n<rss><channel>")
    chunk = b"<item><title>more</title></item>" * 2_000
    for _ in range(10_000_000_000 // len(chunk)):
        if request.stop.is_set():
            break
        request.out.write(chunk)
    raise HangUp


def _packed_zeros() -> bytes:
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as out:
        for _ in range(200):
            out.write(bytes(1_000_000))
    return packed.getvalue()


BOMB = _packed_zeros()


def bomb(request: Request) -> None:
    """200 MB of zeros in 200 kB of gzip."""
    request.send(200, BOMB, content_encoding="gzip")


def circle(request: Request) -> None:
    """Redirects to itself over a second address."""
    request.send(302, location="/circle2" if request.path == "/circle" else "/circle")


def deeper(request: Request) -> None:
    """Redirects to a new address every time."""
    request.send(302, location=f"{request.path}x")


def cut(body: bytes) -> Answer:
    """Says the right length and hangs up in the middle."""

    def answer(request: Request) -> None:
        request.out.write(f"HTTP/1.1 200 OK\r\ncontent-length: {len(body)}\r\n\r\n".encode())
        request.out.write(body[: len(body) // 2])
        request.out.flush()
        raise HangUp

    return answer


def short(body: bytes) -> Answer:
    """Says a length that is too small: the client sees only the beginning."""

    def answer(request: Request) -> None:
        request.send(200, body, content_length=len(body) // 2, connection="close")
        raise HangUp

    return answer


def hang_up(request: Request) -> None:
    """Takes the request and hangs up."""
    raise HangUp


def gibberish(request: Request) -> None:
    """Speaks something that is not HTTP."""
    request.out.write(b"220 mail.example ESMTP\r\n\r\n")
    request.out.flush()
    raise HangUp


def status(code: int, **headers: object) -> Answer:
    """The same error every time."""
    return lambda request: request.send(code, b"no", **headers)


def after_errors(errors: list[int], then: Answer) -> Answer:
    """The errors first, then the answer."""

    def answer(request: Request) -> None:
        if request.count <= len(errors):
            request.send(errors[request.count - 1], b"no")
        else:
            then(request)

    return answer


def conditional(body: bytes, etag: str = '"v1"', modified: str = "") -> Answer:
    """304 for a client that has the version already."""

    def answer(request: Request) -> None:
        known = etag and request.headers.get("if-none-match") == etag
        if known or (modified and request.headers.get("if-modified-since") == modified):
            request.out.write(f"HTTP/1.1 304 X\r\netag: {etag}\r\n\r\n".encode())
        else:
            request.send(200, body, etag=etag, last_modified=modified or "")

    return answer

"""Connections that go only where they may, and end in time: the socket layer below httpx."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore
import httpx

from etl.collect.addresses import AddressRule
from etl.collect.proxy import Proxy, tunnel

# When the request of this thread must be over, on the monotonic clock. Timeouts of sockets count
# from byte to byte: a server that sends one byte a second never runs into them.
_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)


class RefusedAddressError(Exception):
    "The host has no address that may be connected to."


class UnknownHostError(Exception):
    "The name server knows no such host; `temporary` if it could not be asked."

    def __init__(self, message: str, *, temporary: bool) -> None:
        super().__init__(message)
        self.temporary = temporary


class DeadlineError(Exception):
    "The whole request took longer than it may."


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Everything that this thread does on the network inside must be over in so many seconds."""
    token = _deadline.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _deadline.reset(token)


class GuardedBackend(httpcore.NetworkBackend):
    """Looks a host up once, checks every address, and connects to a checked one.

    The name is not looked up again for the connection: an answer that changes in between
    (DNS rebinding) changes nothing. Through a proxy it is the same: the name is looked up here,
    and the proxy is asked for the checked address.
    """

    def __init__(self, rule: AddressRule, proxy: Proxy | None = None) -> None:
        self.rule, self.proxy = rule, proxy
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first permitted address that answers."""
        addresses = look_up(host, port, _left(timeout))
        permitted = [address for address in addresses if self.rule.permits(host, address)]
        if not permitted:
            raise RefusedAddressError(f"{host} is {', '.join(addresses)}: not a public address")
        for address in permitted[:-1]:
            try:
                return self._connect(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connect(permitted[-1], port, timeout, local_address, socket_options)

    def _connect(
        self,
        address: str,
        port: int,
        timeout: float | None,
        local_address: str | None,
        socket_options: Iterable[Any] | None,
    ) -> httpcore.NetworkStream:
        to = (self.proxy.host, self.proxy.port) if self.proxy else (address, port)
        stream = _TimedStream(
            self._inner.connect_tcp(*to, _left(timeout), local_address, socket_options)
        )
        if self.proxy:
            try:
                tunnel(stream, self.proxy, address, port, timeout)
            except BaseException:
                stream.close()
                raise
        return stream


class _TimedStream(httpcore.NetworkStream):
    """A connection whose every wait ends at the deadline of the request."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        return _TimedStream(self._inner.start_tls(ssl_context, server_hostname, _left(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def look_up(host: str, port: int, seconds: float | None = None) -> list[str]:
    """The addresses of a host, each once, in the resolver's order. Raises UnknownHostError."""
    found: list[str] = []
    failed: list[OSError | UnicodeError] = []

    def ask() -> None:
        try:
            entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(str(entry[4][0]) for entry in entries)
        except (OSError, UnicodeError) as error:
            failed.append(error)

    # The resolver takes no timeout and may keep us for minutes; a thread can be left behind.
    thread = threading.Thread(target=ask, name="look-up", daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise UnknownHostError(f"{host}: the name server does not answer", temporary=True)
    for error in failed:
        if not isinstance(error, socket.gaierror):
            raise error
        temporary = error.errno == socket.EAI_AGAIN
        raise UnknownHostError(f"{host}: {error.strerror}", temporary=temporary) from None
    return list(dict.fromkeys(found))


def guarded(rule: AddressRule, connections: int, proxy: Proxy | None = None) -> httpx.HTTPTransport:
    """A transport of httpx over guarded connections; proxies of the environment are not used."""
    transport = httpx.HTTPTransport(trust_env=False)
    # httpx has no setting for the network backend of its pool; tests fail if this stops working.
    transport._pool = httpcore.ConnectionPool(
        ssl_context=httpx.create_ssl_context(),
        max_connections=connections,
        max_keepalive_connections=connections,
        keepalive_expiry=15.0,
        network_backend=GuardedBackend(rule, proxy),
    )
    return transport


def _left(timeout: float | None) -> float | None:
    """The shorter of a timeout and what is left of the request's time."""
    deadline = _deadline.get()
    if deadline is None:
        return timeout
    left = deadline - time.monotonic()
    if left <= 0:
        raise DeadlineError
    return left if timeout is None else min(timeout, left)

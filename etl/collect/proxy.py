"""A proxy between us and the network: a tunnel to an address that we have looked up and checked."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import httpcore

LONGEST_HEAD = 16_384


class ProxyError(Exception):
    "The proxy does not let us through, or speaks no HTTP."


@dataclass(frozen=True, slots=True)
class Proxy:
    """Where the proxy is, and what it is told about us."""

    host: str
    port: int
    authorization: str | None = None

    @classmethod
    def of(cls, address: str) -> Proxy | None:
        """From `http://[user:password@]host[:port]`; None for no address. Raises ValueError."""
        if not address:
            return None
        parts = urlsplit(address)
        if parts.scheme != "http" or not parts.hostname:
            raise ValueError("give the proxy as http://host:port")
        secret = None
        if parts.username is not None:
            pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            secret = "Basic " + base64.b64encode(pair.encode()).decode("ascii")
        return cls(parts.hostname, parts.port or 3128, secret)


def tunnel(
    stream: httpcore.NetworkStream, proxy: Proxy, address: str, port: int, timeout: float | None
) -> None:
    """Ask for a connection to an address, not to a name, which the proxy would look up anew.

    Raises ProxyError.
    """
    target = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
    lines = [f"CONNECT {target} HTTP/1.1", f"Host: {target}"]
    if proxy.authorization:
        lines.append(f"Proxy-Authorization: {proxy.authorization}")
    stream.write("\r\n".join([*lines, "", ""]).encode("ascii"), timeout)
    head = b""
    while b"\r\n\r\n" not in head:
        part = stream.read(LONGEST_HEAD, timeout)
        head += part
        if not part or len(head) > LONGEST_HEAD:
            raise ProxyError(f"proxy {proxy.host}: no answer in HTTP")
    _, _, rest = head.partition(b" ")
    if rest[:3] != b"200":
        answer = head.partition(b"\r\n")[0][:80].decode("ascii", "replace")
        raise ProxyError(f"proxy {proxy.host}: {answer}")

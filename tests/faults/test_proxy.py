"""Through a proxy: the same checks, and the proxy is asked for the checked address only."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from etl import config, doctor
from etl.collect import transport
from etl.collect.answers import Failure, Fetched
from etl.collect.proxy import Proxy
from etl.errors import ConfigError
from tests.faults import server as bad
from tests.faults.server import serve
from tests.faults.test_client import BODY, get


@dataclass
class Tunnels:
    """A running proxy: what it was asked, and its answer to that."""

    url: str = ""
    answer: bytes = b"HTTP/1.1 200 Connection established\r\n\r\n"
    asked: list[str] = field(default_factory=list)
    heads: list[bytes] = field(default_factory=list)


def relay(one: socket.socket, other: socket.socket) -> None:
    """Carry bytes from one to the other until the end."""
    try:
        while part := one.recv(65_536):
            other.sendall(part)
        other.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # one side has gone


@contextmanager
def proxying() -> Iterator[Tunnels]:
    made = Tunnels()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            head = b""
            while b"\r\n\r\n" not in head:
                head += self.request.recv(4096)
            made.heads.append(head)
            made.asked.append(head.split()[1].decode())
            self.request.sendall(made.answer)
            if b" 200 " in made.answer:
                host, _, port = made.asked[-1].rpartition(":")
                with socket.create_connection((host, int(port))) as other:
                    back = threading.Thread(target=relay, args=(other, self.request))
                    back.start()
                    relay(self.request, other)
                    back.join()

    class Threads(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Threads(("127.0.0.1", 0), Handler) as tcp:
        made.url = f"http://desk:s%40fe@127.0.0.1:{tcp.server_address[1]}"
        thread = threading.Thread(target=tcp.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield made
        finally:
            tcp.shutdown()
            thread.join()


def test_the_proxy_is_asked_for_the_checked_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "look_up", lambda host, port, seconds: ["127.0.0.1"])
    with serve() as server, proxying() as proxy:
        server.routes["/feed"] = bad.page(BODY)
        port = server.url.rpartition(":")[2]
        url = f"http://paper.example:{port}/feed"
        found = get(url, proxy=proxy.url, allow_hosts=["paper.example"])
        assert isinstance(found, Fetched)
        assert (found.body, proxy.asked) == (BODY, [f"127.0.0.1:{port}"])
        assert server.asked[0][1]["host"] == f"paper.example:{port}"
        assert b"\r\nProxy-Authorization: Basic ZGVzazpzQGZl\r\n" in proxy.heads[0]
        refused = get(url, proxy=proxy.url, allow_hosts=[])
    assert isinstance(refused, Failure)
    assert (refused.reason, len(proxy.asked)) == ("refused_address", 1)


@pytest.mark.parametrize(
    ("answer", "detail"),
    [
        (b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "407 Proxy Authentication"),
        (b"HTTP/1.1 403 Forbidden\r\n\r\n", "403 Forbidden"),
        (b"x" * 20_000, "no answer in HTTP"),
    ],
)
def test_a_proxy_that_does_not_let_us_through(answer: bytes, detail: str) -> None:
    with serve() as server, proxying() as proxy:
        proxy.answer = answer
        found = get(f"{server.url}/feed", proxy=proxy.url)
        assert server.asked == []
    assert isinstance(found, Failure)
    assert found.reason == "no_connection"
    assert detail in found.detail
    assert "s@fe" not in found.detail


def test_an_encrypted_connection_is_made_inside_the_tunnel() -> None:
    with serve() as server, proxying() as proxy:
        target = server.url.removeprefix("http://")
        found = get(f"https://{target}/feed", proxy=proxy.url)
        assert (proxy.asked, server.asked) == ([target], [])
    assert isinstance(found, Failure), "our server does not speak TLS"
    assert found.reason in ("tls", "no_connection", "timeout")


def test_a_proxy_that_is_not_there() -> None:
    with serve() as server, proxying() as proxy:
        gone = proxy.url
    found = get(f"{server.url}/feed", proxy=gone)
    assert isinstance(found, Failure)
    assert found.reason == "no_connection"


def test_proxies_of_the_environment_are_not_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with serve() as server, proxying() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        server.routes["/feed"] = bad.page(BODY)
        assert isinstance(get(f"{server.url}/feed"), Fetched)
    assert proxy.asked == []
    findings = {f.name: f for f in doctor._proxy(config.load(), {"https_proxy": "http://p:1"})}
    assert findings["proxy"].detail == "https_proxy is set and not used: name it as fetch.proxy"
    settings = tmp_path / "claimwatch.toml"
    settings.write_text(
        '[fetch]\nproxy = "http://desk:secret@p.example:1"\n[lists]\nsources = []\n'
    )
    (found,) = doctor._proxy(config.load(settings), {})
    assert found.detail == "feeds are fetched through http://p.example:1"


@pytest.mark.parametrize("wrong", ["p.example:1", "https://p.example", "socks5://p:1", "http://"])
def test_what_is_no_proxy(wrong: str, tmp_path: Path) -> None:
    settings = tmp_path / "claimwatch.toml"
    settings.write_text(f'[fetch]\nproxy = "{wrong}"\n')
    with pytest.raises(ConfigError, match=r"fetch\.proxy"):
        config.load(settings)
    with pytest.raises(ValueError, match="http://host:port"):
        Proxy.of(wrong)


def test_a_name_server_that_does_not_answer_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers.wait(60) and [])
    try:
        found = get("http://paper.example/feed", total_seconds=0.3)
        assert not answers.is_set()
    finally:
        answers.set()
    assert isinstance(found, Failure)
    assert (found.reason, found.may_pass) == ("unknown_host", True)
    assert found.detail == "paper.example: the name server does not answer"

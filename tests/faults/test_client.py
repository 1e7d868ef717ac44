"""The client against a real server that misbehaves: every trouble has its word, in bounded time."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import brotli
import pytest

from etl.collect import addresses, answers, transport
from etl.collect.answers import Failure, Fetched
from etl.collect.client import Client, Clock, agent
from etl.config import FetchSettings
from tests.faults import server as bad
from tests.faults.server import Server, serve

NOW = datetime(2026, 4, 6, 8, 0, tzinfo=UTC)
BODY = b"<rss><channel><item><title>Damm</title></item></channel></rss>"


@pytest.fixture
def server() -> Iterator[Server]:
    with serve() as running:
        yield running


class Times:
    """A clock that notes what it was asked to sleep, and does not."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self.clock = Clock(lambda: NOW, time.monotonic, self.slept.append, lambda: 0.5)


def client(times: Times | None = None, **settings: object) -> Client:
    given: dict[str, object] = {
        "allow_hosts": ["127.0.0.1"],
        "timeout_seconds": 0.4,
        "total_seconds": 1.0,
        "max_bytes": 1_000_000,
        "attempts": 1,
        "host_delay_seconds": 0,
        "robots": False,
    }
    return Client(FetchSettings(**(given | settings)), (times or Times()).clock)


def get(url: str, **settings: object) -> Fetched | Failure:
    with client(**settings) as c:
        return c.get(url)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (bad.stall, "timeout"),
        (bad.drip_head, "timeout"),
        (bad.drip_body, "timeout"),
        (bad.endless, "too_large"),
        (bad.bomb, "too_large"),
        (bad.cut(BODY), "truncated"),
        (bad.hang_up, "no_connection"),
        (bad.gibberish, "bad_answer"),
        (bad.deeper, "redirect_loop"),
        (bad.status(404), "not_found"),
        (bad.status(410), "not_found"),
        (bad.status(403), "forbidden"),
        (bad.status(418), "client_error"),
        (bad.status(429), "rate_limited"),
        (bad.status(503), "server_error"),
        (bad.status(302), "client_error"),
        (bad.status(204), "bad_answer"),
        (bad.page(b"not gzip", content_encoding="gzip"), "bad_encoding"),
        (bad.page(b"x", content_encoding="zstd"), "bad_encoding"),
        (bad.page(gzip.compress(BODY)[:30], content_encoding="gzip"), "truncated"),
        (bad.page(b"x", content_length=99_999_999_999), "too_large"),
    ],
)
def test_every_fault_has_its_word(server: Server, answer: bad.Answer, reason: str) -> None:
    server.routes["/feed"] = answer
    for n in range(1, 9):
        server.routes["/feed" + "x" * n] = answer
    found = get(f"{server.url}/feed")
    assert isinstance(found, Failure)
    assert (found.reason, found.url) == (reason, f"{server.url}/feed")
    assert found.reason in answers.REASONS
    assert found.detail


def test_a_circle_of_redirects(server: Server) -> None:
    server.routes |= {"/circle": bad.circle, "/circle2": bad.circle}
    found = get(f"{server.url}/circle")
    assert isinstance(found, Failure)
    assert found.reason == "redirect_loop"
    assert server.count("/circle") == server.count("/circle2") == 1


def test_nobody_listens_and_no_such_host(server: Server) -> None:
    port = int(server.url.rpartition(":")[2])
    with serve() as other:
        gone = other.url
    found = get(f"{gone}/feed")
    assert isinstance(found, Failure)
    assert found.reason == "no_connection"
    found = get(f"https://127.0.0.1:{port}/")
    assert isinstance(found, Failure)
    assert found.reason in ("tls", "no_connection", "bad_answer", "timeout")
    found = get("http://no-such-host.invalid/")
    assert isinstance(found, Failure)
    assert found.reason == "unknown_host"


@pytest.mark.parametrize(
    "packed",
    [
        ("gzip", gzip.compress(BODY)),
        ("deflate", zlib.compress(BODY)),
        ("deflate", zlib.compress(BODY, wbits=-15)),
        ("br", brotli.compress(BODY)),
        ("identity", BODY),
        ("", BODY),
    ],
)
def test_packed_bodies(server: Server, packed: tuple[str, bytes]) -> None:
    server.routes["/feed"] = bad.page(packed[1], content_encoding=packed[0])
    found = get(f"{server.url}/feed")
    assert isinstance(found, Fetched)
    assert found.body == BODY


def test_a_brotli_bomb(server: Server) -> None:
    packed = brotli.compress(bytes(100_000_000), quality=4)
    assert len(packed) < 1_000
    server.routes["/feed"] = bad.page(packed, content_encoding="br")
    found = get(f"{server.url}/feed")
    assert isinstance(found, Failure)
    assert found.reason == "too_large"


def test_a_body_of_just_the_limit_is_taken(server: Server) -> None:
    body = b"x" * 1_000_000
    server.routes["/gz"] = bad.page(gzip.compress(body), content_encoding="gzip")
    server.routes["/over"] = bad.page(gzip.compress(body + b"x"), content_encoding="gzip")
    found = get(f"{server.url}/gz")
    assert isinstance(found, Fetched)
    assert found.body == body
    assert isinstance(get(f"{server.url}/over"), Failure)


def test_a_packed_file_is_unpacked_and_bounded(server: Server) -> None:
    packed = gzip.compress(BODY)
    server.routes |= {
        "/news.xml.gz": bad.page(packed, content_type="application/x-gzip"),
        "/twice.xml.gz": bad.page(gzip.compress(packed), content_encoding="gzip"),
        "/bomb.xml.gz": bad.page(bad.BOMB, content_type="application/x-gzip"),
        "/half.xml.gz": bad.page(packed[:30], content_type="application/x-gzip"),
    }
    for path in ("/news.xml.gz", "/twice.xml.gz"):
        found = get(server.url + path)
        assert isinstance(found, Fetched)
        assert found.body == BODY
    for path, reason in (("/bomb.xml.gz", "too_large"), ("/half.xml.gz", "truncated")):
        broken = get(server.url + path)
        assert isinstance(broken, Failure)
        assert broken.reason == reason


def test_errors_that_pass_are_tried_again_with_growing_waits(server: Server) -> None:
    times = Times()
    server.routes["/feed"] = bad.after_errors([500, 503], bad.page(BODY))
    with client(times, attempts=3, backoff_seconds=2) as c:
        found = c.get(f"{server.url}/feed")
    assert isinstance(found, Fetched)
    assert server.count("/feed") == 3
    assert times.slept == [2.0, 4.0]


def test_errors_that_stay_are_not_tried_again(server: Server) -> None:
    server.routes["/feed"] = bad.status(404)
    with client(attempts=5) as c:
        c.get(f"{server.url}/feed")
        c.get(f"{server.url}/nothing")
        c.get("http://192.168.0.1/feed")
    assert (server.count("/feed"), server.count("/nothing")) == (1, 1)


def test_retry_after_is_kept_to(server: Server) -> None:
    times = Times()
    server.routes["/soon"] = bad.status(429, retry_after=7)
    server.routes["/late"] = bad.status(503, retry_after="Mon, 06 Apr 2026 09:00:00 GMT")
    with client(times, attempts=2) as c:
        assert isinstance(c.get(f"{server.url}/soon"), Failure)
        assert (times.slept, server.count("/soon")) == ([7.0], 2)
        late = c.get(f"{server.url}/late")
    assert isinstance(late, Failure)
    assert (late.retry_after, server.count("/late")) == (3600.0, 1)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        (" 5 ", 5.0),
        ("Mon, 06 Apr 2026 08:00:30 GMT", 30.0),
        ("Mon, 06 Apr 2020 08:00:30 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("٣", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_read(header: str | None, seconds: float | None) -> None:
    assert answers.retry_after(header, NOW) == seconds


def test_redirects_tell_whether_it_is_for_good(server: Server) -> None:
    server.routes |= {
        "/old": bad.status(301, location="/newer"),
        "/newer": bad.status(308, location="/now"),
        "/now": bad.status(302, location="/today"),
        "/today": bad.page(BODY),
    }
    found = get(f"{server.url}/old")
    assert isinstance(found, Fetched)
    assert (found.moved_to, found.final_url) == (f"{server.url}/now", f"{server.url}/today")
    found = get(f"{server.url}/now")
    assert isinstance(found, Fetched)
    assert found.moved_to is None


def test_a_login_goes_along_on_the_same_host_only(server: Server) -> None:
    with_login = server.url.replace("http://", "http://desk:geheim@")
    server.routes |= {
        "/old": bad.status(301, location=f"{server.url}/new"),
        "/new": bad.page(BODY),
        "/away": bad.status(301, location=server.url.replace("127.0.0.1", "localhost") + "/new"),
    }
    found = get(f"{with_login}/old")
    assert isinstance(found, Fetched)
    assert found.moved_to == f"{with_login}/new"
    get(f"{with_login}/away", allow_hosts=["127.0.0.1", "localhost"])
    sent = [headers.get("authorization", "")[:5] for path, headers, _ in server.asked]
    assert sent == ["Basic", "Basic", "Basic", ""]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://172.16.5.5/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[::127.0.0.1]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://224.0.0.1/",
    ],
)
def test_only_public_addresses_are_asked(url: str) -> None:
    found = get(url, allow_hosts=[])
    assert isinstance(found, Failure)
    assert found.reason == "refused_address"


def test_a_redirect_into_the_house_is_refused(server: Server) -> None:
    server.routes["/feed"] = bad.status(302, location="http://169.254.169.254/latest/")
    server.routes["/file"] = bad.status(302, location="file:///etc/passwd")
    found = get(f"{server.url}/feed")
    assert isinstance(found, Failure)
    assert found.reason == "refused_address"
    found = get(f"{server.url}/file")
    assert isinstance(found, Failure)
    assert found.reason == "bad_url"


def test_an_address_is_checked_at_the_connection_not_before(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers_of_dns = iter([["127.0.0.1"], ["127.0.0.1"]])
    monkeypatch.setattr(transport, "look_up", lambda host, port, seconds: next(answers_of_dns))
    server.routes["/feed"] = bad.page(BODY)
    port = server.url.rpartition(":")[2]
    found = get(f"http://rebinding.example:{port}/feed", allow_hosts=[])
    assert isinstance(found, Failure)
    assert (found.reason, server.asked) == ("refused_address", [])
    found = get(f"http://rebinding.example:{port}/feed", allow_hosts=["rebinding.example"])
    assert isinstance(found, Fetched)
    assert server.asked[0][1]["host"] == f"rebinding.example:{port}"
    assert next(answers_of_dns, None) is None, "the name was looked up once for each connection"


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("64:ff9b::5db8:d822", True),
        ("192.0.2.1", False),
        ("198.18.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("fec0::1", False),
        ("::", False),
    ],
)
def test_public_addresses(text: str, public: bool) -> None:
    assert addresses.is_public(ip_address(text)) is public


@pytest.mark.parametrize(
    "url", ["ftp://a.example/x", "file:///etc/passwd", "a.example", "http://", "http://a:b/", ""]
)
def test_only_http_addresses(url: str) -> None:
    found = get(url)
    assert isinstance(found, Failure)
    assert found.reason == "bad_url"


def test_an_address_that_is_none_is_told_without_its_secrets() -> None:
    found = get("ftp://desk:geheim@a.example/x?token=geheim")
    assert isinstance(found, Failure)
    assert found.detail == "no http or https address: ftp://a.example/x?token=-"


def test_robots_are_asked_once_and_obeyed(server: Server) -> None:
    rules = b"User-agent: *\nDisallow: /private\n\nUser-agent: Claimwatch\nDisallow: /us\n"
    server.routes |= {
        "/robots.txt": bad.page(rules),
        "/feed": bad.page(BODY),
        "/us/feed": bad.page(BODY),
    }
    with client(robots=True) as c:
        assert isinstance(c.get(f"{server.url}/feed"), Fetched)
        refused = c.get(f"{server.url}/us/feed")
        c.get(f"{server.url}/feed")
    assert isinstance(refused, Failure)
    assert refused.reason == "robots"
    assert (server.count("/robots.txt"), server.count("/us/feed"), server.count("/feed")) == (
        1,
        0,
        2,
    )


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (bad.status(404), None),
        (bad.status(403), None),
        (bad.page(b"<html>\xff not rules"), None),
        (bad.status(500), "robots_unavailable"),
        (bad.status(429), "robots_unavailable"),
        (bad.stall, "timeout"),
    ],
)
def test_a_host_without_rules_and_one_that_cannot_say(
    server: Server, answer: bad.Answer, outcome: str | None
) -> None:
    server.routes |= {"/robots.txt": answer, "/feed": bad.page(BODY)}
    found = get(f"{server.url}/feed", robots=True)
    assert (found.reason if isinstance(found, Failure) else None) == outcome
    assert server.count("/feed") == (0 if outcome else 1)


def test_requests_to_one_host_take_turns(server: Server) -> None:
    times = Times()
    server.routes["/feed"] = bad.page(BODY)
    with client(times, host_delay_seconds=5) as c:
        for _ in range(3):
            c.get(f"{server.url}/feed")
    assert [round(s) for s in times.slept] == [5, 10]


def test_a_crawl_delay_lengthens_the_pause(server: Server) -> None:
    times = Times()
    server.routes |= {
        "/robots.txt": bad.page(b"User-agent: *\nCrawl-delay: 9\n"),
        "/feed": bad.page(BODY),
    }
    with client(times, robots=True) as c:
        c.get(f"{server.url}/feed")
        c.get(f"{server.url}/feed")
    assert [round(s) for s in times.slept] == [9]


def test_who_asks(server: Server) -> None:
    server.routes["/feed"] = bad.page(BODY, set_cookie="a=b")
    with client(contact="desk@a.example\r\nx: y") as c:
        c.get(f"{server.url}/feed")
        c.get(f"{server.url}/feed")
    headers = server.asked[1][1]
    assert headers["user-agent"].startswith("Claimwatch/")
    assert "desk@a.example" in headers["user-agent"]
    assert "cookie" not in headers
    assert "x" not in headers
    assert agent("") == agent("").split(" ")[0]


def test_a_run_that_is_stopped_asks_nobody(server: Server) -> None:
    clock = Clock(lambda: NOW, time.monotonic, lambda s: None, lambda: 0.5, lambda: True)
    settings = FetchSettings(allow_hosts=["127.0.0.1"], robots=False)
    with Client(settings, clock) as c:
        found = c.get(f"{server.url}/feed")
    assert isinstance(found, Failure)
    assert (found.reason, server.asked) == ("stopped", [])


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://u:p@a.example/f?x=1", "https://a.example/f?x=1"),
        ("https://a.example/f?api_key=abc&x=1#z", "https://a.example/f?api_key=-&x=1"),
        ("https://a.example/f?AccessToken=abc", "https://a.example/f?AccessToken=-"),
        ("https://taz.de/!p4608;rss/", "https://taz.de/!p4608;rss/"),
        ("http://[broken", "(not an address)"),
    ],
)
def test_addresses_are_shown_without_secrets(url: str, safe: str) -> None:
    assert answers.shown(url) == safe


def test_a_robots_file_from_the_future_is_asked_for_again(server: Server) -> None:
    server.routes |= {"/robots.txt": bad.status(404), "/feed": bad.page(BODY)}
    with client(robots=True) as c:
        c.robots.learn(f"{server.url}/", "User-agent: *\nDisallow: /", NOW + timedelta(hours=1))
        assert isinstance(c.get(f"{server.url}/feed"), Fetched)
    assert server.count("/robots.txt") == 1

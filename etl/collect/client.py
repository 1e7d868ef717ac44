"""The one way to the network: bounded, polite, and only to where it may go."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.parse import urlsplit

import httpx

from etl import __version__
from etl.collect import decoding
from etl.collect.addresses import AddressRule
from etl.collect.answers import Failure, Fetched, Reason, refusal, retry_after, shown
from etl.collect.proxy import Proxy, ProxyError
from etl.collect.robots import AGENT, Robots, host_of
from etl.collect.transport import (
    DeadlineError,
    RefusedAddressError,
    UnknownHostError,
    guarded,
    within,
)
from etl.config import FetchSettings
from etl.errors import one_line
from etl.urls import joined

MOVED_FOR_GOOD = (301, 308)
REDIRECTS = (301, 302, 303, 307, 308)
GZIP = b"\x1f\x8b"
ROBOTS_BYTES = 500_000  # RFC 9309: at least so much of a robots.txt is read


@dataclass(frozen=True, slots=True)
class Clock:
    """Time and chance from outside: `sleep` may end early when the run is asked to stop."""

    now: Callable[[], datetime]
    monotonic: Callable[[], float]
    sleep: Callable[[float], object]
    chance: Callable[[], float]  # 0 to 1
    stopped: Callable[[], bool] = lambda: False


class Client:
    """Fetches addresses. Safe to use from several threads; use it as a context manager."""

    def __init__(self, settings: FetchSettings, clock: Clock, robots: Robots | None = None) -> None:
        self.settings, self.clock = settings, clock
        self.robots = robots or Robots(timedelta(hours=settings.robots_hours))
        self._pacer = _Pacer(clock)
        self._asking: dict[str, threading.Lock] = {}
        self._http = httpx.Client(
            transport=guarded(
                AddressRule(tuple(settings.allow_hosts)),
                settings.concurrency,
                Proxy.of(settings.proxy),
            ),
            headers={"user-agent": agent(settings.contact), "accept-encoding": decoding.ACCEPTED},
            timeout=settings.timeout_seconds,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            follow_redirects=False,
            trust_env=False,
        )

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def get(self, url: str, headers: dict[str, str] | None = None) -> Fetched | Failure:
        """Fetch an address, with further tries for what may pass."""
        outcome = self._follow(url, headers or {}, ask_robots=self.settings.robots)
        for attempt in range(1, self.settings.attempts):
            if isinstance(outcome, Fetched) or not outcome.may_pass or self.clock.stopped():
                break
            wait = self.settings.backoff_seconds * 2 ** (attempt - 1) * (0.5 + self.clock.chance())
            wait = max(wait, outcome.retry_after or 0)
            if wait > self.settings.max_wait_seconds:
                break
            self.clock.sleep(wait)
            outcome = self._follow(url, headers or {}, ask_robots=self.settings.robots)
        return outcome

    def _follow(self, url: str, headers: dict[str, str], *, ask_robots: bool) -> Fetched | Failure:
        """One try, through its redirects."""
        here, moved_to, for_good = url, None, True
        seen: set[str] = set()
        while True:
            seen.add(here)
            if self.clock.stopped():
                return Failure(url, "stopped", "the run was asked to stop")
            refused = self._forbidden(here, ask_robots=ask_robots)
            outcome = refused or self._ask(here, headers)
            if isinstance(outcome, Failure):
                return replace(outcome, url=url, moved_to=moved_to)
            if outcome.status not in REDIRECTS:
                return replace(outcome, url=url, moved_to=moved_to)
            link = outcome.headers.get("location", "")
            target = joined(here, link)
            if target is None:
                return Failure(url, "bad_url", f"a redirect to no address: {link[:200]}")
            target = _logged_in(target, here)
            if target in seen or len(seen) > self.settings.max_redirects:
                detail = f"after {len(seen)} redirects: {shown(target)}"
                return Failure(url, "redirect_loop", detail)
            for_good = for_good and outcome.status in MOVED_FOR_GOOD
            here = target
            moved_to = here if for_good else moved_to

    def _forbidden(self, url: str, *, ask_robots: bool) -> Failure | None:
        """Why an address may not even be asked; None if it may."""
        try:
            parts = urlsplit(url)
            usable = parts.scheme in ("http", "https") and bool(parts.hostname)
            _ = parts.port  # raises for one that is no number
        except ValueError:
            usable = False
        if not usable:
            return Failure(url, "bad_url", f"no http or https address: {shown(url)[:200]}")
        if not ask_robots:
            return None
        with self._asking.setdefault(host_of(url), threading.Lock()):
            failure = self._learn_robots(url)
        if failure:
            return failure
        if not self.robots.allow(url):
            return Failure(url, "robots", f"robots.txt of {host_of(url)} forbids it")
        return None

    def _learn_robots(self, url: str) -> Failure | None:
        """Ask for a robots.txt not yet known; what cannot say stays unasked, as RFC 9309 has it."""
        if self.robots.known(url, self.clock.now()):
            return None
        outcome = self._follow(f"{host_of(url)}/robots.txt", {}, ask_robots=False)
        if isinstance(outcome, Fetched):
            text = outcome.body[:ROBOTS_BYTES].decode("utf8", errors="replace")
            self.robots.learn(url, text, self.clock.now())
        elif outcome.reason in ("not_found", "forbidden", "client_error"):
            self.robots.learn(url, "", self.clock.now())
        elif outcome.reason in ("rate_limited", "server_error", "redirect_loop", "too_large"):
            return replace(
                outcome, reason="robots_unavailable", detail=f"robots.txt: {outcome.detail}"
            )
        else:
            return outcome
        return None

    def _ask(self, url: str, headers: dict[str, str]) -> Fetched | Failure:
        """One request, without following where it leads."""
        delay = max(self.settings.host_delay_seconds, self.robots.delay(url))
        self._pacer.wait(host_of(url), min(delay, self.settings.max_wait_seconds))
        try:
            with (
                within(self.settings.total_seconds),
                self._http.stream("GET", url, headers=headers) as response,
            ):
                return self._read(url, response)
        except tuple(_REASONS) as error:
            return _failure(url, error)

    def _read(self, url: str, response: httpx.Response) -> Fetched | Failure:
        status, now = response.status_code, self.clock.now()
        names = {name.lower(): value for name, value in response.headers.items()}
        if status in REDIRECTS and "location" in names:
            return Fetched(url, url, None, status, names, b"", now)
        if status >= 400 or status in REDIRECTS:
            wait = retry_after(names.get("retry-after"), now)
            return Failure(url, refusal(status), f"HTTP {status}", status, wait)
        if status not in (200, 203, 304):
            return Failure(url, "bad_answer", f"HTTP {status}", status)
        declared = names.get("content-length", "")
        if declared.isascii() and declared.isdigit() and int(declared) > self.settings.max_bytes:
            raise decoding.TooLargeError
        encoding = names.get("content-encoding", "")
        body = decoding.read(response.iter_raw(), encoding, self.settings.max_bytes)
        if body.startswith(GZIP):  # a packed file, as sitemaps are, and not a packed answer
            body = decoding.read([body], "gzip", self.settings.max_bytes)
        return Fetched(url, url, None, status, names, body, now)


class _Pacer:
    """Gives each host's requests their turns, one pause apart."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._next: dict[str, float] = {}

    def wait(self, host: str, delay: float) -> None:
        """Sleep until it is this request's turn."""
        with self._lock:
            now = self._clock.monotonic()
            turn = max(now, self._next.get(host, now))
            self._next[host] = turn + delay
        if turn > now:
            self._clock.sleep(turn - now)


def agent(contact: str) -> str:
    """The user agent: who asks, and where to complain."""
    contact = "".join(c for c in contact if c.isascii() and c.isprintable() and c not in "()")
    return f"{AGENT}/{__version__}" + (f" (+{contact})" if contact else "")


# Errors of a request and what they are called; the first kind that fits counts.
_REASONS: dict[type[Exception], Reason] = {
    RefusedAddressError: "refused_address",
    UnknownHostError: "unknown_host",
    DeadlineError: "timeout",
    ProxyError: "no_connection",
    decoding.TooLargeError: "too_large",
    decoding.EncodingError: "bad_encoding",
    decoding.CutError: "truncated",
    httpx.TimeoutException: "timeout",
    httpx.ConnectError: "no_connection",
    httpx.RemoteProtocolError: "bad_answer",
    httpx.NetworkError: "no_connection",
    httpx.InvalidURL: "bad_url",
    httpx.LocalProtocolError: "bad_url",
    httpx.UnsupportedProtocol: "bad_url",
    UnicodeError: "bad_url",
}


def _logged_in(target: str, here: str) -> str:
    """Where a redirect leads, with the login of the address that sent us, on the same host only.

    A feed with a password that moves to https would be shut to us for good without it.
    """
    login, _, _ = urlsplit(here).netloc.rpartition("@")
    parts, before = urlsplit(target), urlsplit(here)
    same = parts.hostname == before.hostname and parts.scheme in ("https", before.scheme)
    if not login or "@" in parts.netloc or not same:
        return target
    return parts._replace(netloc=f"{login}@{parts.netloc}").geturl()


def _failure(url: str, error: Exception) -> Failure:
    reason = next(word for kind, word in _REASONS.items() if isinstance(error, kind))
    detail = one_line(error, 200) or reason.replace("_", " ")
    if isinstance(error.__cause__, ssl.SSLError) or "SSL" in detail or "certificate" in detail:
        reason = "tls"
    elif isinstance(error, httpx.RemoteProtocolError):
        if "without sending complete" in detail:
            reason = "truncated"
        elif "disconnected" in detail:
            reason = "no_connection"
    temporary = error.temporary if isinstance(error, UnknownHostError) else None
    return Failure(url, reason, detail, temporary=temporary)

"""What asking an address came to: an answer, or a failure with its reason in fixed words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal, get_args
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

Reason = Literal[
    "bad_url",  # no http or https address
    "refused_address",  # not a public address, and not allowed by the settings
    "unknown_host",  # the name server knows no such host, or did not answer
    "no_connection",  # nobody listens, or the connection broke
    "tls",  # no trustworthy certificate
    "timeout",  # no answer in time, or too slow a one
    "truncated",  # the answer ended before its end
    "too_large",  # larger than the settings allow, packed or unpacked
    "bad_encoding",  # not packed as its header says
    "bad_answer",  # not HTTP
    "redirect_loop",  # redirects in a circle, or too many
    "robots",  # the host's robots.txt forbids it
    "robots_unavailable",  # the host could not say whether it may be fetched
    "not_found",  # 404, 410
    "forbidden",  # 401, 402, 403, 407, 451
    "rate_limited",  # 429
    "client_error",  # another 4xx
    "server_error",  # 5xx
    "too_slow",  # reading the page took too long
    "not_a_feed",  # an answer, but no feed, sitemap or page in it
    "stopped",  # the run was asked to stop
]
REASONS: tuple[str, ...] = get_args(Reason)

_MAY_PASS = {
    "no_connection",
    "timeout",
    "truncated",
    "too_slow",
    "rate_limited",
    "server_error",
    "robots_unavailable",
}
_ANSWERS_THAT_MAY_PASS = {429, 500, 502, 503, 504}
_SECRET = ("key", "token", "auth", "secret", "pass", "pwd", "sig", "session")


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: 200 with its body, or 304 without. Header names are lower case.

    `moved_to` is where the address has moved for good, if it has.
    """

    url: str
    final_url: str
    moved_to: str | None
    status: int
    headers: dict[str, str]
    body: bytes
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Failure:
    """No answer that can be used; `retry_after` in seconds, where the host names it."""

    url: str
    reason: Reason
    detail: str
    status: int | None = None
    retry_after: float | None = None
    moved_to: str | None = None
    temporary: bool | None = None

    @property
    def may_pass(self) -> bool:
        """True if the same request may do better in a moment."""
        if self.temporary is not None:
            return self.temporary
        if self.status is not None and self.reason != "robots_unavailable":
            return self.status in _ANSWERS_THAT_MAY_PASS
        return self.reason in _MAY_PASS


def refusal(status: int) -> Reason:
    """The word for an answer that is an error."""
    if status == 429:
        return "rate_limited"
    if status in (404, 410):
        return "not_found"
    if status in (401, 402, 403, 407, 451):
        return "forbidden"
    return "server_error" if status >= 500 else "client_error"


def retry_after(header: str | None, now: datetime) -> float | None:
    """Seconds to wait, from a Retry-After in seconds or as a date; None if it makes no sense."""
    if not header:
        return None
    header = header.strip()
    if header.isascii() and header.isdigit():
        return float(header[:9])
    try:
        when = parsedate_to_datetime(header)
    except (ValueError, TypeError, IndexError):
        return None
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    try:
        return max(0.0, (aware - now) / timedelta(seconds=1))
    except OverflowError:
        return None


def shown(url: str) -> str:
    """An address as it may be shown and stored in public: without passwords and keys."""
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
        pairs = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return "(not an address)"
    if any(_is_secret(name) for name, _ in pairs):
        query = urlencode([(name, "-" if _is_secret(name) else value) for name, value in pairs])
    else:
        query = parts.query
    return urlunsplit((parts.scheme, host, parts.path, query, ""))[:500]


def _is_secret(name: str) -> bool:
    return any(word in name.lower() for word in _SECRET)

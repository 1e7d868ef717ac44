"""robots.txt of each host: asked once a day, kept between runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from protego import Protego

AGENT = "Claimwatch"


@dataclass(frozen=True, slots=True)
class RobotsFile:
    """What a host said: the text of its robots.txt; empty where it has none and all is allowed."""

    host: str
    body: str
    fetched_at: datetime


@dataclass(slots=True)
class Robots:
    """The rules of the hosts met so far."""

    kept_for: timedelta
    files: dict[str, RobotsFile] = field(default_factory=dict)
    _rules: dict[str, Protego] = field(default_factory=dict)

    def known(self, url: str, now: datetime) -> bool:
        """True if the host's file is there and not too old; one from the future is too old."""
        file = self.files.get(host_of(url))
        return file is not None and timedelta(0) <= now - file.fetched_at < self.kept_for

    def learn(self, url: str, body: str, now: datetime) -> None:
        """Keep a host's file."""
        host = host_of(url)
        self.files[host] = RobotsFile(host, body, now)
        self._rules.pop(host, None)

    def allow(self, url: str) -> bool:
        """Whether the host lets us fetch this address; yes where nothing is known."""
        rules = self._of(url)
        return rules is None or bool(rules.can_fetch(url, AGENT))

    def delay(self, url: str) -> float:
        """Seconds that the host wants between two requests; 0 if it names none."""
        rules = self._of(url)
        return float((rules and rules.crawl_delay(AGENT)) or 0)

    def _of(self, url: str) -> Protego | None:
        host = host_of(url)
        if host not in self._rules and host in self.files:
            self._rules[host] = Protego.parse(self.files[host].body)
        return self._rules.get(host)


def host_of(url: str) -> str:
    """Scheme, host and port: what a robots.txt is good for; empty for what is no address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}".lower()

"""A watched world for the tests: a local server, outlets that list its feeds, a data folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from etl import config
from etl.pipeline import run
from etl.report import Report
from tests.conftest import NOW
from tests.faults.server import Server, serve

SETTINGS = """
[lists]
sources = ["sources.toml"]
actors = []
[fetch]
allow_hosts = ["127.0.0.0/8"]
timeout_seconds = 0.5
total_seconds = 2
attempts = 3
backoff_seconds = 0.01
host_delay_seconds = 0
max_bytes = 1000000
{fetch}
[feeds]
{feeds}
[retention]
{retention}
"""
FILLER = (
    "Das Hafenamt in Marenz prüft seit dem Winter alle Anlegestellen am Fluss. "
    "Die Arbeiten dauern nach Angaben der Stadt bis in den Sommer hinein. "
) * 5


@dataclass
class World:
    """A server, its feeds, and the clock."""

    server: Server
    folder: Path
    now: datetime = NOW
    feeds: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def settings(self) -> Path:
        return self.folder / "claimwatch.toml"

    def configure(self, fetch: str = "", feeds: str = "pages = false", retention: str = "") -> None:
        text = SETTINGS.format(fetch=fetch, feeds=feeds, retention=retention)
        self.settings.write_text(text)
        lists = [
            f'[[source]]\nid = "{name}.example"\nname = "{name}"\nlanguage = "de"\n'
            f'feeds = ["{url}"]\n'
            for name, url in self.feeds.items()
        ]
        (self.folder / "sources.toml").write_text("\n".join(lists))

    def run(self, **passed: int) -> Report:
        """A run, so much later than the last one."""
        self.now += timedelta(**(passed or {"minutes": 15}))
        return run(self.data, [], config.load(self.settings), lambda: self.now)

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        with duckdb.connect(str(self.data / "warehouse.duckdb"), read_only=True) as con:
            return con.execute(sql).fetchall()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with serve() as server:
        made = World(server, tmp_path)
        made.feeds = {"paper": f"{server.url}/feed"}
        made.configure()
        yield made


def rss(*numbers: int, text: str = FILLER, host: str = "https://paper.example") -> bytes:
    """A feed with entries of these numbers, the newest first."""
    items = "".join(
        f"<item><title>Bericht {n} aus dem Hafen von Marenz</title><link>{host}/{n}</link>"
        f"<guid>{n}</guid><pubDate>{NOW - timedelta(hours=1):%a, %d %b %Y %H:%M:%S} GMT</pubDate>"
        f"<description>Ein Sprecher bestritt Vorwurf {n}. {text}</description></item>"
        for n in sorted(numbers, reverse=True)
    )
    return f'<rss version="2.0"><channel><title>Paper</title>{items}</channel></rss>'.encode()


def html(number: int, text: str = FILLER) -> bytes:
    """An article's page."""
    return (
        f"<html lang='de'><head><title>Seite {number}</title></head><body><article>"
        f"<h1>Seite {number}</h1><p>Das Amt bestätigte Vorfall {number}. {text}</p>"
        "</article></body></html>"
    ).encode()


def compact(value: object) -> str:
    """JSON without spaces, to compare with what a command prints."""
    return json.dumps(value, separators=(",", ":"))

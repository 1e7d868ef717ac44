"""Is everything in place? Machine, settings, data folder, model, feeds: python -m etl doctor"""

from __future__ import annotations

import os
import random
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

import duckdb

from etl import config, feedstate, lake, place
from etl.collect.answers import shown
from etl.collect.client import Client, Clock
from etl.collect.polling import check_all
from etl.collect.reader import Reader
from etl.config import ROOT, Settings
from etl.errors import ClaimwatchError, ConfigError, WarehouseBusyError, one_line
from etl.lock import RUN, ProcessLock
from etl.migrate import MIGRATIONS
from etl.publish import SNAPSHOTS, latest
from etl.status import status
from etl.storage import Lake, Storage, told
from etl.tag import tagger
from etl.warehouse import FILE_NAME

Level = Literal["ok", "warning", "bad"]
FREE_WANTED = 2_000_000_000  # bytes
OLD_HOURS = 24.0
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
_PIN = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    name: str
    level: Level
    detail: str


def examine(
    data_dir: Path, config_path: Path | None, now: datetime, *, ask_feeds: bool
) -> Iterator[Finding]:
    """Look at everything, one finding after the other; only `ask_feeds` uses the network."""
    yield _python()
    yield from _packages(ROOT / "requirements.txt", version)
    yield _folder(data_dir)
    yield _disk(data_dir)
    settings, trouble = _settings(config_path)
    storage = settings.storage if settings else None
    yield _lake(storage) if storage else _warehouse(data_dir, now)
    yield _snapshot(data_dir, now)
    yield _model()
    if settings is None:
        yield Finding("settings", "bad", trouble)
        return
    n_sources, n_actors = len(settings.sources), len(settings.actors)
    feeds = feedstate.listed(settings.sources)
    counts = f"{n_sources} outlets, {len(feeds)} feeds, {n_actors} parties"
    yield Finding("settings", "ok", f"{settings.origin}: {counts}")
    if feeds and not settings.fetch.contact:
        detail = "fetch.contact is empty: outlets cannot reach you"
        yield Finding("contact", "warning", detail)
    yield from _proxy(settings, os.environ)
    yield from _known_feeds(data_dir, now, storage)
    if ask_feeds:
        yield from _asked_feeds(settings)


def _settings(path: Path | None) -> tuple[Settings | None, str]:
    """The settings with their lists, or what is wrong with them."""
    try:
        settings = config.load(path)
        _ = settings.sources, settings.actors, settings.storage
    except ConfigError as error:
        return None, str(error)
    return settings, ""


def _python() -> Finding:
    found = ".".join(str(part) for part in sys.version_info[:3])
    return Finding("python", "ok" if sys.version_info >= (3, 11) else "bad", found)


def _packages(pins: Path, installed: Callable[[str], str]) -> Iterator[Finding]:
    """Installed packages that are not the pinned ones."""
    try:
        wanted = _PIN.findall(pins.read_text(encoding="utf8"))
    except OSError as error:
        yield Finding("packages", "warning", f"{pins}: {error.strerror}")
        return
    others = []
    for name, pinned in wanted:
        try:
            if (there := installed(name)) != pinned:
                others.append(f"{name} {there} instead of {pinned}")
        except PackageNotFoundError:
            others.append(f"{name} is missing")
    if others:
        more = f" and {len(others) - 5} more" if len(others) > 5 else ""
        yield Finding("packages", "warning", "; ".join(others[:5]) + more)
    else:
        yield Finding("packages", "ok", f"{len(wanted)} as pinned")


def _folder(data_dir: Path) -> Finding:
    trouble = place.closed(data_dir)
    if trouble:
        return Finding("data folder", "bad", trouble)
    note = "" if data_dir.exists() else " (does not exist yet; its parent can be written)"
    return Finding("data folder", "ok", f"{data_dir}{note}")


def _disk(data_dir: Path) -> Finding:
    free, wanted = place.room(data_dir)
    detail = f"{free / 1e9:,.1f} GB free, a run wants {wanted / 1e9:,.1f} GB"
    if free < wanted:
        return Finding("disk", "bad", detail)
    return Finding("disk", "warning" if free < FREE_WANTED else "ok", detail)


def _lake(storage: Lake) -> Finding:
    try:
        with closing(lake.connect(storage)) as con:
            (runs,) = con.execute("select count(*) from run").fetchone() or (0,)
    except (duckdb.Error, ClaimwatchError) as error:
        return Finding("warehouse", "bad", told(error, storage))
    return Finding("warehouse", "ok", f"{storage}: {runs:,} runs, files in {storage.files}")


def _warehouse(data_dir: Path, now: datetime) -> Finding:
    path = data_dir / FILE_NAME
    if not path.exists():
        return Finding("warehouse", "warning", f"{path}: none yet")
    try:
        with (
            ProcessLock(data_dir, RUN, now, wait=0),
            duckdb.connect(str(path), read_only=True) as con,
        ):
            rows = con.execute("select name from migration").fetchall()
    except WarehouseBusyError as error:
        return Finding("warehouse", "ok" if "held by" in str(error) else "bad", str(error))
    except duckdb.Error as error:
        return Finding("warehouse", "bad", one_line(error))
    applied = {name for (name,) in rows}
    known = {file.name for file in MIGRATIONS.glob("*.sql")}
    if applied - known:
        newer = ", ".join(sorted(applied - known))
        return Finding("warehouse", "bad", f"written by a newer version: {newer}")
    pending = len(known - applied)
    note = f", {pending} to come with the next run" if pending else ""
    return Finding("warehouse", "ok", f"{path}: {len(applied)} migrations applied{note}")


def _snapshot(data_dir: Path, now: datetime) -> Finding:
    path = latest(data_dir)
    if path is None:
        return Finding("snapshot", "warning", f"{data_dir / SNAPSHOTS}: none yet")
    try:
        with duckdb.connect(str(path), read_only=True) as con:
            (articles,) = con.execute("select count(*) from article").fetchone() or (0,)
    except duckdb.Error as error:
        return Finding("snapshot", "bad", one_line(error))
    hours = (now.timestamp() - path.stat().st_mtime) / 3600
    detail = f"{path.name}: {articles:,} articles, {hours:,.1f} h old"
    return Finding("snapshot", "warning" if hours > OLD_HOURS else "ok", detail)


def _model() -> Finding:
    try:
        return Finding("model", "ok", f"version {tagger().version}, digests as trained")
    except Exception as error:  # whatever keeps the model from loading is the finding
        return Finding("model", "bad", one_line(error))


def _proxy(settings: Settings, environment: Mapping[str, str]) -> Iterator[Finding]:
    """A proxy of the environment is not used: what it fetches would go unchecked."""
    if settings.fetch.proxy:
        yield Finding("proxy", "ok", f"feeds are fetched through {shown(settings.fetch.proxy)}")
        return
    named = [name for name in environment if name.upper() in PROXIES and environment[name]]
    if named:
        detail = f"{', '.join(sorted(named))} is set and not used: name it as fetch.proxy"
        yield Finding("proxy", "warning", detail)


def _known_feeds(data_dir: Path, now: datetime, storage: Storage) -> Iterator[Finding]:
    """What the last runs know of the feeds."""
    found = status(data_dir, now, storage)
    for feed in found.troubled_feeds:
        why = (
            f"{feed.reason}: {feed.detail}"
            if feed.reason
            else f"nothing new since {feed.last_new_at}"
        )
        yield Finding(f"feed {feed.source_id}", "warning", f"{feed.state}: {feed.url}: {why}")
    if found.feeds and not found.troubled_feeds:
        yield Finding("feeds", "ok", f"{len(found.feeds)} answer")


def _asked_feeds(settings: Settings) -> Iterator[Finding]:
    """Ask every listed feed now; nothing is stored."""
    clock = Clock(lambda: datetime.now(UTC), time.monotonic, time.sleep, random.random)
    with Client(settings.fetch, clock) as client, Reader(settings.feeds.read_seconds) as reader:
        for one in check_all(client, reader, feedstate.listed(settings.sources), 1):
            name, url = f"asked {one.job.source_id}", shown(one.job.url)
            if one.failure:
                why = f"{one.failure.reason}: {one.failure.detail}"
                yield Finding(name, "warning", f"{url}: {why}")
                continue
            newest = one.feed.newest if one.feed else None
            moved = one.answer.moved_to if one.answer else None
            note = f", has moved to {shown(moved)}" if moved else ""
            if newest and one.checked_at - newest > timedelta(days=30):
                detail = f"{url}: nothing newer than {newest:%Y-%m-%d}{note}"
                yield Finding(name, "warning", detail)
            else:
                yield Finding(name, "ok", f"{url}: {one.outcome}{note}")


def text(finding: Finding) -> str:
    """One line for a person."""
    mark = {"ok": "ok     ", "warning": "WARNING", "bad": "BAD    "}[finding.level]
    return f"{mark} {finding.name}: {finding.detail}".replace(os.linesep, " ")

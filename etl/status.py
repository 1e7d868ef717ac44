"""How things stand: the last runs, each feed's state, the snapshot. Read-only, at any time."""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from etl import lake, place
from etl.errors import RunError, WarehouseBusyError
from etl.lock import RUN, ProcessLock
from etl.publish import latest
from etl.storage import Storage, told
from etl.warehouse import FILE_NAME

RUNS = 10
CLOCKS_DIFFER = timedelta(minutes=5)  # between the machines that run and that look


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run."""

    run_id: str
    started_at: datetime
    finished_at: datetime | None
    outcome: str
    reason: str | None
    n_articles_new: int
    n_articles_revised: int
    n_mentions_new: int
    n_rejected: int


@dataclass(frozen=True, slots=True)
class FeedLine:
    """One listed feed."""

    source_id: str
    url: str
    state: str
    reason: str | None
    detail: str | None
    n_failures: int
    last_checked_at: datetime | None
    last_new_at: datetime | None
    next_check_at: datetime | None


@dataclass(frozen=True, slots=True)
class Status:
    """What `etl status` tells; `read_from` is warehouse, snapshot, or null for neither.

    `place` is what is wrong with the data folder or the clock.
    """

    read_from: str | None
    busy: str | None = None
    snapshot: str | None = None
    snapshot_age_hours: float | None = None
    runs: list[RunLine] = field(default_factory=list)
    feeds: list[FeedLine] = field(default_factory=list)
    rejected: dict[str, int] = field(default_factory=dict)
    place: list[str] = field(default_factory=list)

    @property
    def troubled_feeds(self) -> list[FeedLine]:
        """Feeds that fail or are silent."""
        return [feed for feed in self.feeds if feed.state in ("failed", "silent")]

    @property
    def problems(self) -> list[str]:
        """What a monitor should wake somebody for."""
        found = list(self.place)
        if self.read_from is None:
            found.append("nothing loaded yet")
        elif self.snapshot is None:
            found.append("no snapshot")
        last = next((run for run in self.runs if run.outcome != "running"), None)
        if last and last.outcome in ("failed", "interrupted"):
            found.append(f"last run {last.outcome}" + (f": {last.reason}" if last.reason else ""))
        if self.feeds and all(feed.state == "failed" for feed in self.feeds):
            found.append("every feed fails")
        return found

    def as_dict(self) -> dict[str, Any]:
        """For --json."""
        return {**asdict(self), "problems": self.problems}


def status(data_dir: Path, now: datetime, storage: Storage = None) -> Status:
    """Read the warehouse if no run holds it, else the last snapshot; look at folder and clock.

    A lake can always be read, whoever writes it.
    """
    found = _stored(data_dir, now, storage)
    troubles = [place.closed(data_dir), place.full(data_dir), _ahead(found.runs, now)]
    return replace(found, place=[trouble for trouble in troubles if trouble])


def _ahead(runs: list[RunLine], now: datetime) -> str | None:
    """A run that started after now: until then, the newest runs are not the last ones."""
    if not runs or runs[0].started_at <= now + CLOCKS_DIFFER:
        return None
    return f"the clock has gone back: run {runs[0].run_id} started later than it is now"


def _stored(data_dir: Path, now: datetime, storage: Storage) -> Status:
    path = latest(data_dir)
    age = None if path is None else (now.timestamp() - path.stat().st_mtime) / 3600
    shown = (str(path) if path else None, None if age is None else round(age, 2))
    busy = None
    if storage:
        try:
            with closing(lake.connect(storage)) as con:
                return _read(con, "warehouse", None, *shown, may_run=True)
        except (duckdb.Error, RunError) as error:
            busy = told(error, storage)
    elif (data_dir / FILE_NAME).exists():
        try:
            with ExitStack() as stack:
                stack.enter_context(ProcessLock(data_dir, RUN, now, wait=0))
                con = stack.enter_context(_file(data_dir / FILE_NAME))
                return _read(con, "warehouse", None, *shown, may_run=False)
        except WarehouseBusyError as error:
            busy = str(error)
        except duckdb.Error:
            # Written by an older version, or by a run that was killed just now: see the snapshot.
            busy = None
    if path is None:
        return Status(None, busy)
    try:
        with _file(path) as con:
            return _read(con, "snapshot", busy, *shown, may_run=True)
    except duckdb.Error:
        return Status("snapshot", busy, *shown)


def _file(path: Path) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(str(path), read_only=True)
    con.execute("set TimeZone = 'UTC'")
    return con


def _read(
    con: duckdb.DuckDBPyConnection,
    name: str,
    busy: str | None,
    snapshot: str | None,
    age: float | None,
    *,
    may_run: bool,
) -> Status:
    runs = con.execute(
        "select run_id, started_at, finished_at,"
        # Where nobody writes while we read, a run that still runs was killed.
        " case when outcome = 'running' and not $may_run then 'interrupted' else outcome end,"
        " reason, n_articles_new, n_articles_revised, n_mentions_new, n_rejected"
        " from run order by started_at desc, run_id desc limit $limit",
        {"limit": RUNS, "may_run": may_run},
    ).fetchall()
    feeds = con.execute(
        "select source_id, url, state, reason, detail, n_failures, last_checked_at,"
        " last_new_at, next_check_at from feed_health where is_listed order by source_id, url"
    ).fetchall()
    rejected = con.execute(
        "select reason, count(*) from rejected group by reason order by reason"
    ).fetchall()
    return Status(
        name,
        busy,
        snapshot,
        age,
        [RunLine(*row) for row in runs],
        [FeedLine(*row) for row in feeds],
        dict(rejected),
    )


def text(found: Status) -> str:
    """The status for a person."""
    lines = []
    if found.busy:
        lines.append(f"busy      {found.busy}")
    if found.snapshot:
        lines.append(f"snapshot  {found.snapshot}, {found.snapshot_age_hours:,.1f} h old")
    for run in found.runs:
        counts = f"{run.n_articles_new:,} new, {run.n_articles_revised:,} revised articles"
        reason = f": {run.reason}" if run.reason else ""
        lines.append(f"run       {run.started_at:%Y-%m-%d %H:%M} {run.outcome}, {counts}{reason}")
    states: dict[str, int] = {}
    for feed in found.feeds:
        states[feed.state] = states.get(feed.state, 0) + 1
    if states:
        counts = ", ".join(f"{state} {n}" for state, n in sorted(states.items()))
        lines.append(f"feeds     {counts}")
    for feed in found.troubled_feeds:
        why = (
            f"{feed.reason}: {feed.detail}"
            if feed.reason
            else f"nothing new since {feed.last_new_at}"
        )
        lines.append(f"  {feed.state:<8}{feed.source_id}  {feed.url}  {why}")
    if found.rejected:
        counts = ", ".join(f"{reason} {n:,}" for reason, n in found.rejected.items())
        lines.append(f"rejected  {counts}")
    lines += [f"PROBLEM   {problem}" for problem in found.problems]
    return "\n".join(lines)

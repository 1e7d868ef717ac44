"""Runs at an interval, one at a time, until asked to stop: python -m etl schedule --every 15m"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from etl import config
from etl.errors import ClaimwatchError, UsageError
from etl.lock import SCHEDULE, ProcessLock
from etl.pipeline import run

# It warns of every time that falls due while a run is in hand, which is how it should be.
logging.getLogger("apscheduler").setLevel(logging.ERROR)

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def interval(text: str) -> timedelta:
    """`15m`, `90s`, `2h`, `1d`. Raises UsageError."""
    match = re.fullmatch(r"\s*([1-9]\d{0,5})\s*([smhd])\s*", text.lower())
    if not match:
        raise UsageError(f"--every {text!r}: give a number and s, m, h or d, such as 15m")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def schedule(
    data_dir: Path,
    config_path: Path | None,
    every: timedelta,
    stop: threading.Event,
    say: Callable[[str], None],
) -> None:
    """Run now and then at the interval, until `stop` is set; a run in hand then ends cleanly.

    What falls due while a run is in hand is left out; what a machine that slept has missed is made
    up for by one run. Raises ConfigError for settings that are wrong from the start,
    WarehouseBusyError if another scheduler is at work.
    """
    config.load(config_path)
    with ProcessLock(data_dir, SCHEDULE, datetime.now(UTC), wait=0):
        scheduler = BackgroundScheduler(
            timezone=UTC, executors={"default": ThreadPoolExecutor(max_workers=1)}
        )
        scheduler.add_job(
            _tick,
            IntervalTrigger(seconds=int(every.total_seconds()), timezone=UTC),
            args=(data_dir, config_path, stop, say),
            next_run_time=datetime.now(UTC),
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )
        scheduler.start()
        say(f"a run every {every}; stop with Ctrl-C or SIGTERM")
        stop.wait()
        say("stopping")
        scheduler.shutdown(wait=True)
    say("stopped")


def _tick(
    data_dir: Path, config_path: Path | None, stop: threading.Event, say: Callable[[str], None]
) -> None:
    """One run; its trouble is told and does not end the schedule."""
    if stop.is_set():
        return
    try:
        settings = config.load(config_path)
        report = run(data_dir, [], settings, lambda: datetime.now(UTC), stop=stop)
    except ClaimwatchError as error:
        say(str(error))
        return
    feeds = ", ".join(f"{word} {n}" for word, n in sorted(report.feeds.items()))
    say(
        f"run {report.run_id}: {report.articles_new} articles new,"
        f" {report.articles_revised} revised, {report.mentions_new} mentions; feeds: {feeds}"
    )

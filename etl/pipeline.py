"""One run: files or feeds → batches → a published snapshot. Errors are decided here."""

from __future__ import annotations

import random
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import datetime, timedelta
from itertools import chain, islice
from pathlib import Path

import duckdb

from etl import __version__
from etl.collect import files
from etl.collect.client import Clock
from etl.collect.inputs import InputFile, Item
from etl.config import Settings
from etl.engine import Engine, prepared
from etl.errors import (
    EngineError,
    RunError,
    StoppedError,
    UsageError,
    WarehouseBusyError,
    one_line,
)
from etl.load import Loader
from etl.lock import RUN, ProcessLock
from etl.prepare import Context
from etl.publish import publish
from etl.report import Report
from etl.retention import forget
from etl.storage import told
from etl.store import name_parties
from etl.tag import tagger
from etl.warehouse import Warehouse
from etl.watch import Watch

Progress = Callable[[Report], None]
LOCAL = Engine()


def run(
    data_dir: Path,
    paths: list[Path],
    settings: Settings,
    now: Callable[[], datetime],
    progress: Progress = lambda report: None,
    stop: threading.Event | None = None,
    engine: Engine = LOCAL,
) -> Report:
    """Load files, or without any the feeds of the lists, and publish a snapshot.

    Raises UsageError for inputs that cannot be used, WarehouseBusyError, RunError, StoppedError.
    """
    stop = stop or threading.Event()
    inputs = files.find(paths)
    if not inputs and not any(source.feeds for source in settings.sources):
        raise UsageError("nothing to read: no --input, and the lists of outlets name no feeds")
    if engine.name != "local" and not inputs:
        raise UsageError("--engine dask reads files: name them with --input")
    started = now()
    report = Report(run_id=_run_id(started), files=len(inputs), columns=files.renamed(inputs))
    report.engine = engine.name
    with ProcessLock(data_dir, RUN, started):
        try:
            with Warehouse(data_dir, settings.storage) as warehouse:
                path = _run(warehouse, inputs, settings, report, now, progress, stop, engine)
        except StoppedError:
            raise StoppedError(f"run {report.run_id} was stopped; what it stored is kept") from None
        except (duckdb.Error, OSError) as error:
            said = told(error, settings.storage, None)
            raise RunError(f"run {report.run_id} failed: {said}") from error
    report.outcome, report.snapshot = "ok", str(path)
    report.seconds = round((now() - started).total_seconds(), 3)
    return report


def _run(
    warehouse: Warehouse,
    inputs: list[InputFile],
    settings: Settings,
    report: Report,
    now: Callable[[], datetime],
    progress: Progress,
    stop: threading.Event,
    engine: Engine,
) -> Path:
    """The run inside its open warehouse; what ends it early is written down with it."""
    model = tagger().version
    try:
        warehouse.start_run(report.run_id, now(), model, __version__)
        name_parties(warehouse, settings.sources, settings.actors)
        loader = Loader(warehouse, settings, report, model)
        loader.stopped = stop.is_set
        if inputs:
            batches = _batches(inputs, settings)
            context, done_by = Context.of(settings), Counter[str]()
            source = prepared(batches, context, engine, model, done_by, stop.is_set, loader.unknown)
            with closing(source):
                for items, ready in source:
                    loader.load(items, ready)
                    report.batches_by_worker = dict(done_by)
                    progress(report)
        else:
            clock = Clock(now, time.monotonic, stop.wait, random.random, stop.is_set)
            Watch(warehouse, loader, settings, clock, progress).run()
        loader.check_facts()
        forget(warehouse, settings.retention, now())
        days = settings.retention.history_days
        warehouse.tidy(timedelta(days=days) if days else None)
        warehouse.finish_run(report.run_id, now(), "ok")
        return publish(
            warehouse.con,
            warehouse.path.parent,
            report.run_id,
            settings.snapshot.keep,
            warehouse.shape,
        )
    except StoppedError as error:
        _close(warehouse, report, now(), "stopped", error)
        raise
    except (duckdb.Error, OSError, EngineError) as error:
        _close(warehouse, report, now(), "failed", error)
        raise


def _close(
    warehouse: Warehouse, report: Report, at: datetime, outcome: str, error: Exception
) -> None:
    # Where not even this can be written, the next run marks this one as interrupted.
    with suppress(duckdb.Error, OSError, WarehouseBusyError):
        warehouse.finish_run(report.run_id, at, outcome, one_line(error))


def _run_id(started: datetime) -> str:
    return f"{started:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"


def _batches(inputs: list[InputFile], settings: Settings) -> Iterator[list[Item]]:
    """Records in batches of fixed size by their place in the input, known ones included.

    So a run that is repeated after a kill cuts the same batches and comes to the same result.
    """
    limit = settings.input.max_record_bytes
    items = chain.from_iterable(files.read(file, limit) for file in inputs)
    while batch := list(islice(items, settings.input.batch_size)):
        yield batch

"""One run: files → batches → a published snapshot. Errors are decided here."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import chain, islice
from pathlib import Path

import duckdb

from etl import __version__
from etl.collect import files
from etl.collect.inputs import InputFile, Item
from etl.config import Settings
from etl.errors import RunError
from etl.load import Loader
from etl.publish import publish
from etl.report import Report
from etl.store import name_parties
from etl.tag import tagger
from etl.warehouse import Warehouse

Progress = Callable[[Report], None]


def run(
    data_dir: Path,
    paths: list[Path],
    settings: Settings,
    now: Callable[[], datetime],
    progress: Progress = lambda report: None,
) -> Report:
    """Load files into the warehouse and publish a snapshot.

    Raises UsageError for inputs that cannot be used, WarehouseBusyError, RunError.
    """
    inputs = files.find(paths)
    started = now()
    report = Report(run_id=_run_id(started), files=len(inputs), columns=files.renamed(inputs))
    model = tagger().version
    with Warehouse(data_dir) as warehouse:
        warehouse.start_run(report.run_id, started, model, __version__)
        try:
            name_parties(warehouse, settings.sources, settings.actors)
            loader = Loader(warehouse, settings, report, model)
            for items in _batches(inputs, settings):
                loader.load(items)
                progress(report)
            warehouse.finish_run(report.run_id, now(), "ok")
            path = publish(warehouse.con, data_dir, report.run_id, settings.snapshot.keep)
        except (duckdb.Error, OSError) as error:
            warehouse.finish_run(report.run_id, now(), "failed")
            raise RunError(f"run {report.run_id} failed: {' '.join(str(error).split())}") from error
    report.outcome, report.snapshot = "ok", str(path)
    report.seconds = round((now() - started).total_seconds(), 3)
    return report


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

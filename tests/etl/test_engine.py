"""A run on a Dask cluster of separate processes: the same tables, also when a worker is killed."""

from __future__ import annotations

import importlib.util
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from etl import config
from etl.engine import Engine
from etl.errors import UsageError
from etl.pipeline import run
from etl.prepare import Context, Preparer
from etl.publish import latest
from etl.records import RawArticle
from etl.report import Report
from tests.conftest import NOW, ROOT, rows
from tests.etl.test_cli import etl
from tests.etl.test_pipeline import STORY, article, tables

needs_dask = pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None,
    reason="the extra `scale` is not installed: pip install distributed",
)
Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a part of the cluster as a process of its own; all end with the test."""
    running: list[subprocess.Popen[bytes]] = []

    def begin(module: str, *args: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{module}", *args]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen(command, cwd=ROOT, **quiet)  # type: ignore[call-overload]
        running.append(process)
        return process

    yield begin
    for process in running:
        process.kill()
        process.wait()


def a_free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@needs_dask
@pytest.mark.slow
def test_a_worker_killed_in_the_middle_loses_nothing_and_doubles_nothing(
    start: Start, write_lines: Callable[..., Path], tmp_path: Path
) -> None:
    path = write_lines([article(n, text=f"{STORY} Es war Fund {n * 37}.") for n in range(240)])
    small = tmp_path / "small.toml"
    small.write_text("[input]\nbatch_size = 20\n")
    settings = config.load(small).model_copy(update={"origin": config.DEFAULT_CONFIG})
    run(tmp_path / "local", [path], settings, lambda: NOW)

    address = f"tcp://127.0.0.1:{a_free_port()}"
    scheduler = ("--host", "127.0.0.1", "--port", address.rpartition(":")[2], "--no-dashboard")
    start("dask_scheduler", *scheduler)
    worker = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
    workers = [start("dask_worker", address, *worker, "--name", str(n)) for n in range(2)]
    seen: list[int] = []

    def progress(report: Report) -> None:
        seen.append(report.records)
        # Both have done something, and most is still to do: now one is lost.
        if len(report.batches_by_worker) == 2 and workers[0].poll() is None:
            os.kill(workers[0].pid, signal.SIGKILL)
            workers[0].wait()

    engine = Engine("dask", address)
    report = run(tmp_path / "dask", [path], settings, lambda: NOW, progress, engine=engine)
    assert workers[0].poll() == -signal.SIGKILL
    assert seen == list(range(20, 241, 20))
    assert (report.engine, sum(report.batches_by_worker.values())) == ("dask", 12)
    assert (report.articles_new, report.articles_known) == (240, 0)
    assert tables(tmp_path / "dask") == tables(tmp_path / "local")
    again = run(tmp_path / "dask", [path], settings, lambda: NOW, engine=engine)
    assert (again.articles_new, again.articles_known) == (0, 240)


@needs_dask
def test_no_scheduler_is_one_clear_line(
    write_lines: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etl.engine.WAIT_SECONDS", 1.0)
    address = f"tcp://127.0.0.1:{a_free_port()}"
    with pytest.raises(UsageError, match="no cluster to work with"):
        run(tmp_path / "d", [write_lines([article(1)])], config.load(), lambda: NOW,
            engine=Engine("dask", address))  # fmt: skip
    assert latest(tmp_path / "d") is None


@pytest.mark.parametrize("args", [("--engine", "dask"), ("--scheduler", "tcp://127.0.0.1:1")])
def test_engine_and_scheduler_belong_together(args: tuple[str, ...], tmp_path: Path) -> None:
    done = etl("run", "--data-dir", tmp_path, "--input", "demo/articles", *args)
    assert done.returncode == 2
    assert "belong together" in done.stderr


def test_a_batch_prepared_elsewhere_keeps_versions_of_one_article_apart() -> None:
    preparer = Preparer(Context.of(config.load()))
    raw = [
        RawArticle(file="f", url="https://a.example/1", title="T", text=text, language="de")
        for text in (STORY, STORY + " Das Hafenamt wies das zurück.", STORY)
    ]
    done = preparer.prepare(raw)  # type: ignore[arg-type]
    assert done.n_records == 3 and len(done.articles) == 3
    sizes = sorted(len(reading.mentions) for reading in done.readings.values())
    assert len(sizes) == 2 and sizes[1] == sizes[0] + 1
    assert all(m.appeared_at is None for r in done.readings.values() for m in r.mentions)


def test_the_local_run_says_so(write_lines: Callable[..., Path], tmp_path: Path) -> None:
    report = run(tmp_path / "d", [write_lines([article(1)])], config.load(), lambda: NOW)
    assert (report.engine, report.batches_by_worker) == ("local", {})
    snapshot = latest(tmp_path / "d")
    assert snapshot is not None
    assert rows(snapshot, "select count(*) from article") == [(1,)]

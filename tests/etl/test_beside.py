"""A process that prepares beside the run: the same tables, also where it or the run is killed."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from etl import config
from etl.beside import beside
from etl.config import Settings
from etl.engine import Engine
from etl.pipeline import run
from etl.prepare import Context
from etl.records import RawArticle
from etl.report import Report
from tests.conftest import NOW, ROOT
from tests.etl.test_cli import etl
from tests.etl.test_pipeline import STORY, article, tables

T = TypeVar("T")
Write = Callable[..., Path]
BESIDE = Engine(processes=1)


@pytest.fixture
def small(tmp_path: Path) -> Settings:
    """The settings with batches of ten."""
    path = tmp_path / "small.toml"
    path.write_text("[input]\nbatch_size = 10\n")
    return config.load(path).model_copy(update={"origin": config.DEFAULT_CONFIG})


def several(n: int) -> list[dict[str, object]]:
    """Articles, one in ten of them a later version of the one before it in the list."""
    found = [article(i, text=f"{STORY} Es war Fund {i * 37}.") for i in range(n)]
    return [
        {**found[i - 1], "text": f"{STORY} Das Hafenamt wies das zurück."} if i % 10 == 9 else each
        for i, each in enumerate(found)
    ]


def test_the_tables_are_those_of_a_run_without_it(
    write_lines: Write, small: Settings, tmp_path: Path
) -> None:
    path = write_lines(several(45))
    alone = run(tmp_path / "alone", [path], small, lambda: NOW)
    both = run(tmp_path / "both", [path], small, lambda: NOW, engine=BESIDE)
    assert both.batches_by_worker == {"here": 1, "beside": 4}
    assert (both.articles_new, both.articles_revised) == (41, 4)
    assert both.mentions_new == alone.mentions_new > 41
    assert set(both.stage_seconds) == set(alone.stage_seconds)
    assert tables(tmp_path / "both") == tables(tmp_path / "alone")
    again = run(tmp_path / "both", [path], small, lambda: NOW, engine=BESIDE)
    assert (again.articles_new, again.articles_known) == (0, 45)
    assert tables(tmp_path / "both") == tables(tmp_path / "alone")


def test_a_process_that_is_lost_loses_and_doubles_nothing(
    write_lines: Write, small: Settings, tmp_path: Path
) -> None:
    path = write_lines(several(80))
    run(tmp_path / "alone", [path], small, lambda: NOW)
    seen: list[int] = []

    def progress(report: Report) -> None:
        seen.append(report.records)
        if report.batches_by_worker.get("beside") == 1:
            for child in multiprocessing.active_children():
                child.kill()
                child.join()

    report = run(tmp_path / "both", [path], small, lambda: NOW, progress, engine=BESIDE)
    assert seen == list(range(10, 81, 10))
    assert report.batches_by_worker["here"] > 1
    assert sum(report.batches_by_worker.values()) == 8
    assert tables(tmp_path / "both") == tables(tmp_path / "alone")


def test_a_single_batch_starts_no_process(
    write_lines: Write, small: Settings, tmp_path: Path
) -> None:
    children: list[object] = []
    path = write_lines(several(10))

    def progress(report: Report) -> None:
        children.extend(multiprocessing.active_children())

    run(tmp_path / "d", [path], small, lambda: NOW, progress, engine=BESIDE)
    assert children == []


def test_what_is_stored_already_is_not_read_again() -> None:
    batches = [[RawArticle(file="f", url=f"https://a.example/{n}", text=STORY)] for n in range(3)]
    context = Context.of(config.load())
    found = list(beside(batches, context, 1, lambda articles: [], lambda: False))  # type: ignore[arg-type]
    assert [batch for batch, _ in found] == batches
    assert found[0][1] is None
    for _, ready in found[1:]:
        assert ready is not None
        assert (len(ready.articles), ready.readings) == (1, {})


def test_a_run_that_is_killed_takes_its_process_along(write_lines: Write, tmp_path: Path) -> None:
    path = write_lines(several(2_000))
    command = ["run", "--data-dir", str(tmp_path / "d"), "--input", str(path), "--processes", "1"]
    started = subprocess.Popen([sys.executable, "-m", "etl", *command], cwd=ROOT)
    listed = Path(f"/proc/{started.pid}/task/{started.pid}/children")
    if not listed.exists():
        pytest.skip("the system does not list a process's children")
    try:
        preparing = _until(lambda: [p for p in _children(started.pid) if _prepares(p)])
    finally:
        os.kill(started.pid, signal.SIGKILL)
        started.wait()
    assert _until(lambda: not any(_prepares(p) for p in preparing)) is True


def test_processes_do_not_go_with_a_cluster(tmp_path: Path) -> None:
    done = etl("run", "--data-dir", tmp_path, "--input", "demo/articles", "--engine", "dask",
               "--scheduler", "tcp://127.0.0.1:1", "--processes", "2")  # fmt: skip
    assert done.returncode == 2
    assert "--processes belongs to --engine local" in done.stderr


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def _prepares(pid: int) -> bool:
    try:
        return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def _until(what: Callable[[], T], tries: int = 3_000) -> T:
    """What a question answers when it is first true."""
    for _ in range(tries):
        if found := what():
            return found
        time.sleep(0.1)
    raise AssertionError("it never became true")

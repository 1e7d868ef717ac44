"""A process that reads beside the run: the same tables, also where it or the run is killed."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import TypeVar

import pytest

from etl import config
from etl.beside import LOSSES, prepared_beside
from etl.config import Settings
from etl.errors import StoppedError
from etl.pipeline import run
from etl.prepare import Context
from etl.records import RawArticle
from etl.report import Report
from tests.conftest import NOW, ROOT
from tests.etl.test_pipeline import STORY, article, tables

T = TypeVar("T")
Write = Callable[..., Path]

pytestmark = pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="takes two cores")


def small(*, second: bool) -> Settings:
    """The settings with batches of ten."""
    settings = config.load()
    update = {"batch_size": 10, "second_process": second}
    return settings.model_copy(update={"input": settings.input.model_copy(update=update)})


def several(n: int) -> list[dict[str, object]]:
    """Articles, one in ten of them a later version of the one before it in the list."""
    found = [article(i, text=f"{STORY} Es war Fund {i * 37}.") for i in range(n)]
    return [
        {**found[i - 1], "text": f"{STORY} Das Hafenamt wies das zurück."} if i % 10 == 9 else each
        for i, each in enumerate(found)
    ]


@pytest.fixture
def path(write_lines: Write) -> Path:
    return write_lines(several(45))


@pytest.fixture
def alone(path: Path, tmp_path: Path) -> dict[str, object]:
    """The tables of a run without a second process."""
    run(tmp_path / "alone", [path], small(second=False), lambda: NOW)
    return dict(tables(tmp_path / "alone"))


def test_the_tables_are_those_of_a_run_without_it(
    path: Path, alone: dict[str, object], tmp_path: Path
) -> None:
    both = run(tmp_path / "both", [path], small(second=True), lambda: NOW)
    assert both.batches_by_worker == {"beside": 5}
    assert (both.articles_new, both.articles_revised) == (41, 4)
    assert {"parse", "extract", "tag", "vectors", "match", "store"} <= set(both.stage_seconds)
    assert tables(tmp_path / "both") == alone
    again = run(tmp_path / "both", [path], small(second=True), lambda: NOW)
    assert (again.articles_new, again.articles_known) == (0, 45)
    assert tables(tmp_path / "both") == alone
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("kills", [1, LOSSES])
def test_a_process_that_is_killed_loses_and_doubles_nothing(
    path: Path, alone: dict[str, object], tmp_path: Path, kills: int
) -> None:
    killed: list[int | None] = []

    def progress(report: Report) -> None:
        for child in multiprocessing.active_children() if len(killed) < kills else []:
            assert child.pid is not None
            os.kill(child.pid, signal.SIGKILL)
            killed.append(child.pid)

    report = run(tmp_path / "both", [path], small(second=True), lambda: NOW, progress)
    assert len(set(killed)) == kills
    assert report.records == 45
    assert report.batches_by_worker["beside"] < 5
    assert tables(tmp_path / "both") == alone


def test_a_process_that_ends_before_it_begins_is_done_without(
    path: Path, alone: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A process begins with the script that was started.
    script = tmp_path / "script.py"
    script.write_text("raise SystemExit(3)", encoding="utf8")
    main = ModuleType("__main__")
    main.__file__ = str(script)
    monkeypatch.setitem(sys.modules, "__main__", main)
    report = run(tmp_path / "both", [path], small(second=True), lambda: NOW)
    assert (report.records, report.batches_by_worker) == (45, {})
    assert tables(tmp_path / "both") == alone


def test_a_run_that_is_told_to_stop_ends_its_process(path: Path, tmp_path: Path) -> None:
    def progress(report: Report) -> None:
        assert len(multiprocessing.active_children()) == 1
        os.kill(os.getpid(), signal.SIGTERM)

    from etl.stopping import on_signals

    with on_signals() as stop, pytest.raises(StoppedError):
        run(tmp_path / "d", [path], small(second=True), lambda: NOW, progress, stop)
    assert multiprocessing.active_children() == []


def test_a_few_batches_start_no_process(write_lines: Write, tmp_path: Path) -> None:
    children: list[object] = []

    def progress(report: Report) -> None:
        children.extend(multiprocessing.active_children())

    path = write_lines(several(20))
    report = run(tmp_path / "d", [path], small(second=True), lambda: NOW, progress)
    assert (report.records, report.batches_by_worker, children) == (20, {}, [])


def test_what_is_stored_already_is_not_read_again() -> None:
    batches = [[RawArticle(file="f", url=f"https://a.example/{n}", text=STORY)] for n in range(3)]
    context = Context.of(config.load())
    found = list(prepared_beside(batches, context, lambda articles: [], lambda: False))  # type: ignore[arg-type]
    assert [batch for batch, _ in found] == batches
    for _, ready in found:
        assert ready is not None
        assert (len(ready.articles), ready.readings) == (1, {})


def test_a_run_that_is_killed_takes_its_process_along(write_lines: Write, tmp_path: Path) -> None:
    path = write_lines(several(2_000))
    command = ["run", "--data-dir", str(tmp_path / "d"), "--input", str(path)]
    started = subprocess.Popen([sys.executable, "-m", "etl", *command], cwd=ROOT)
    listed = Path(f"/proc/{started.pid}/task/{started.pid}/children")
    if not listed.exists():
        pytest.skip("the system does not list a process's children")
    try:
        reading = _until(lambda: [p for p in _children(started.pid) if _is_spawned(p)])
    finally:
        os.kill(started.pid, signal.SIGKILL)
        started.wait()
    assert _until(lambda: not any(_is_spawned(p) for p in reading)) is True


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def _is_spawned(pid: int) -> bool:
    command = Path(f"/proc/{pid}/cmdline")
    try:
        return b"spawn_main" in command.read_bytes()
    except OSError:
        return False


def _until(ask: Callable[[], T], seconds: float = 120.0) -> T:
    """The first answer that says yes."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = ask()
        if answer:
            return answer
        time.sleep(0.1)
    pytest.fail("it did not happen in time")

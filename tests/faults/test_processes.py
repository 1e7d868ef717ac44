"""Real processes: killed, stopped, doubled, on a full disk, in a folder that cannot be written."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from etl.publish import latest
from tests.conftest import ROOT
from tests.faults import server as bad
from tests.faults.conftest import World, rss

KILLS = int(os.environ.get("CLAIMWATCH_KILLS", "3"))
# What must not depend on how often a run was interrupted: everything but times and run ids.
COMPARED = (
    "select article_id, source_id, url, title, published_at, content_hash, n_mentions, n_revisions,"
    " syndication_group_id from article order by all",
    "select * from article_text order by all",
    "select article_id, content_hash, n_added, n_removed from article_revision order by all",
    "select * exclude (run_id) from mention order by all",
    "select * exclude (run_id) from claim_founding order by all",
    "select * from claim_statement order by all",
    "select * exclude (run_id) from rejected order by all",
    "select feed_id, entry_id, content_hash, is_first from feed_entry order by all",
    "select feed_id, source_id, url, kind, n_entries, n_failures from feed order by all",
    "select * from feed_request order by all",
    "select entry_id, attempts from pending_page order by all",
)


def tables(data_dir: Path) -> list[list[tuple[object, ...]]]:
    with duckdb.connect(str(data_dir / "warehouse.duckdb"), read_only=True) as con:
        return [con.execute(sql).fetchall() for sql in COMPARED]


def command(world: World, what: str, *args: object, data: Path | None = None) -> list[str]:
    fixed = [sys.executable, "-m", "etl", what, "--data-dir", str(data or world.data)]
    configured = ["--config", str(world.settings)] if what != "status" else []
    return [*fixed, *configured, *map(str, args)]


def etl(world: World, what: str, *args: object, data: Path | None = None):
    done = subprocess.run(
        command(world, what, *args, data=data),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def start(world: World, what: str, *args: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command(world, what, *args),
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.fixture
def many(world: World) -> World:
    """Twelve feeds of ten articles, small batches."""
    numbers = {f"f{n}": range(n * 100, n * 100 + 10) for n in range(12)}
    world.feeds = {name: f"{world.server.url}/{name}" for name in numbers}
    world.configure(fetch="concurrency = 4")
    world.settings.write_text(world.settings.read_text() + "[input]\nbatch_size = 20\n")
    for name, held in numbers.items():
        feed = rss(*held, host=f"https://{name}.example")
        world.server.routes[f"/{name}"] = bad.conditional(feed, etag=f'"{name}"')
    return world


def test_killed_at_any_time_nothing_is_lost_or_doubled(many: World) -> None:
    began = time.monotonic()
    assert etl(many, "run", data=many.folder / "clean").returncode == 0
    whole = time.monotonic() - began
    chance = random.Random(20260406)
    for _ in range(KILLS):
        process = start(many, "run")
        try:
            process.wait(chance.uniform(0.2, 1.0) * whole)
        except subprocess.TimeoutExpired:
            process.kill()
        process.communicate()
        snapshot = latest(many.data)
        if snapshot is not None:
            with duckdb.connect(str(snapshot), read_only=True) as con:
                assert con.execute("select count(*) from article").fetchone() is not None
    done = etl(many, "run", "--json")
    assert done.returncode == 0, done.stderr
    assert tables(many.data) == tables(many.folder / "clean")
    outcomes = {outcome for (outcome,) in many.rows("select outcome from run")}
    assert outcomes <= {"ok", "interrupted"}


def test_a_killed_run_is_told(many: World) -> None:
    reached = threading.Event()
    good = many.server.routes["/f11"]

    def wait(request: bad.Request) -> None:
        reached.set()
        bad.stall(request)

    assert etl(many, "run").returncode == 0
    many.settings.write_text(
        many.settings.read_text()
        .replace("timeout_seconds = 0.5", "timeout_seconds = 60")
        .replace("total_seconds = 2\n", "")
    )
    many.server.routes["/f11"] = wait
    process = start(many, "run")
    assert reached.wait(120)
    process.kill()
    process.communicate()
    done = etl(many, "status", "--json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["read_from"]) == (1, "warehouse")
    assert found["problems"] == ["last run interrupted"]
    assert found["busy"] is None, "the lock died with its process"
    many.server.routes["/f11"] = good
    assert etl(many, "run").returncode == 0
    assert json.loads(etl(many, "status", "--json").stdout)["problems"] == []


def test_sigterm_in_the_middle_ends_cleanly(many: World) -> None:
    reached, go_on = threading.Event(), threading.Event()
    good = many.server.routes["/f11"]

    def wait(request: bad.Request) -> None:
        reached.set()
        go_on.wait(60)
        good(request)

    text = many.settings.read_text().replace("timeout_seconds = 0.5", "timeout_seconds = 60")
    text = text.replace("total_seconds = 2\n", "")
    many.settings.write_text(text)
    many.server.routes["/f11"] = wait
    process = start(many, "schedule", "--every", "1h")
    assert reached.wait(120)
    process.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    go_on.set()
    out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, "")
    assert "stopped; what it stored is kept" in out
    assert out.strip().endswith("stopped")
    assert many.rows("select outcome, reason from run") == [("stopped", "asked to stop")]
    many.server.routes["/f11"] = good
    assert etl(many, "run").returncode == 0
    assert etl(many, "run", data=many.folder / "clean").returncode == 0
    assert tables(many.data) == tables(many.folder / "clean")


def test_two_at_once_are_refused_by_name(world: World) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def wait(request: bad.Request) -> None:
        reached.set()
        go_on.wait(60)
        request.send(200, rss(1))

    world.settings.write_text(
        world.settings.read_text()
        .replace("timeout_seconds = 0.5", "timeout_seconds = 60")
        .replace("total_seconds = 2\n", "")
    )
    world.server.routes["/feed"] = wait
    first = start(world, "schedule", "--every", "1h")
    try:
        assert reached.wait(120)
        second = etl(world, "schedule", "--every", "1h")
        assert second.returncode == 1
        assert f"held by process {first.pid} on" in second.stderr
        assert len(second.stderr.strip().splitlines()) == 1
        run = etl(world, "run")
        assert run.returncode == 1
        assert f"held by process {first.pid} on" in run.stderr
        status = json.loads(etl(world, "status", "--json").stdout)
        assert f"held by process {first.pid} on" in status["busy"]
    finally:
        go_on.set()
        first.send_signal(signal.SIGTERM)
        first.communicate(timeout=120)
    assert first.returncode == 0
    assert world.rows("select count(*) from article")[0][0] in (0, 1)


def mounted(folder: Path, size: str) -> Iterator[Path]:
    """A small file system of its own, where the machine lets us make one."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no right to mount a small file system here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def small_disk(world: World) -> Iterator[Path]:
    yield from mounted(world.data, "24m")


def remount(folder: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", str(folder)], check=True)


def test_a_full_disk(world: World, small_disk: Path) -> None:
    world.server.routes["/feed"] = bad.page(rss(1))
    assert etl(world, "run").returncode == 0
    before = latest(world.data)
    assert before is not None
    filler = small_disk / "filler"
    free = os.statvfs(small_disk)
    filler.write_bytes(bytes(free.f_bavail * free.f_frsize))
    world.server.routes["/feed"] = bad.page(rss(*range(1, 200)))
    full = etl(world, "run")
    assert full.returncode == 1
    assert len(full.stderr.strip().splitlines()) == 1
    assert latest(world.data) == before
    with duckdb.connect(str(before), read_only=True) as con:
        assert con.execute("select count(*) from article").fetchone() == (1,)
    told = etl(world, "status")
    assert told.returncode == 1
    assert "PROBLEM   0 MB free on the disk, a run wants 200 MB" in told.stdout
    doctor = etl(world, "doctor", "--json")
    assert doctor.returncode == 1
    assert {f["name"]: f["level"] for f in json.loads(doctor.stdout)}["disk"] == "bad"
    filler.unlink()
    remount(small_disk, "size=800m")
    done = etl(world, "run", "--json")
    assert done.returncode == 0, done.stderr
    assert world.rows("select count(*), count(distinct url) from article") == [(199, 199)]


def test_a_folder_that_cannot_be_written(world: World, small_disk: Path) -> None:
    remount(small_disk, "size=200m")
    world.server.routes["/feed"] = bad.page(rss(1))
    assert etl(world, "run").returncode == 0
    remount(small_disk, "ro")
    done = etl(world, "run")
    assert done.returncode == 1
    assert "cannot be opened for writing" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    status = json.loads(etl(world, "status", "--json").stdout)
    assert (status["read_from"], status["feeds"][0]["state"]) == ("snapshot", "silent")
    assert f"{world.data}: cannot be written" in status["problems"]
    assert "Read-only file system" in status["busy"]
    doctor = etl(world, "doctor", "--json")
    assert doctor.returncode == 1
    levels = {f["name"]: f["level"] for f in json.loads(doctor.stdout)}
    assert levels["data folder"] == "bad"
    remount(small_disk, "rw")
    assert etl(world, "run").returncode == 0

"""status, doctor, sources, schedule: what they say and how they end."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import duckdb
import pytest
from lxml import etree

from etl import config, doctor, sources
from etl.__main__ import main
from etl.errors import UsageError, WarehouseBusyError
from etl.lock import ProcessLock
from etl.publish import latest
from etl.schedule import interval, schedule
from etl.status import Status, status, text
from tests.conftest import NOW, ROOT
from tests.faults import server as bad
from tests.faults.conftest import World, rss


def test_status_before_anything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--data-dir", str(tmp_path / "no")]) == 1
    assert capsys.readouterr().out == "PROBLEM   nothing loaded yet\n"
    assert not (tmp_path / "no").exists(), "looking makes nothing"


def test_status_of_runs_and_feeds(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.feeds["gone"] = f"{world.server.url}/gone"
    world.configure()
    world.server.routes["/feed"] = bad.page(rss(1, 2))
    world.run()
    assert main(["status", "--data-dir", str(world.data)]) == 0
    shown = capsys.readouterr().out
    assert "2026-04-06 08:15 ok, 2 new, 0 revised articles" in shown
    assert "feeds     failed 1, fetched 1" in shown
    assert "failed  gone.example" in shown
    assert "not_found: HTTP 404" in shown
    assert main(["status", "--strict", "--json", "--data-dir", str(world.data)]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["read_from"], found["problems"]) == ("warehouse", [])
    assert {feed["state"] for feed in found["feeds"]} == {"failed", "fetched"}


def test_status_while_a_run_holds_the_warehouse(world: World) -> None:
    world.server.routes["/feed"] = bad.page(rss(1))
    world.run()
    code = (
        "import sys, time; from datetime import datetime, UTC; from pathlib import Path\n"
        "from etl.lock import ProcessLock\n"
        "with ProcessLock(Path(sys.argv[1]), 'etl', datetime.now(UTC)):\n"
        " print('held', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(world.data)], cwd=ROOT, stdout=subprocess.PIPE
    )
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        found = status(world.data, world.now)
        assert found.read_from == "snapshot"
        assert f"held by process {holder.pid} on" in str(found.busy)
        with (
            pytest.raises(WarehouseBusyError, match=f"process {holder.pid} on"),
            ProcessLock(world.data, "etl", NOW, wait=0),
        ):
            pass
    finally:
        holder.kill()
        holder.wait()
    assert status(world.data, world.now).read_from == "warehouse", "the lock died with its process"


@pytest.mark.parametrize(
    ("outcome", "reason", "problem"),
    [
        ("failed", "disk full", "last run failed: disk full"),
        ("running", None, "last run interrupted"),
        ("stopped", "asked to stop", None),
    ],
)
def test_status_names_the_last_trouble(
    world: World, outcome: str, reason: str | None, problem: str | None
) -> None:
    world.server.routes["/feed"] = bad.page(rss(1))
    world.run()
    with duckdb.connect(str(world.data / "warehouse.duckdb")) as con:
        con.execute("update run set outcome = $o, reason = $r", {"o": outcome, "r": reason})
    found = status(world.data, world.now)
    assert found.problems == ([problem] if problem else [])
    assert text(found).endswith(f"PROBLEM   {problem}") is bool(problem)


def test_every_feed_failing_is_a_problem(world: World) -> None:
    world.run()
    assert status(world.data, world.now).problems == ["every feed fails"]
    assert Status("snapshot").problems == ["no snapshot"]


def levels(data_dir: Path, settings: Path | None = None) -> dict[str, str]:
    found = doctor.examine(data_dir, settings, datetime.now(UTC), ask_feeds=False)
    return {finding.name: finding.level for finding in found}


def test_doctor_on_a_healthy_folder(world: World) -> None:
    world.server.routes["/feed"] = bad.page(rss(1))
    world.configure(fetch='contact = "desk@paper.example"')
    world.run()
    found = levels(world.data, world.settings)
    assert found["model"] == found["warehouse"] == found["data folder"] == "ok"
    assert found["settings"] == found["snapshot"] == "ok"
    assert "contact" not in found


def test_doctor_finds_what_is_wrong(world: World) -> None:
    world.feeds["gone"] = f"{world.server.url}/gone"
    world.configure()
    world.server.routes["/feed"] = bad.page(rss(1))
    world.run()
    snapshot = latest(world.data)
    assert snapshot is not None
    old = (datetime.now(UTC) - timedelta(days=2)).timestamp()
    os.utime(snapshot, (old, old))
    found = levels(world.data, world.settings)
    assert found["snapshot"] == "warning"
    assert found["feed gone.example"] == "warning"
    assert found["contact"] == "warning"
    with duckdb.connect(str(world.data / "warehouse.duckdb")) as con:
        con.execute("insert into migration values ('9999_later.sql', now())")
    snapshot.write_bytes(b"broken")
    found = levels(world.data, world.settings)
    assert (found["warehouse"], found["snapshot"]) == ("bad", "bad")
    world.settings.write_text("[fetch]\ncontakt = 1\n")
    assert levels(world.data, world.settings)["settings"] == "bad"


def test_doctor_before_anything(tmp_path: Path) -> None:
    found = levels(tmp_path / "data")
    assert (found["warehouse"], found["snapshot"]) == ("warning", "warning")
    assert not (tmp_path / "data").exists()


def test_doctor_compares_packages_with_their_pins(tmp_path: Path) -> None:
    pins = tmp_path / "requirements.txt"
    pins.write_text("one==1.0 \\\n    --hash=sha256:aa\ntwo==2.0\nthree==3.0\n")

    def installed(name: str) -> str:
        if name == "three":
            raise PackageNotFoundError
        return "1.0"

    (found,) = doctor._packages(pins, installed)
    assert (found.level, found.detail) == ("warning", "two 1.0 instead of 2.0; three is missing")
    pins.write_text("one==1.0\n")
    assert [f.level for f in doctor._packages(pins, installed)] == ["ok"]


def test_doctor_asks_the_feeds_and_stores_nothing(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    url = world.server.url
    world.feeds = {"paper": f"{url}/feed", "old": f"{url}/old", "gone": f"{url}/gone"}
    world.configure()
    world.server.routes |= {
        "/feed": bad.page(rss(1).replace(b"2026", b"2099")),
        "/old": bad.page(rss(1).replace(b"2026", b"2016")),
    }
    args = ["doctor", "--feeds", "--json", "--data-dir", str(world.data)]
    assert main([*args, "--config", str(world.settings)]) == 0
    found = {f["name"]: f for f in json.loads(capsys.readouterr().out)}
    assert found["asked paper.example"]["level"] == "ok"
    assert "nothing newer than 2016-" in found["asked old.example"]["detail"]
    assert "not_found" in found["asked gone.example"]["detail"]
    assert not world.data.exists()


OPML = """<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<opml version="1.0"><body><outline text="Papers">
<outline type="rss" text="New &amp; Old &x;" xmlUrl="https://feeds.new.example/rss"
 htmlUrl="https://www.new.example/" language="de-DE"/>
<outline text="again" xmlUrl="https://feeds.new.example/rss"/>
<outline text="Second feed of Paper" xmlUrl="https://paper.example/second"/>
<outline text="bad" xmlUrl="feed:nothing"/><outline text="a folder"/></outline></body></opml>"""


def test_opml_import_keeps_what_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lists = tmp_path / "sources.toml"
    before = (
        "# A list.\n\n[[source]]\n"
        'id = "paper.example" # ours\nname = "Paper"\nfeeds = [\n  "https://paper.example/1",\n]\n'
    )
    lists.write_text(before)
    settings = tmp_path / "claimwatch.toml"
    settings.write_text('[lists]\nsources = ["sources.toml"]\n')
    opml = tmp_path / "in.opml"
    opml.write_text(OPML)
    args = ["--config", str(settings)]
    assert main(["sources", "import", str(opml), *args]) == 0
    said = capsys.readouterr().out
    assert "2 feeds added" in said
    assert "(1 outlets new), 1 known already" in said
    assert "skipped: bad: feed:nothing" in said
    after = lists.read_text()
    assert after.startswith('# A list.\n\n[[source]]\nid = "paper.example" # ours\n')
    paper, new = config.load(settings).sources
    assert paper.feeds == ["https://paper.example/1", "https://paper.example/second"]
    assert (new.id, new.language) == ("new.example", "de")
    assert new.name.startswith("New & Old")
    assert "root:" not in after
    assert main(["sources", "import", str(opml), *args]) == 0
    assert "0 feeds added" in capsys.readouterr().out
    assert lists.read_text() == after


def test_opml_export_comes_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.opml"
    assert main(["sources", "export", str(out)]) == 0
    listed = config.load().sources
    n_feeds = sum(len(source.feeds) for source in listed)
    assert capsys.readouterr().out.startswith(f"{n_feeds} feeds")
    assert len(etree.parse(str(out)).findall(".//outline")) == n_feeds
    outlines = sources.read_opml(out.read_bytes())
    assert {o.feed for o in outlines} == {url for s in listed for url in s.feeds}
    (tmp_path / "sources.toml").touch()
    settings = tmp_path / "claimwatch.toml"
    settings.write_text('[lists]\nsources = ["sources.toml"]\n')
    assert sources.import_file(config.load(settings), out).feeds_new == n_feeds
    assert {s.id for s in config.load(settings).sources} == {s.id for s in listed if s.feeds}


@pytest.mark.parametrize("raw", [b"", b"<rss/>", b"no xml", b"<html><body/></html>"])
def test_what_is_no_opml_is_a_usage_error(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "x.opml"
    path.write_bytes(raw)
    assert main(["sources", "import", str(path)]) == 2


def test_the_list_that_ships_is_wide_enough() -> None:
    listed = [s for s in config.load().sources if s.feeds]
    assert len(listed) >= 60
    assert len({s.language for s in listed}) >= 10
    assert all(s.country and s.language and s.media_type for s in listed)
    feeds = [url for s in listed for url in s.feeds]
    assert len(feeds) == len(set(feeds))


@pytest.mark.parametrize(
    ("text", "seconds"), [("15m", 900), ("90s", 90), ("2h", 7200), ("1d", 86400), (" 5M ", 300)]
)
def test_intervals(text: str, seconds: int) -> None:
    assert interval(text).total_seconds() == seconds


@pytest.mark.parametrize("text", ["", "15", "0m", "m", "-5m", "1.5h", "every day"])
def test_what_is_no_interval(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UsageError):
        interval(text)
    assert main(["schedule", f"--every={text}"]) == 2


def test_the_schedule_goes_on_after_trouble(world: World) -> None:
    world.server.routes["/feed"] = bad.page(rss(1))
    said: queue.Queue[str] = queue.Queue()
    stop = threading.Event()
    arguments = (world.data, world.settings, timedelta(seconds=1), stop, said.put)
    thread = threading.Thread(target=schedule, args=arguments)
    thread.start()

    def wait_for(words: str) -> str:
        while words not in (line := said.get(timeout=120)):
            pass
        return line

    try:
        assert "1 articles new" in wait_for("feeds: fetched 1")
        good = world.settings.read_text()
        world.settings.write_text("[fetch]\nwrong = 1\n")
        assert "claimwatch.toml:2" in wait_for("unknown key")
        world.settings.write_text(good)
        world.server.routes["/feed"] = bad.page(rss(1, 2))
        assert "1 articles new" in wait_for("feeds: fetched 1")
    finally:
        stop.set()
        thread.join()
    assert wait_for("stopped") == "stopped"
    assert set(world.rows("select outcome from run")) <= {("ok",), ("stopped",)}

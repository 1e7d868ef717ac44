"""The schedule as a real process: a run that takes long, and a machine that slept."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from tests.conftest import ROOT
from tests.faults import server as bad
from tests.faults.conftest import World, rss
from tests.faults.test_processes import start


def test_what_falls_due_during_a_run_is_left_out(world: World) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def wait(request: bad.Request) -> None:
        reached.set()
        go_on.wait(60)
        request.send(200, rss(1))

    patient = world.settings.read_text().replace("timeout_seconds = 0.5", "timeout_seconds = 60")
    world.settings.write_text(patient.replace("total_seconds = 2\n", ""))
    world.server.routes["/feed"] = wait
    process = start(world, "schedule", "--every", "1s")
    assert reached.wait(120)
    time.sleep(3.5)
    assert world.server.count("/feed") == 1
    process.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    go_on.set()
    out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, ""), "nor is it worth a warning"
    assert "held by" not in out
    assert world.rows("select count(*) from run") == [(1,)]


# The schedule itself, over runs that take no time: only so can those in a row be told apart.
QUICK = """
import sys, threading
from datetime import timedelta
from pathlib import Path
from etl import schedule
from etl.report import Report
schedule.run = lambda *args, **more: Report(run_id="quick")
say = lambda line: print(line, flush=True)
every = timedelta(seconds=1)
schedule.schedule(Path(sys.argv[1]), None, every, threading.Event(), say)
"""


def test_what_a_machine_that_slept_has_missed_is_one_run(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", QUICK, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, bufsize=0
    )
    assert process.stdout is not None
    try:
        while b"run quick" not in process.stdout.readline():
            pass
        process.send_signal(signal.SIGSTOP)
        time.sleep(6)
        # What it said before it stopped does not count, however late this process came to stop it.
        os.set_blocking(process.stdout.fileno(), False)
        process.stdout.read()
        os.set_blocking(process.stdout.fileno(), True)
        process.send_signal(signal.SIGCONT)
        woken = time.monotonic()
        # One makes up for the six, the next comes at its time, and the third a second later.
        for _ in range(3):
            assert b"run quick" in process.stdout.readline()
        assert time.monotonic() - woken > 0.9
    finally:
        process.kill()
        process.communicate()

"""The dashboard in a browser: time to the last chart, and the server's memory with sessions."""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import BrowserContext, Page, sync_playwright

from docs.screenshots import DRAWN, FLAGS

ROOT = Path(__file__).resolve().parent.parent
SESSIONS = 20


def measure(folder: Path, pages: tuple[str, ...], chosen: dict[str, str]) -> None:
    """Print a line a page, then the server's memory with all sessions open."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "dashboard/app.py", "--server.port", str(port)],
        cwd=ROOT,
        env={**os.environ, "CLAIMWATCH_DATA_DIR": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _await(f"http://localhost:{port}/_stcore/health")
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            context = browser.new_context(viewport={"width": 1440, "height": 2000})
            url, query = f"http://localhost:{port}", urlencode(chosen)
            _views(context, url, pages, query)
            for place in range(SESSIONS):
                name = pages[place % len(pages)]
                _seconds(context.new_page(), f"{url}/{_path(name)}?{query}&lang_in=de")
            now, peak = _memory(server.pid)
            print(f"server with {SESSIONS} sessions: {now:.0f} MB now, {peak:.0f} MB at most")
            browser.close()
    finally:
        server.terminate()
        server.wait(timeout=20)


def _views(context: BrowserContext, url: str, pages: tuple[str, ...], query: str) -> None:
    print("| page | first view, s | median of 3 more, s |\n| --- | --- | --- |")
    for name in pages:
        tab = context.new_page()
        first, *more = (_seconds(tab, f"{url}/{_path(name)}?{query}") for _ in range(4))
        print(f"| {name} | {first:.1f} | {statistics.median(more):.1f} |", flush=True)
        tab.close()


def _path(name: str) -> str:
    return "" if name == "overview" else name


def _seconds(tab: Page, url: str) -> float:
    started = time.perf_counter()
    tab.goto(url, timeout=400_000)
    tab.wait_for_function(DRAWN, timeout=400_000)
    return time.perf_counter() - started


def _memory(pid: int) -> tuple[float, float]:
    """Resident memory now and at most, in MB, as Linux counts it."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    found = dict(line.split(":", 1) for line in lines)
    return tuple(int(found[key].split()[0]) / 1024 for key in ("VmRSS", "VmHWM"))  # type: ignore[return-value]


def _await(url: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(url, timeout=2)
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The app did not answer within a minute.")

"""The real app for each kind of data, and a real Chromium at a desk and on a phone."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.dashboard import invented

ROOT = Path(__file__).parents[2]
# A busy machine takes its time; no test here is about how fast a page is.
expect.set_options(timeout=60_000)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or the one that CHROMIUM names."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        pytest.skip("No Chromium: install Debian's chromium or set CHROMIUM to a browser's path.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def data_dirs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Data directories with the invented month, with nasty strings, and with nothing at all."""
    root = tmp_path_factory.mktemp("browser")
    invented.publish(invented.filled(), root / "full")
    invented.publish(invented.hostile(), root / "hostile")
    return {name: root / name for name in ("full", "hostile", "none")}


@pytest.fixture(scope="session")
def apps(data_dirs: dict[str, Path]) -> Iterator[dict[str, str]]:
    """The app's address for each data directory."""
    ports = _free_ports(len(data_dirs))
    servers = {
        name: _serve(path, port)
        for (name, path), port in zip(data_dirs.items(), ports, strict=True)
    }
    try:
        for url, server in servers.values():
            await_app(url, server)
        yield {name: url for name, (url, _) in servers.items()}
    finally:
        for _, server in servers.values():
            server.terminate()
        for _, server in servers.values():
            server.wait(timeout=60)


@pytest.fixture(scope="session")
def desk(browser: Browser) -> BrowserContext:
    """A desk in Berlin with an English browser; shared, so that the app's code is loaded once."""
    context = browser.new_context(
        locale="en-GB", timezone_id="Europe/Berlin", viewport={"width": 1280, "height": 900}
    )
    context.set_default_timeout(60_000)
    return context


@pytest.fixture(scope="session")
def phone(browser: Browser) -> BrowserContext:
    """A phone in the dark, in German."""
    context = browser.new_context(
        locale="de-DE", viewport={"width": 390, "height": 844}, color_scheme="dark"
    )
    context.set_default_timeout(60_000)
    return context


@pytest.fixture
def page(desk: BrowserContext) -> Iterator[Page]:
    """A new tab at the desk."""
    page = desk.new_page()
    yield page
    page.close()


def _free_ports(count: int) -> list[int]:
    """Ports that differ: each is held until all are chosen."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def _serve(data_dir: Path, port: int) -> tuple[str, subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/app.py"]
    server = subprocess.Popen(
        [*command, "--server.port", str(port)],
        cwd=ROOT,
        env={**os.environ, "CLAIMWATCH_DATA_DIR": str(data_dir)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return f"http://localhost:{port}", server


def await_app(url: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the app answers."""
    for _ in range(900):
        assert server.poll() is None, "The app ended before it answered."
        try:
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=2)
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("The app did not answer within 90 seconds.")

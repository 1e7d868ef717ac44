"""A real Chromium walks through every page of the real app."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.dashboard import invented

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
FIRST = "c000000000000000"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# What reaches beyond the right edge of the window.
WIDE = """() => [...document.querySelectorAll('.stMain *')]
    .filter(e => !e.closest('svg') && e.getBoundingClientRect().right > innerWidth + 1)
    .map(e => e.outerHTML.slice(0, 120))"""
# Each page with what must be drawn on it.
PAGES = {
    "overview": ("", [".bars .point path", ".cw-spark i", ".cw-mention"]),
    "claim": (f"claim?claim={FIRST}", [".bars .point path", ".scatterlayer .points path"]),
    "claims": ("claim", [".cw-spark i"]),
    "sources": ("sources", [".heatmaplayer image", ".cw-table td"]),
    "runs": ("runs", [".bars .point path", ".cw-table td"]),
}


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
    servers = {name: _serve(path) for name, path in data_dirs.items()}
    try:
        for url, server in servers.values():
            _await(url, server)
        yield {name: url for name, (url, _) in servers.items()}
    finally:
        for _, server in servers.values():
            server.terminate()
        for _, server in servers.values():
            server.wait(timeout=10)


@pytest.fixture(scope="session")
def desk(browser: Browser) -> BrowserContext:
    """A desk in Berlin with an English browser; shared, so that the app's code is loaded once."""
    return browser.new_context(
        locale="en-GB", timezone_id="Europe/Berlin", viewport={"width": 1280, "height": 900}
    )


@pytest.fixture(scope="session")
def phone(browser: Browser) -> BrowserContext:
    """A phone in the dark, in German."""
    return browser.new_context(
        locale="de-DE", viewport={"width": 390, "height": 844}, color_scheme="dark"
    )


@pytest.fixture
def page(desk: BrowserContext) -> Iterator[Page]:
    """A new tab at the desk."""
    page = desk.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("lang", ["en", "de"])
def test_every_page_draws(page: Page, apps: dict[str, str], lang: str) -> None:
    """From page to page by the links in the sidebar, and from the list of claims into a claim."""
    beyond = _foreign_requests(page, apps["full"])
    _open(page, f"{apps['full']}/?lang={lang}")
    _assert_drawn(page, "overview", lang)
    links = page.get_by_test_id("stSidebar").get_by_test_id("stPageLink-NavLink")
    for place, name in ((2, "sources"), (5, "runs"), (1, "claims")):
        links.nth(place).click()
        expect(page).to_have_url(re.compile(f"/{PAGES[name][0]}\\?lang={lang}$"))
        _assert_drawn(page, name, lang)
    page.locator("[class*='st-key-row-']").get_by_test_id("stPageLink-NavLink").first.click()
    expect(page).to_have_url(re.compile(f"claim={FIRST}"))
    _assert_drawn(page, "claim", lang)
    links.nth(1).click()
    expect(page).to_have_url(re.compile(f"/claim\\?lang={lang}$"))
    assert beyond == []


@pytest.mark.parametrize("name", PAGES)
def test_hostile_text_is_only_text_and_nothing_is_cut_off_on_a_phone(
    phone: BrowserContext, apps: dict[str, str], name: str
) -> None:
    page, dialogs = phone.new_page(), []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    _open(page, f"{apps['hostile']}/{PAGES[name][0]}")
    _assert_sound(page)
    assert page.evaluate("() => window.hacked") is None
    assert dialogs == []
    links = page.locator(".stMain a").evaluate_all("es => es.map(e => e.getAttribute('href'))")
    assert not [link for link in links if not re.match(r"(https?:|claim\?|#)", link or "#")]
    # The style sheet may come a moment after the words.
    for _ in range(30):
        if not (wide := page.evaluate(WIDE)):
            break
        page.wait_for_timeout(100)
    assert wide == []
    page.close()


def test_without_data_the_page_says_how_to_get_some(page: Page, apps: dict[str, str]) -> None:
    _open(page, apps["none"])
    expect(page.locator(".cw-title")).to_have_text("No data yet")
    expect(page.locator(".stMain")).to_contain_text("python -m etl run --data-dir")
    _assert_sound(page)


def test_filters_live_in_the_url(page: Page, apps: dict[str, str]) -> None:
    _open(page, apps["full"])
    page.get_by_role("button", name="denied", exact=True).first.click()
    expect(page.locator(".cw-title")).to_contain_text("11 mentions of 6 claims")
    expect(page).to_have_url(re.compile(r"\?status=denied$"))
    page.reload()
    expect(page.locator(".cw-title")).to_contain_text("11 mentions of 6 claims")
    page.get_by_role("link", name="Sources").click()
    expect(page.locator(".cw-title")).to_contain_text("11 mentions in")
    expect(page).to_have_url(re.compile(r"/sources\?status=denied$"))
    page.go_back()
    expect(page.locator(".cw-title")).to_contain_text("11 mentions of 6 claims")
    page.go_back()
    expect(page.locator(".cw-title")).to_contain_text("51 mentions of 12 claims")
    expect(page).not_to_have_url(re.compile("status"))


def test_a_row_leads_to_the_claim_and_a_dot_to_its_sentence(
    page: Page, apps: dict[str, str]
) -> None:
    _open(page, apps["full"])
    page.get_by_role("link", name="Nordgas paid the mayor of Velm two million").first.click()
    expect(page.locator(".cw-title")).to_have_text("Nordgas paid the mayor of Velm two million")
    expect(page.locator(".cw-mention")).to_have_count(9)
    marks = page.locator(".scatterlayer .trace").last.locator(".points path")
    expect(marks).to_have_count(2)
    marks.first.scroll_into_view_if_needed()
    box = marks.first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".cw-mention")).to_have_count(1)
    expect(page.locator(".cw-mention .cw-status")).to_have_text("denied")
    page.get_by_role("button", name="Show all sentences").click()
    expect(page.locator(".cw-mention")).to_have_count(9)
    _assert_sound(page)


def test_the_language_can_be_changed(page: Page, apps: dict[str, str]) -> None:
    _open(page, apps["full"])
    page.get_by_text("Deutsch", exact=True).click()
    expect(page.locator(".cw-title")).to_contain_text("51 Erwähnungen von 12 Behauptungen")
    expect(page).to_have_url(re.compile("lang=de"))


def test_a_new_snapshot_appears_by_itself(
    page: Page, apps: dict[str, str], data_dirs: dict[str, Path]
) -> None:
    _open(page, apps["none"])
    invented.publish(invented.empty(), data_dirs["none"], "20260405T000000Z-aaaa")
    expect(page.locator(".stMain")).to_contain_text("holds no mentions", timeout=15_000)
    invented.publish(invented.filled(), data_dirs["none"], "20260406T000000Z-aaaa")
    expect(page.locator(".cw-title")).to_contain_text("51 mentions", timeout=15_000)
    _assert_sound(page)


def _serve(data_dir: Path) -> tuple[str, subprocess.Popen[bytes]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/app.py"]
    server = subprocess.Popen(
        [*command, "--server.port", str(port)],
        cwd=ROOT,
        env={**os.environ, "CLAIMWATCH_DATA_DIR": str(data_dir)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return f"http://localhost:{port}", server


def _await(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert server.poll() is None, "The app ended before it answered."
        try:
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=2)
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("The app did not answer within 30 seconds.")


def _open(page: Page, url: str) -> None:
    page.goto(url)
    expect(page.locator(".cw-title")).to_be_visible(timeout=20_000)
    # The page is whole once its script has ended and every chart has drawn.
    expect(page.locator("[data-testid='stStatusWidget']")).to_have_count(0, timeout=20_000)
    for chart in page.locator("[data-testid='stPlotlyChart']").all():
        expect(chart.locator(".main-svg").first).to_be_attached(timeout=20_000)


def _assert_drawn(page: Page, name: str, lang: str) -> None:
    for mark in PAGES[name][1]:
        expect(page.locator(mark).first).to_be_attached(timeout=15_000)
    expect(page.locator(".cw-about")).to_contain_text(
        "Datenstand" if lang == "de" else "Data as of"
    )
    _assert_sound(page)


def _assert_sound(page: Page) -> None:
    assert page.locator(".stException, [data-testid='stAlert']").count() == 0
    words = page.locator("body").inner_text()
    for missing in ("None", "NaN", "undefined"):
        assert not re.search(rf"\b{missing}\b", words), missing


def _foreign_requests(page: Page, url: str) -> list[str]:
    """Addresses that the page asks for besides the app's own: there must be none."""
    found: list[str] = []
    own = (url, url.replace("http", "ws"), "data:", "blob:")
    page.on("request", lambda r: None if r.url.startswith(own) else found.append(r.url))
    return found

"""Everybody can use the pages: the keyboard reaches everything, axe-core finds nothing serious."""

import shutil
import subprocess
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.driver import FIRST, PAGES, open_page

pytestmark = pytest.mark.browser

PATHS = {name: path for name, (path, _) in PAGES.items()}
PATHS["claims"] = f"claims?compare={FIRST}&compare=c000000000000002"
# Elements that a mouse can use, and whether the keyboard passes them on its way.
REACHABLE = """() => [...document.querySelectorAll(
    '.stMain a[href], .stMain button, .stMain input, .stMain summary')]
    .filter(e => e.checkVisibility() && !e.disabled && e.tabIndex < 0
        && !e.closest('[role=radiogroup], [role=listbox], [role=toolbar]')
        && !e.closest('[data-testid=stSelectbox]'))
    .map(e => e.outerHTML.slice(0, 160))"""


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The source of axe-core, fetched by npm; it is no part of the project."""
    npm = shutil.which("npm")
    if not npm:
        pytest.skip("No npm: axe-core cannot be fetched to check the pages for access.")
    folder = tmp_path_factory.mktemp("axe")
    command = [npm, "install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"]
    try:
        subprocess.run(
            [*command, "--prefix", str(folder), "axe-core@4"],
            check=True, capture_output=True, timeout=60,
        )  # fmt: skip
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        pytest.skip("npm cannot fetch axe-core here, as without a network.")
    found = Path(folder) / "node_modules" / "axe-core" / "axe.min.js"
    return found.read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PATHS)
def test_axe_finds_nothing_serious(
    browser: Browser, apps: dict[str, str], axe: str, name: str, scheme: str
) -> None:
    page = browser.new_page(color_scheme=scheme, locale="en-GB")
    open_page(page, f"{apps['full']}/{PATHS[name]}")
    expect(page.get_by_role("button", name="Copy link")).to_be_visible(timeout=60_000)
    page.evaluate(axe)
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    serious = [
        (one["id"], one["nodes"][0]["html"][:200])
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == []
    page.close()


@pytest.mark.parametrize("name", PATHS)
def test_the_keyboard_reaches_everything(page: Page, apps: dict[str, str], name: str) -> None:
    open_page(page, f"{apps['full']}/{PATHS[name]}")
    assert page.evaluate(REACHABLE) == []


def test_a_claim_is_opened_by_the_keyboard_alone(page: Page, apps: dict[str, str]) -> None:
    open_page(page, f"{apps['full']}/claims")
    page.locator("[class*='st-key-row-']").get_by_test_id("stPageLink-NavLink").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".cw-standing")).to_be_visible(timeout=60_000)


@pytest.mark.parametrize(
    ("scheme", "words"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(21, 24, 29)")]
)
def test_the_main_button_can_be_read(
    browser: Browser, apps: dict[str, str], scheme: Literal["light", "dark"], words: str
) -> None:
    page = browser.new_page(color_scheme=scheme, locale="en-GB")
    open_page(page, f"{apps['full']}/export")
    button = page.get_by_test_id("stDownloadButton").get_by_role("button").first
    expect(button.locator("p")).to_have_css("color", words)
    page.close()

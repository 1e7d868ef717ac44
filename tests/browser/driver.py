"""What the walks share: opening a page until it is whole, and what no page may show."""

import re

from playwright.sync_api import Locator, Page, TimeoutError, expect

FIRST = "c000000000000000"
# What reaches beyond the right edge of the window.
WIDE = """() => [...document.querySelectorAll('.stMain *')]
    .filter(e => !e.closest('svg') && e.getBoundingClientRect().right > innerWidth + 1)
    .map(e => e.outerHTML.slice(0, 120))"""
# Tables that have to be pushed sideways to be read whole.
PUSHED = """() => [...document.querySelectorAll('.cw-scroll')]
    .filter(e => e.scrollWidth > e.clientWidth).map(e => e.innerText.slice(0, 80))"""
# Each page with what must be drawn on it.
PAGES = {
    "overview": ("", [".bars .point path", ".cw-spark i", ".cw-mention"]),
    "claim": (f"claim?claim={FIRST}", [".bars .point path", ".scatterlayer .points path"]),
    "claims": ("claims", [".cw-spark i"]),
    "sentences": ("sentences", [".cw-mention"]),
    "sources": ("sources", [".bars .point path", ".cw-table td"]),
    "outlet": ("outlet?outlet=golos.example", [".bars .point path", ".cw-table td"]),
    "articles": ("articles", [".cw-table td"]),
    "parties": ("parties", [".cw-table td"]),
    "party": ("party?who=nordgas", [".cw-table td", ".cw-mention"]),
    "provenance": ("provenance", [".stPlotlyChart .main-svg", ".cw-table td"]),
    "export": ("export", [".cw-figures", "[data-testid='stDownloadButton']"]),
    "runs": ("runs", [".bars .point path", ".cw-table td"]),
}


def open_page(page: Page, url: str) -> None:
    page.goto(url)
    expect(page.locator(".cw-title")).to_be_visible(timeout=60_000)
    settle(page)


def settle(page: Page) -> None:
    """Wait until the page is whole: its script has ended and every chart has drawn."""
    expect(page.locator(".stApp")).to_have_attribute(
        "data-test-script-state", "notRunning", timeout=60_000
    )
    for chart in page.locator("[data-testid='stPlotlyChart']").all():
        expect(chart.locator(".main-svg").first).to_be_attached(timeout=60_000)


def click_mark(page: Page, mark: Locator) -> None:
    """Click a mark of a chart, as the pointer would: by its place, once that no longer moves."""
    settle(page)
    mark.scroll_into_view_if_needed()
    before, box = None, mark.bounding_box()
    while box is None or box != before:
        page.wait_for_timeout(200)
        before, box = box, mark.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def with_area(page: Page, marks: Locator) -> Locator:
    """The first of some marks that a pointer can meet: a bar of nothing has no width."""
    expect(marks.first).to_be_attached(timeout=60_000)
    for _ in range(100):
        for mark in marks.all():
            box = mark.bounding_box()
            if box and min(box["width"], box["height"]) > 1:
                return mark
        page.wait_for_timeout(200)
    raise AssertionError(f"no mark with an area: {marks}")


def follow_mark(page: Page, mark: Locator, leads: re.Pattern[str]) -> None:
    """Click a mark until the address is where it leads: a chart drawn anew swallows a click."""
    for _ in range(3):
        click_mark(page, mark)
        try:
            page.wait_for_url(leads, timeout=20_000, wait_until="commit")
            break
        except TimeoutError:
            continue
    expect(page).to_have_url(leads)


def assert_drawn(page: Page, name: str, lang: str) -> None:
    for mark in PAGES[name][1]:
        expect(page.locator(mark).first).to_be_attached(timeout=60_000)
    expect(page.locator(".cw-about")).to_contain_text(
        "Datenstand" if lang == "de" else "Data as of"
    )
    settle(page)
    assert_sound(page)


def assert_sound(page: Page) -> None:
    assert page.locator(".stException, [data-testid='stAlert']").count() == 0
    words = page.locator("body").inner_text()
    for missing in ("None", "NaN", "undefined"):
        assert not re.search(rf"\b{missing}\b", words), missing


def foreign_requests(page: Page, url: str) -> list[str]:
    """Addresses that the page asks for besides the app's own: there must be none."""
    found: list[str] = []
    own = (url, url.replace("http", "ws"), "data:", "blob:")
    page.on("request", lambda r: None if r.url.startswith(own) else found.append(r.url))
    return found

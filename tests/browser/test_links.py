"""A link shows the same view to a colleague: what is chosen, sorted, selected, and as of when."""

import io
import re

import polars as pl
import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.queries import claims
from dashboard.queries.selection import Selection
from dashboard.snapshot import newest
from tests.browser.driver import (
    FIRST,
    assert_sound,
    click_mark,
    follow_mark,
    open_page,
    settle,
    with_area,
)

pytestmark = pytest.mark.browser


def test_a_copied_link_shows_a_colleague_the_same(browser: Browser, apps: dict[str, str]) -> None:
    mine = browser.new_context(
        locale="en-GB",
        timezone_id="Asia/Tokyo",
        viewport={"width": 1280, "height": 900},
        permissions=["clipboard-read", "clipboard-write"],
    )
    page = mine.new_page()
    open_page(page, f"{apps['full']}/claims?status=denied&rank=outlets")
    page.get_by_role("button", name="Copy link").click(timeout=60_000)
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert "status=denied" in copied
    assert "rank=outlets" in copied
    assert "tz=Asia%2FTokyo" in copied
    shown = page.locator(".cw-title").inner_text(), page.locator(".cw-meta").all_inner_texts()
    colleague = browser.new_context(locale="en-GB", timezone_id="Europe/Berlin").new_page()
    open_page(colleague, copied)
    expect(colleague.locator(".cw-about")).to_contain_text("Asia/Tokyo")
    seen = (
        colleague.locator(".cw-title").inner_text(),
        colleague.locator(".cw-meta").all_inner_texts(),
    )
    assert seen == shown
    mine.close()
    colleague.context.close()


def test_a_selected_mark_is_in_the_url_and_survives_a_reload(
    page: Page, apps: dict[str, str]
) -> None:
    open_page(page, f"{apps['full']}/claim?claim=c000000000000002")
    click_mark(page, page.locator(".scatterlayer .trace").last.locator(".points path").first)
    expect(page.locator(".cw-mention")).to_have_count(1)
    expect(page).to_have_url(re.compile("mention=m"))
    words = page.locator(".cw-mention blockquote").inner_text()
    page.reload()
    expect(page.locator(".cw-mention")).to_have_count(1, timeout=60_000)
    assert page.locator(".cw-mention blockquote").inner_text() == words


def test_a_bar_leads_to_its_sentences(page: Page, apps: dict[str, str]) -> None:
    open_page(page, apps["full"])
    # A bar of no height is drawn too: only one that can be hit is worth a click.
    bars = page.locator(".barlayer .trace").last.locator(".point path")
    expect(bars.first).to_be_attached(timeout=60_000)
    bar = next(bar for bar in bars.all() if (bar.bounding_box() or {"height": 0})["height"] > 3)
    click_mark(page, bar)
    expect(page.locator(".st-key-behind .cw-mention").first).to_be_visible(timeout=60_000)
    expect(page).to_have_url(re.compile(r"bar=2026-03-\d\dT00%3A00~denied|bar=2026-03-\d\dT00:00~"))
    page.get_by_role("button", name="Close").click()
    expect(page.locator(".st-key-behind")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("bar="))
    assert_sound(page)


@pytest.mark.parametrize(
    ("path", "mark", "leads", "title"),
    [
        ("sources", ".barlayer .trace:nth-child(3) .point path", "status=denied", "sentence"),
        ("parties", ".barlayer .trace .point path", "party=", "sentence"),
        (
            f"claim?claim={FIRST}&course=total",
            ".scatterlayer .trace .points path",
            f"since=2026-03-02&until=2026-03-..&.*claim={FIRST}",
            "sentence",
        ),
        (f"claims?compare={FIRST}", ".scatterlayer .points path", f"claim={FIRST}", "sentence"),
        ("runs", ".barlayer .point path", "outlet=", ""),
    ],
)
def test_a_mark_leads_to_its_sentences_and_back(
    page: Page, apps: dict[str, str], path: str, mark: str, leads: str, title: str
) -> None:
    """One click, and the back button shows what was there, without a step between."""
    open_page(page, f"{apps['full']}/{path}")
    before = page.locator(".cw-title").inner_text()
    settle(page)
    chart = page.locator("[data-testid='stPlotlyChart']").first
    place = with_area(page, chart.locator(mark))
    follow_mark(page, place, re.compile(f"/(sentences|outlet).*{leads}"))
    expect(page.locator(".cw-title")).to_contain_text(title)
    settle(page)
    assert_sound(page)
    page.go_back()
    expect(page).to_have_url(f"{apps['full']}/{path}")
    expect(page.locator(".cw-title")).to_have_text(before)


def test_a_key_figure_leads_to_its_list_and_back(page: Page, apps: dict[str, str]) -> None:
    open_page(page, apps["full"])
    figure = page.locator(".cw-figures a", has_text="Turned contested")
    counted = figure.locator("b").inner_text()
    figure.click()
    expect(page).to_have_url(re.compile("/claims.*event=contested"))
    expect(page.locator(".cw-title")).to_contain_text(f"{counted} claims")
    expect(page.locator(".cw-past")).to_contain_text("Turned contested in the period")
    page.get_by_role("link", name="All claims of these filters").click()
    expect(page.locator(".cw-title")).to_contain_text("12 claims")
    page.go_back()
    expect(page.locator(".cw-title")).to_contain_text(f"{counted} claims")
    page.go_back()
    expect(page.locator(".cw-figures")).to_be_visible()
    assert_sound(page)


def test_as_it_stood_then_and_back(page: Page, apps: dict[str, str]) -> None:
    open_page(page, f"{apps['full']}/claim?claim={FIRST}")
    expect(page.locator(".cw-standing")).to_contain_text("denied by 1 party")
    page.locator(".cw-story a").first.click()
    expect(page.locator(".cw-past")).to_contain_text("As it stood on 2 Mar 2026", timeout=60_000)
    expect(page.locator(".cw-standing")).to_contain_text("Reported as alleged by 1 outlet.")
    expect(page).to_have_url(re.compile("as_of=2026-03-02T06"))
    page.get_by_role("button", name="Back to now").click()
    expect(page.locator(".cw-standing")).to_contain_text("denied by 1 party")
    expect(page).not_to_have_url(re.compile("as_of"))


def test_a_download_holds_what_the_query_gave(
    page: Page, apps: dict[str, str], data_dirs: dict[str, object]
) -> None:
    open_page(page, f"{apps['full']}/claims")
    asked = claims.ranked(newest(data_dirs["full"]), Selection(), "Europe/Berlin", "spreading", 25)
    with page.expect_download() as caught:
        page.get_by_role("button", name="Parquet").last.click()
    assert pl.read_parquet(io.BytesIO(caught.value.path().read_bytes())).equals(asked)
    with page.expect_download() as caught:
        page.get_by_role("button", name="CSV").last.click()
    saved = pl.read_csv(caught.value.path())
    plain = ["claim_id", "text", "n_mentions", "n_independent", "n_denied", "standing"]
    kinds = {"n_mentions": pl.Int32, "n_independent": pl.Int32, "n_denied": pl.Int32}
    assert saved.select(plain).cast(kinds).equals(asked.select(plain))

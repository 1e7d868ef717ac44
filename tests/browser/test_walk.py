"""A real Chromium walks through every page of the real app."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.driver import (
    FIRST,
    PAGES,
    PUSHED,
    WIDE,
    assert_drawn,
    assert_sound,
    click_mark,
    foreign_requests,
    open_page,
    settle,
)
from tests.dashboard import invented

pytestmark = pytest.mark.browser


def _in(lang: str, url: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}lang={lang}"


@pytest.mark.parametrize("lang", ["en", "de"])
def test_every_page_draws(page: Page, apps: dict[str, str], lang: str) -> None:
    """From page to page by the links in the sidebar, and from the list of claims into a claim."""
    beyond = foreign_requests(page, apps["full"])
    open_page(page, f"{apps['full']}/?lang={lang}")
    assert_drawn(page, "overview", lang)
    links = page.get_by_test_id("stSidebar").get_by_test_id("stPageLink-NavLink")
    for name in ("sentences", "sources", "parties", "provenance", "export", "runs", "claims"):
        links.and_(page.locator(f"a[href*='/{name}'], a[href^='{name}']")).first.click()
        expect(page).to_have_url(re.compile(f"/{PAGES[name][0]}\\?lang={lang}$"))
        assert_drawn(page, name, lang)
    page.locator("[class*='st-key-row-']").get_by_test_id("stPageLink-NavLink").first.click()
    expect(page).to_have_url(re.compile(f"claim={FIRST}"))
    assert_drawn(page, "claim", lang)
    links.and_(page.locator("a[href*='claims']")).first.click()
    expect(page).to_have_url(re.compile(f"/claims\\?lang={lang}$"))
    for name in ("outlet", "articles", "party"):
        open_page(page, _in(lang, f"{apps['full']}/{PAGES[name][0]}"))
        assert_drawn(page, name, lang)
    for name in PAGES:
        open_page(page, f"{apps['full']}/{PAGES[name][0]}")
        assert page.evaluate(PUSHED) == []
    assert beyond == []


@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize("name", PAGES)
def test_hostile_text_is_only_text_and_nothing_is_cut_off_on_a_phone(
    phone: BrowserContext, apps: dict[str, str], name: str, lang: str
) -> None:
    page, dialogs = phone.new_page(), []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    open_page(page, _in(lang, f"{apps['hostile']}/{PAGES[name][0]}"))
    assert_sound(page)
    assert page.evaluate("() => window.hacked") is None
    assert dialogs == []
    links = page.locator(".stMain a").evaluate_all("es => es.map(e => e.getAttribute('href'))")
    assert not [
        link
        for link in links
        if not re.match(
            r"(https?:|(claims?|outlet|party|sentences|sources|runs|articles)\?|#)", link or "#"
        )
    ]
    # The style sheet may come a moment after the words.
    for _ in range(200):
        if not (wide := page.evaluate(WIDE)):
            break
        page.wait_for_timeout(100)
    assert wide == []
    page.close()


@pytest.mark.parametrize("name", PAGES)
def test_without_data_the_page_says_how_to_get_some(
    page: Page, apps: dict[str, str], name: str
) -> None:
    for lang, title in (("en", "No data yet"), ("de", "Noch keine Daten")):
        open_page(page, _in(lang, f"{apps['none']}/{PAGES[name][0]}"))
        expect(page.locator(".cw-title")).to_have_text(title)
        expect(page.locator(".stMain")).to_contain_text("python -m etl run --data-dir")
        assert_sound(page)


@pytest.mark.parametrize("lang", ["en", "de"])
def test_what_is_said_of_a_claim_in_a_list_stays_on_one_line(
    page: Page, apps: dict[str, str], lang: str
) -> None:
    open_page(page, f"{apps['full']}/claims?lang={lang}")
    expect(page.locator(".cw-meta").first).to_be_visible()
    tall = page.locator(".cw-meta").evaluate_all("es => es.map(e => e.clientHeight)")
    assert len(tall) == 12
    assert max(tall) < 30


def test_the_filters_wear_the_shapes_of_the_statuses(page: Page, apps: dict[str, str]) -> None:
    open_page(page, apps["full"])
    buttons = page.locator(".st-key-f_statuses button")
    expect(buttons).to_have_count(3)
    settle(page)
    worn = buttons.evaluate_all(
        "es => es.map(e => getComputedStyle(e, '::before').backgroundColor)"
    )
    assert worn == ["rgb(35, 84, 159)", "rgb(211, 154, 30)", "rgb(179, 51, 29)"]


def test_filters_live_in_the_url(page: Page, apps: dict[str, str]) -> None:
    open_page(page, apps["full"])
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
    open_page(page, apps["full"])
    page.get_by_role("link", name="Nordgas paid the mayor of Velm two million").first.click()
    expect(page.locator(".cw-title")).to_have_text("Nordgas paid the mayor of Velm two million")
    expect(page.locator(".cw-mention")).to_have_count(9)
    marks = page.locator(".scatterlayer .trace").last.locator(".points path")
    expect(marks).to_have_count(2)
    click_mark(page, marks.first)
    expect(page.locator(".cw-mention")).to_have_count(1)
    expect(page.locator(".cw-mention .cw-status")).to_have_text("denied")
    page.get_by_role("button", name="Show all sentences").click()
    expect(page.locator(".cw-mention")).to_have_count(9)
    assert_sound(page)


def test_the_language_can_be_changed(page: Page, apps: dict[str, str]) -> None:
    open_page(page, apps["full"])
    page.get_by_text("Deutsch", exact=True).click()
    expect(page.locator(".cw-title")).to_contain_text("51 Erwähnungen von 12 Behauptungen")
    expect(page).to_have_url(re.compile("lang=de"))


def test_a_new_snapshot_appears_by_itself(
    page: Page, apps: dict[str, str], data_dirs: dict[str, Path]
) -> None:
    open_page(page, apps["none"])
    invented.publish(invented.empty(), data_dirs["none"], "20260405T000000Z-aaaa")
    expect(page.locator(".stMain")).to_contain_text("holds no mentions", timeout=60_000)
    invented.publish(invented.filled(), data_dirs["none"], "20260406T000000Z-aaaa")
    expect(page.locator(".cw-title")).to_contain_text("51 mentions", timeout=60_000)
    assert_sound(page)

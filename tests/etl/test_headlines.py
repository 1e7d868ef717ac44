"""Which of the wordings in a page is its headline: pages of invented outlets."""

from __future__ import annotations

import pytest
from lxml.html import document_fromstring

from etl.collect.headlines import headline

SHARED = "Three wrecks, one silence: what the harbour is hiding"
STATED = "Harbour office confirms find of three wrecks"
KICKER = "<span>Marenz</span> "
URL = "https://ledger.example/n/4711"


def chosen(
    body: str,
    *,
    shared: str | None = SHARED,
    stated: str | None = STATED,
    site: str | None = "Harbour Ledger",
    url: str = URL,
    tab: str = "",
) -> str | None:
    tree = document_fromstring(f"<html><head><title>{tab}</title></head><body>{body}</body></html>")
    return headline(tree, {"og:title": shared} if shared else {}, stated, site, url)


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>{SHARED}</h1>",
        f"<p>{STATED}</p>",  # no heading says which of the two
        f"<ol><li><h1>{STATED}</h1></li></ol><h2>{KICKER}{SHARED}</h2>",
        f"<nav><h1>{STATED}</h1></nav><h2>{SHARED}</h2>",
        f"<h1>{SHARED}</h1><h2>{STATED}</h2>",
        # A teaser of another article, if the JSON-LD is of that one.
        f"<h1>News</h1><h2><a href='/x'>{STATED}</a></h2>",
        f"<h1>News</h1><a href='/x'><h2>{STATED}</h2></a>",
        f"<h1>News</h1><ul><li><h2>{STATED}</h2></li></ul>",
        f"<h1>News</h1><aside><h2>{STATED}</h2></aside>",
    ],
)
def test_the_wording_for_sharing_goes_first(body: str) -> None:
    assert chosen(body) == SHARED


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>{STATED}</h1>",
        f"<h1>{KICKER}{STATED}</h1>",
        f"<h1></h1><h1>{STATED}</h1><h1>Ferry late again</h1><h1>New cranes in the basin</h1>",
        f"<ul><li><h1>{SHARED}</h1></li></ul><h2>{STATED}</h2>",
        f"<ul><li><h1>{STATED}</h1></li></ul><div>Marenz: Wrecks found</div>",
    ],
)
def test_what_readers_see_goes_before_a_wording_for_sharing_that_they_do_not_see(body: str) -> None:
    assert chosen(body) == STATED


def test_a_word_put_right_in_the_heading_makes_no_other_headline() -> None:
    shared = "Harbour office of Marenz confirms the find of three old ships in basin"
    stated = "Harbour office of Marenz confirms the find of three old wrecks in basin"
    assert chosen(f"<h1>{stated}</h1>", shared=shared, stated=stated) == shared


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("three-wrecks-one-silence-what-the-harbour-is-hiding-4711.html", SHARED),
        ("harbour-office-confirms-three-wrecks", STATED),
        ("marenz-wrecks-basin-divers-office-harbour-quay", STATED),  # words of both, few of each
        ("4711", STATED),
        ("", STATED),
    ],
)
def test_the_headline_that_the_address_was_written_from_stays(slug: str, expected: str) -> None:
    assert chosen(f"<h1>{STATED}</h1>", url=f"https://ledger.example/n/{slug}") == expected


def test_addresses_write_letters_in_their_own_way() -> None:
    shared, stated = "Größe der Löcher überrascht Prüfer", "Prüfer melden Schäden am neuen Kai"
    for slug in ("groesse-der-loecher-ueberrascht-pruefer", "grosse-der-locher-uberrascht-prufer"):
        found = chosen(
            f"<h1>{stated}</h1>", shared=shared, stated=stated, url=f"https://a.example/{slug}"
        )
        assert found == shared
    shared, stated = "Гавань молчит о трёх кораблях", "В порту нашли обломки старых судов"
    url = "https://a.example/2026/gavan-molchit-o-trekh-korablyakh"
    assert chosen(f"<h1>{stated}</h1>", shared=shared, stated=stated, url=url) == stated
    url = "https://a.example/2026/гавань-молчит-о-трёх-кораблях"
    assert chosen(f"<h1>{stated}</h1>", shared=shared, stated=stated, url=url) == shared


def test_the_name_of_a_section_is_no_headline() -> None:
    assert chosen("<h1>Harbour news</h1>", stated="Harbour news") == SHARED


@pytest.mark.parametrize(
    ("shared", "site"),
    [
        (f"{STATED} | Harbour Ledger", "Harbour Ledger"),
        (f"{STATED} - Harbour Ledger", "Harbour Ledger"),
        (f"{STATED} * Harbour Ledger", "Harbour Ledger"),
        (f"{STATED}ㅣ항구일보", "항구일보"),
        (f"{STATED}：港新聞", "港新聞"),
        (f"{STATED}｜港新聞", "港新聞"),
        (f"{STATED}: Harbour Ledger", "Harbour Ledger"),
    ],
)
def test_the_outlets_name_is_no_part_of_it(shared: str, site: str) -> None:
    assert chosen("", shared=shared, stated=None, site=site) == STATED


def test_the_outlets_name_in_a_sentence_stays() -> None:
    title = "Minister sues the Harbour Ledger"
    assert chosen("", shared=title, stated=None) == title


def test_a_cut_wording_gives_way_to_the_whole() -> None:
    assert chosen("", shared=f"{STATED[:30]}…") == STATED
    assert chosen(f"<h1>{STATED}</h1>", shared=f"{STATED} – live", stated=None) == STATED


def test_without_metadata_the_heading_or_the_tab_is_read() -> None:
    assert chosen(f"<h1>{STATED}</h1>", shared=None, stated=None, tab="Ledger") == STATED
    assert chosen("", shared=None, stated=None, tab=f"{STATED} | Harbour Ledger") == STATED
    assert chosen("", shared=None, stated=None) is None

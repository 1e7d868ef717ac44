"""Pages in, articles out, or the reason why not: pages of invented outlets in tests/pages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.collect.pages import fetched, items, read_page
from etl.config import InputSettings
from etl.factcheck_records import RawFactCheck
from etl.parse import Outlets, parse
from etl.records import Article, RawArticle, Rejected
from tests.conftest import ROOT

PAGES = ROOT / "tests" / "pages"
FETCHED = "2026-03-12T15:30:00+00:00"


def read(name: str, url: str | None = None, **known: str) -> RawArticle | Rejected:
    blank = RawArticle(file=name, url=url, fetched_at=FETCHED, **known)  # type: ignore[arg-type]
    return read_page((PAGES / name).read_bytes(), blank)


def article(name: str, url: str | None = None, **known: str) -> Article:
    raw = read(name, url, **known)
    assert isinstance(raw, RawArticle), raw
    found = parse(raw, InputSettings(), Outlets.of([]))
    assert isinstance(found, Article)
    return found


def test_an_article_without_what_stands_around_it() -> None:
    found = article("article.html")
    assert found.title == "Hafenamt bestätigt Fund von drei Wracks"
    assert found.text.split("\n") == [
        "Das Hafenamt von Marenz hat am Montag bestätigt, dass Taucher drei alte Schiffe im Becken"
        " gefunden haben. Die Arbeiten an der neuen Kaimauer ruhen seit Freitag.",
        "Ein Sprecher der Reederei bestritt, dass die Bagger die Wracks beschädigt haben."
        " Er verwies auf ein Gutachten aus dem Herbst.",
        "Nach Angaben der Taucher liegen die Schiffe in elf Metern Tiefe."
        " Sie sollen aus dem 17. Jahrhundert stammen und aus Eiche gebaut sein.",
    ]
    assert not found.is_stub


def test_dates_address_and_outlet_of_an_article() -> None:
    found = article("article.html")
    assert found.published_at == datetime(2026, 3, 2, 7, 15, tzinfo=UTC)
    assert found.updated_at == datetime(2026, 3, 2, 13, 5, tzinfo=UTC)
    assert (found.published_from, found.published_basis) == ("page", "metadata")
    assert found.url == "https://www.kuestenbote.example/hafen/wracks-4711.html"
    assert (found.source_id, found.language) == ("kuestenbote.example", "de")


@pytest.mark.parametrize(
    "url",
    [
        "https://m.kuestenbote.example/amp/hafen/wracks-4711.html?utm_source=feed",
        "https://www.kuestenbote.example:443/hafen/wracks-4711.html?xtor=RSS-1",
        "https://www-kuestenbote-example.translate.goog/hafen/wracks-4711.html?_x_tr_sl=de",
    ],
)
def test_variants_of_the_address_lead_to_the_article(url: str) -> None:
    assert article("article.html", url).article_id == article("article.html").article_id


def test_a_canonical_address_of_another_outlet_is_not_believed() -> None:
    found = article("article.html", "https://portal.example/n/99")
    assert (found.url, found.source_id) == ("https://portal.example/n/99", "portal.example")


@pytest.mark.parametrize("broken", ["http://[broken", "//[::1", ""])
def test_addresses_that_are_none_break_no_page(broken: str) -> None:
    raw = (PAGES / "article.html").read_bytes()
    page = raw.replace(b"https://www.kuestenbote.example/hafen/wracks-4711.html", broken.encode())
    assert page != raw
    for url in ("https://a.example/1", broken):
        found = read_page(page, RawArticle(file="f", url=url, fetched_at=FETCHED))
        assert isinstance(found, RawArticle)
        assert found.url == url


def test_what_the_feed_knows_goes_first_and_stays_where_the_page_is_silent() -> None:
    known = {"published_at": "2026-03-02T08:00:00Z", "origin": "feed"}
    found = article("article.html", **known)
    assert found.published_at == datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert (found.published_from, found.published_basis) == ("feed", "feed")


@pytest.mark.parametrize(
    ("name", "url", "reason"),
    [
        ("consent.html", None, "consent_wall"),
        ("consent_fr.html", None, "consent_wall"),
        ("article.html", "https://consent.portal.example/collect?id=1", "consent_wall"),
        ("paywall_only.html", "https://morgenblatt.example/x-1", "paywall_stub"),
        ("tag.html", None, "list_page"),
        ("tag.html", "https://kuestenbote.example/tag/hafen", "list_page"),
        ("dateline.html", "https://kuestenbote.example/thema/hafen", "list_page"),
        ("dateline.html", "https://kuestenbote.example/", "list_page"),
        ("frameset.html", None, "frame_page"),
        ("iframe.html", None, "frame_page"),
        ("bot.html", None, "bot_wall"),
        ("missing.html", None, "error_page"),
        ("dateline.html", "https://archive.ph/AbCd1", "proxy_page"),
    ],
)
def test_what_is_no_article_is_rejected_with_its_reason(
    name: str, url: str | None, reason: str
) -> None:
    found = read(name, url)
    assert isinstance(found, Rejected), found
    assert (found.reason, found.stage, found.file) == (reason, "collect", name)
    assert found.detail


WALLS = {
    "es": "Utilizamos cookies para medir la audiencia. Puede retirar su consentimiento siempre.",
    "it": "Utilizziamo i cookie per gli annunci. Puoi negare il consenso in ogni momento.",
    "pl": "Używamy plików cookies na urządzeniu. Możesz wycofać zgodę w każdej chwili.",
    "ru": "Мы используем файлы cookie на сайте. Вы можете отозвать согласие в любой момент.",
    "uk": "Ми використовуємо файли cookie на сайті. Ви можете відкликати згоду будь-коли.",
    "tr": "Sitemizde çerez kullanıyoruz. Kişisel verilerinizin işlenmesine izin veriyorsunuz.",
    "ar": "نستخدم ملفات تعريف الارتباط. يمكنك سحب موافقتك في أي وقت.",
}
OFFERS = {
    "fr": "Cet article est réservé aux abonnés.",
    "es": "Contenido exclusivo para suscriptores.",
    "it": "Contenuto riservato agli abbonati.",
    "pl": "Artykuł dla prenumeratorów. Wykup dostęp.",
    "ru": "Материал только для подписчиков.",
    "uk": "Матеріал лише для передплатників.",
    "tr": "Bu haber abonelere özeldir.",
    "ar": "هذا المحتوى للمشتركين فقط.",
}


@pytest.mark.parametrize("language", WALLS)
def test_walls_in_other_languages(language: str) -> None:
    sentences = "".join(f"<p>{part}</p>" for part in WALLS[language].split(". "))
    page = f"<html><head><title>Marenz</title></head><body>{sentences}</body></html>"
    found = read_page(page.encode(), RawArticle(file="f", url="https://a.example/1"))
    assert isinstance(found, Rejected)
    assert found.reason == "consent_wall"


@pytest.mark.parametrize("language", OFFERS)
def test_offers_to_subscribe_in_other_languages(language: str) -> None:
    start = "Das Hafenamt von Marenz hat den Verkauf am Montag bestritten. Der Rat will beraten."
    for text, reason in ((start, None), ("", "paywall_stub")):
        page = (
            f"<html><head><title>Hafen</title></head><body><article><h1>Hafen 7</h1><p>{text}</p>"
            f"</article><div class='paywall'><p>{OFFERS[language]}</p></div></body></html>"
        )
        found = read_page(page.encode(), RawArticle(file="f", url="https://a.example/1"))
        assert (found.reason if isinstance(found, Rejected) else None) == reason
        assert isinstance(found, Rejected) or found.is_stub


def test_an_article_about_cookies_is_an_article() -> None:
    assert "two thousand people a day" in article("about_cookies.html").text


def test_the_beginning_of_a_paid_article_is_kept_and_marked() -> None:
    found = article("paywall.html", "https://harbourledger.example/n/1")
    assert found.is_stub
    assert found.title == "Minister denies secret harbour deal"
    assert found.text == (
        "The transport minister has denied that his office agreed to sell the northern basin"
        " without a tender, after a report by a local paper."
    )


def test_a_date_line_is_counted_back_and_the_language_read_from_the_text() -> None:
    found = article("dateline.html", "https://rubezh.example/ukr/port-1")
    assert found.published_at == datetime(2026, 3, 12, 9, 30, tzinfo=UTC)
    assert found.published_basis == "text"
    assert found.language == "ru"  # neither the address nor the page's lang="uk" is right


def test_a_fact_check_in_a_page() -> None:
    raw = (PAGES / "factcheck.html").read_bytes()
    page, check = items(raw, RawArticle(file="f.html", fetched_at=FETCHED))
    assert isinstance(page, RawArticle)
    assert page.title == "No, the ferry did not sink"
    assert isinstance(check, RawFactCheck)
    assert check.claim_text == "The ferry to Marenz sank on Sunday night."
    assert (check.rating, check.publisher) == ("Not supported", "Check Desk")
    assert (check.claimant, check.claimed_at) == ("A user of a chat group", "2026-03-01")


def test_a_page_from_the_network() -> None:
    raw = (PAGES / "article.html").read_bytes()
    start = "http://m.kuestenbote.example/4711"
    found = fetched(raw, start, f"{start}/x", {"Content-Type": "text/html"}, FETCHED)
    assert isinstance(found, RawArticle)
    assert found.url == "https://www.kuestenbote.example/hafen/wracks-4711.html"
    assert (found.file, found.fetched_at) == (start, FETCHED)
    picture = fetched(b"\x89PNG", start, start, {"content-type": "image/png"}, FETCHED)
    assert isinstance(picture, Rejected)
    assert (picture.reason, picture.detail) == ("not_html", "content type image/png")


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "iso-8859-15"])
def test_other_charsets(charset: str) -> None:
    text = (PAGES / "article.html").read_text(encoding="utf8").replace("utf-8", charset)
    found = read_page(text.encode(charset), RawArticle(file="f", fetched_at=FETCHED))
    assert isinstance(found, RawArticle)
    assert found.title == "Hafenamt bestätigt Fund von drei Wracks"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"%PDF-1.7 not a page",
        b"\x00\x01\x02",
        b"<html>" + b"<div>" * 5_000,
        b'<html><script type="application/ld+json">' + b"[" * 100_000 + b"</script></html>",
        b'<html><script type="application/ld+json">{"@type": 3, "headline": []}</script></html>',
    ],
)
def test_broken_pages_are_rejected(raw: bytes) -> None:
    found = read_page(raw, RawArticle(file="f"))
    assert isinstance(found, Rejected)
    assert found.reason in ("not_html", "no_article")


@pytest.mark.parametrize(
    "body", [b"<p><a href='/x'>A link</a></p>" * 20_000, b"<p>" + b"word " * 150_000]
)
def test_pages_that_would_take_minutes_are_turned_down(body: bytes) -> None:
    found = read_page(b"<html><body>" + body, RawArticle(file="f"))
    assert isinstance(found, Rejected)
    assert found.reason == "page_too_large"


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_fail(raw: bytes) -> None:
    found = read_page(b"<html><body>" + raw, RawArticle(file="f", fetched_at=FETCHED))
    assert isinstance(found, (RawArticle, Rejected))

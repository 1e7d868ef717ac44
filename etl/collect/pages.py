"""HTML pages in, raw articles out, or the reason why a page is none."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from lxml.html import HtmlElement

from etl.collect import factchecks, metadata, scripted
from etl.collect.inputs import RECORD_KEPT, STAGE
from etl.collect.pagekinds import EXPLAINED, Reason, is_stub, shown_text, too_large, unreadable
from etl.factcheck_records import RawFactCheck
from etl.noise import article_text
from etl.records import (
    DateBasis,
    DateHint,
    RawArticle,
    Rejected,
)
from etl.urls import canonical_url

# What it reports of a page, we report as a rejection with its reason.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)

# Parts of a page that are not its article, by the names that outlets give them.
_PARTS = (
    r"(^|[\s_-])(related|recommend(ed|ation)?s?|read-?(more|also|next)|also-?read|more-?(on|from)"
    r"|teasers?(-?list)?|newsletter|cookie|consent|paywall|piano|outbrain|taboola|plista|share|social"
    r"|sharing|author-?(bio|box|info)|byline|breadcrumbs?|comments?|promo|advert(isement)?s?|sponsored"
    r"|caption|figcaption|credits?|copyright|tags?-?list|most-?read|trending|infobox-?links"
    r"|inline-?(teaser|related|promo|link)s?|lire-?aussi|leggi-?anche|lesen-?sie-?auch|mehr-?zum-?thema"
    r"|podcast-?player|audio-?player|video-?player|live-?ticker-?nav|subscribe|signup|donat(e|ion))"
    r"([\s_-]|$)"
)
_PRUNED = (
    "//figure//figcaption",
    # In broken HTML one of these can swallow the article: what holds paragraphs stays.
    "(//aside|//nav|//form|//button)[count(.//p) < 8]",
    "//*[@aria-hidden='true'][not(descendant::p)]",
    "//body//*[not(self::article or self::main or self::body or self::html)]"
    "[re:test(substring(concat(@class, ' ', @id, ' ', @data-component), 1, 400), $parts, 'i')]"
    "[count(.//p) < 4]",
)
_REGEXP = {"re": "http://exslt.org/regular-expressions"}
# A news page has 1,000 elements and rarely 5,000; a larger one would be worked on for minutes.
MAX_ELEMENTS = 20_000
MAX_CHARS = 600_000
LONGEST_NAME = 2_000  # characters of a class or id
_LONGEST_MARK = 40  # a word between paragraphs that says where an advertisement goes
_LONGER = 2.0  # a body in JSON-LD so much longer than the text found shows that it was missed
_HTML = re.compile(rb"<\s*(!doctype\s+html|html|head|body|div|p|article|meta)\b", re.IGNORECASE)
_TAGS = re.compile(r"</?(p|br|div|h\d|li)\b[^>]*>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^>]{1,500}>")


def fetched(
    raw: bytes,
    url: str,
    final_url: str,
    headers: Mapping[str, str],
    fetched_at: str,
    given: RawArticle | None = None,
) -> RawArticle | Rejected:
    """A page as the network gave it; `given` is what the feed that named it knows already."""
    kind = next((v for k, v in headers.items() if k.lower() == "content-type"), "text/html")
    blank = given or RawArticle(file=url)
    blank = replace(blank, url=final_url or url, fetched_at=fetched_at)
    if not re.search(r"html|xml|text/plain", kind, re.IGNORECASE):
        return _reject(blank, "not_html", f"content type {kind[:80]}", b"")
    return read_page(raw, blank)


def read_page(raw: bytes, blank: RawArticle) -> RawArticle | Rejected:
    """Title, text, dates, language and address of a page, or why it is no article.

    What `blank` knows already (a feed's title, date or address) is kept where the page is silent.
    """
    tree = _tree(raw)
    if tree is None:
        return _reject(blank, "not_html", EXPLAINED["not_html"], raw)
    return _read(tree, raw, blank)


def items(raw: bytes, blank: RawArticle) -> Iterator[RawArticle | RawFactCheck | Rejected]:
    """The page as an article, and the fact-checks that it publishes as ClaimReview."""
    tree = _tree(raw)
    if tree is None:
        yield _reject(blank, "not_html", EXPLAINED["not_html"], raw)
        return
    reviews = list(factchecks.in_page(tree, blank.file, blank.line))
    yield _read(tree, raw, blank)
    for review in reviews:
        yield replace(review, url=review.url or blank.url)


def _tree(raw: bytes) -> HtmlElement | None:
    from trafilatura import load_html  # takes a second to import

    tree = load_html(raw) if _HTML.search(raw[:100_000]) else None
    for element in tree.iter() if tree is not None else ():
        for name in ("class", "id"):
            # Patterns are tried at every letter of a name; no outlet's are this long.
            if len(element.get(name) or "") > LONGEST_NAME:
                del element.attrib[name]
    return tree


def _read(tree: HtmlElement, raw: bytes, blank: RawArticle) -> RawArticle | Rejected:
    if too_large(tree, MAX_ELEMENTS, MAX_CHARS):
        return _reject(blank, "page_too_large", EXPLAINED["page_too_large"], raw)
    given = canonical_url(blank.url) if blank.url else None
    here = blank.url if given else None  # an archive may name what is no address
    found = metadata.facts(tree, here)
    url = found.canonical or given
    title = found.title or blank.title or ""
    shown = shown_text(tree)
    if found.is_article and not (found.paid or found.body):
        held = _put_together(tree, shown)
        if held is not None:
            tree, shown = held, shown_text(held)
    text = article_text(_text(tree, found.body), title)
    reason = unreadable(tree, title, text, shown, url or here, is_article=found.is_article)
    if reason:
        return _reject(blank, reason, EXPLAINED[reason], raw)
    stub = is_stub(text, shown, paid=found.paid)
    updated = [*found.updated, *([blank.updated_at] if blank.updated_at else [])]
    basis: DateBasis = "feed" if blank.origin == "feed" else "file"
    known = [DateHint(blank.published_at, basis)] if blank.published_at else []
    return replace(
        blank,
        url=url or blank.url,
        id=blank.id or blank.file,
        title=title or None,
        text=text or blank.text,
        published_at=None,
        dates=(*blank.dates, *known, *(found.published or _guessed(raw, url))),
        updated_at=next(iter(updated), None),
        source=blank.source or (None if url else found.site),
        language=blank.language,
        language_hint=found.language or blank.language_hint,
        is_stub=stub,
        origin="page",
    )


def _guessed(raw: bytes, url: str | None) -> tuple[DateHint, ...]:
    """The date that htmldate finds in a page without any metadata or date line."""
    from htmldate import find_date

    guess = find_date(raw.decode("utf8", "replace"), url=url, original_date=True)
    return (DateHint(guess, "text"),) if guess else ()


def _put_together(tree: HtmlElement, shown: str) -> HtmlElement | None:
    """What a script holds as the article, if the page itself shows no text."""
    held = scripted.body(tree, shown)
    inner = _tree(held) if held else None
    if inner is None or too_large(inner, MAX_ELEMENTS, MAX_CHARS):
        return None
    for block in inner.iter("p", "div", "h2", "h3", "h4", "blockquote", "figure"):
        mark = (block.tail or "").strip()
        if " " not in mark and len(mark) <= _LONGEST_MARK:
            block.tail = "\n"
    return inner


def _text(tree: HtmlElement, body: str | None) -> str:
    """The text of the article's paragraphs, one a line."""
    from trafilatura import bare_extraction

    _prune(tree)
    page = bare_extraction(tree, include_comments=False, include_tables=False)
    text = "" if page is None or isinstance(page, dict) else page.text or ""
    if body and len(body.split()) > max(50, len(text.split()) * _LONGER):
        return _ANY_TAG.sub("", _TAGS.sub("\n", body)).strip()
    return text


def _prune(tree: HtmlElement) -> None:
    """Take out what is surely not the article; the tree is the caller's own."""
    for path in _PRUNED:
        for element in tree.xpath(path, namespaces=_REGEXP, parts=_PARTS):
            if element.getparent() is not None:
                element.drop_tree()


def _reject(blank: RawArticle, reason: Reason, detail: str, raw: bytes) -> Rejected:
    record = f"{blank.url or ''} {raw[:RECORD_KEPT].decode('utf8', 'replace')}".strip()
    return Rejected(STAGE, reason, blank.file, blank.line, None, detail, record[:RECORD_KEPT])

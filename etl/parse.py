"""Raw articles → checked articles: URL, outlet, date, language, text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from babel.core import get_global

from etl import dates
from etl.bylines import Agencies
from etl.config import InputSettings, SourceEntry
from etl.factcheck_records import FactCheck, RawFactCheck
from etl.language import detect
from etl.noise import mend
from etl.records import (
    Article,
    DateBasis,
    DateHint,
    Origin,
    RawArticle,
    Rejected,
    content_id,
)
from etl.urls import canonical_url, domain_of, is_proxy, registrable_domain, url_key

STAGE = "parse"
UNKNOWN_SOURCE = "unknown"
LANGUAGES = ("de", "en", "fr", "es", "it", "pl", "ru", "uk", "tr", "ar")

_FAR = datetime(9000, 1, 1, tzinfo=UTC)  # the fetch time where nothing tells it: no date is late
_ORIGINS: dict[DateBasis, Origin] = {
    "feed": "feed",
    "metadata": "page",
    "text": "page",
    "url": "page",
    "file": "file",
}
_SPACE = re.compile(r"[^\S\n]+")
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True)
class Outlets:
    """Outlets by domain, name and alias, all lower case; and the agencies among them."""

    by_name: dict[str, str]
    agencies: Agencies

    @classmethod
    def of(cls, entries: list[SourceEntry]) -> Outlets:
        """Index the outlets of config/sources.toml."""
        return cls(
            {
                name.lower(): entry.id
                for entry in entries
                for name in (entry.id, entry.name, *entry.aliases, *entry.domains)
            },
            Agencies.of(entries),
        )


def parse(raw: RawArticle, settings: InputSettings, outlets: Outlets) -> Article | Rejected:
    """Check one raw article. A rejection names the field; nothing else is ever dropped."""
    title = _clean(raw.title or "", one_line=True)
    text = _clean(raw.text or "", one_line=False)
    if not title and not text:
        return _reject(raw, "no_text", "text", "neither title nor text")
    if len(text) > settings.max_text_chars:
        detail = f"{len(text):,} characters, more than the limit of {settings.max_text_chars:,}"
        return _reject(raw, "text_too_long", "text", detail)
    title = (title or text.partition("\n")[0])[: settings.max_title_chars]
    url = canonical_url(raw.url) if raw.url else None
    if raw.url and url is None:
        return _reject(raw, "bad_url", "url", f"not an http or https address: {raw.url[:200]}")
    if url and is_proxy(url) and raw.origin == "feed":
        detail = "an address that hides the article's own"
        return _reject(raw, "proxy_page", "url", detail)
    zone = settings.naive_timezone
    language = _language(raw, f"{title}\n{text}")
    given_fetch, _ = dates.read(raw.fetched_at, zone)
    fetched = given_fetch or dates.read(raw.file_time, "UTC")[0]
    # The article is good without its date; a date's text is never worth losing it.
    dated = dates.best(_hints(raw, url), zone, fetched or _FAR, language)
    fetched_at = fetched or dated.when or dates.EARLIEST
    source_id = _source(raw, url, outlets)
    credited = outlets.agencies.credited(text)
    return Article(
        article_id=content_id(url_key(url) if url else f"{source_id}\x1f{raw.id or title}"),
        source_id=source_id,
        url=url,
        title=title,
        text=text,
        language=language,
        published_at=dated.when,
        published_precision=dated.precision,
        published_from=_ORIGINS[dated.basis] if dated.basis else raw.origin,
        date_flag=dates.flag(dated.when, fetched_at),
        fetched_at=fetched_at,
        version_at=given_fetch or dated.when,
        credited_agency=credited[0].name if credited else None,
        content_hash=content_id(title, text),
        published_basis=dated.basis,
        updated_at=_updated(raw, dated.when, fetched_at, zone, language),
        is_stub=raw.is_stub,
    )


def parse_fact_check(raw: RawFactCheck, settings: InputSettings) -> FactCheck | Rejected:
    """Check one ClaimReview: it must name a claim, and a web address where it gives one."""
    claim = _clean(raw.claim_text or "", one_line=True)[: settings.max_title_chars]
    record = f"{raw.url or ''} {raw.publisher or ''} {claim}".strip()
    if not claim:
        detail = "a ClaimReview without claimReviewed"
        return Rejected(STAGE, "no_claim", raw.file, raw.line, "claimReviewed", detail, record)
    url = canonical_url(raw.url) if raw.url else None
    if raw.url and url is None:
        detail = f"not an http or https address: {raw.url[:200]}"
        return Rejected(STAGE, "bad_url", raw.file, raw.line, "url", detail, record)
    short = {
        name: _clean(getattr(raw, name) or "", one_line=True)[: settings.max_title_chars] or None
        for name in ("publisher", "rating", "title", "claimant")
    }
    zone = settings.naive_timezone
    return FactCheck(
        fact_check_id=content_id(url_key(url) if url else short["publisher"] or "", claim),
        url=url,
        claim_text=claim,
        language=_short_code(raw.language) or detect(claim),
        published_at=dates.read(raw.published_at, zone)[0],
        claimed_at=dates.read(raw.claimed_at, zone)[0],
        **short,
    )


def _hints(raw: RawArticle, url: str | None) -> Iterator[DateHint]:
    """Where the publication date may stand, most trusted first."""
    if raw.published_at:
        yield DateHint(raw.published_at, "feed" if raw.origin == "feed" else "file")
    yield from raw.dates
    if found := dates.from_url(url):
        yield DateHint(found, "url")


def _updated(
    raw: RawArticle, published_at: datetime | None, fetched_at: datetime, zone: str, language: str
) -> datetime | None:
    """When the article was last changed by its outlet, if that is later than its publication."""
    updated, _ = dates.read(raw.updated_at, zone, fetched_at, language)
    if updated is None or published_at is None or updated <= published_at:
        return None
    return updated if dates.flag(updated, fetched_at) == "ok" else None


def _source(raw: RawArticle, url: str | None, outlets: Outlets) -> str:
    """The outlet: by its name or domain as given, else by the URL's host."""
    given = (raw.source or "").strip().lower()
    if given in outlets.by_name:
        return outlets.by_name[given]
    if given:
        if "//" in given:
            named = domain_of(given) or given[:100]
            return outlets.by_name.get(named, named)
        return registrable_domain(given) if "." in given and " " not in given else given[:100]
    host = (urlsplit(url).hostname if url else None) or UNKNOWN_SOURCE
    domain = registrable_domain(host)
    return outlets.by_name.get(domain, domain)


def _language(raw: RawArticle, text: str) -> str:
    """The language as the file's owner says, else detected; what a page claims is only a hint.

    Addresses and pages are wrong about it too often: /ukr/ serves Russian.
    """
    return _short_code(raw.language) or detect(text, _short_code(raw.language_hint))


def _short_code(given: str | None) -> str | None:
    """`de` for de-AT, DEU or ger; None for what is no language code."""
    match = re.match(r"([A-Za-z]{2,3})(?:[-_].*)?$", (given or "").strip())
    if match is None:
        return None
    code = match[1].lower()
    return code if len(code) == 2 else get_global("language_aliases").get(code)


def _clean(text: str, *, one_line: bool) -> str:
    """Without control and direction marks, spaces folded, empty lines gone."""
    text = _SPACE.sub(" ", _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    if one_line:
        return " ".join(text.split())
    return "\n".join(mend([part.strip() for part in text.split("\n")]))


def _reject(raw: RawArticle, reason: str, field: str, detail: str) -> Rejected:
    record = f"{raw.url or raw.id or ''} {raw.title or ''} {(raw.text or '')[:500]}".strip()
    return Rejected(STAGE, reason, raw.file, raw.line, field, detail, record)

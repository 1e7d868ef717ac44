"""Raw articles → checked articles: URL, outlet, date, language, text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from courlan import clean_url
from tldextract import TLDExtract

from etl.bylines import Agencies
from etl.config import InputSettings, SourceEntry
from etl.records import Article, DateFlag, Precision, RawArticle, Rejected, content_id

STAGE = "parse"
UNKNOWN_SOURCE = "unknown"
EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
FUTURE_ALLOWED = timedelta(days=1)
LANGUAGES = ("de", "en", "fr", "es", "it", "pl", "ru", "uk", "tr", "ar")

# The suffix list that the package ships; nothing is downloaded.
_suffixes = TLDExtract(suffix_list_urls=(), cache_dir=None)

_SPACE = re.compile(r"[^\S\n]+")
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_GERMAN_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[,\s]+(?:um\s+)?(\d{1,2})[:.](\d{2}))?")


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
    given_fetch, _ = read_date(raw.fetched_at, settings.naive_timezone)
    published_at, precision = read_date(raw.published_at, settings.naive_timezone)
    if raw.published_at and published_at is None:
        # The article is good without its date; the date's text is not worth losing it.
        precision = "unknown"
    fetched_at = given_fetch or read_date(raw.file_time, "UTC")[0] or published_at or EARLIEST
    source_id = _source(raw, url, outlets)
    credited = outlets.agencies.credited(text)
    return Article(
        article_id=content_id(url or f"{source_id}\x1f{raw.id or title}"),
        source_id=source_id,
        url=url,
        title=title,
        text=text,
        language=_language(raw.language, f"{title}\n{text}"),
        published_at=published_at,
        published_precision=precision,
        published_from=raw.origin,
        date_flag=date_flag(published_at, fetched_at),
        fetched_at=fetched_at,
        version_at=given_fetch or published_at,
        credited_agency=credited[0].name if credited else None,
        content_hash=content_id(title, text),
    )


@lru_cache(maxsize=4096)
def canonical_url(url: str) -> str | None:
    """The URL without fragment, tracking parameters and default port; None if it is no http(s)."""
    url = url.strip().partition("#")[0]
    try:
        if urlsplit(url).scheme.lower() not in ("http", "https") or not urlsplit(url).hostname:
            return None
        # Cleaning once can leave something to clean; twice is stable (see the tests).
        cleaned: str = clean_url(url) or url
        return clean_url(cleaned) or cleaned
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def registrable_domain(host: str) -> str:
    """`spiegel.de` for `www.spiegel.de`; the last two labels where no suffix list knows better."""
    host = host.lower().strip(".")
    found = _suffixes(host)
    return found.top_domain_under_public_suffix or ".".join(host.split(".")[-2:])


def read_date(text: str | None, naive_timezone: str) -> tuple[datetime | None, Precision]:
    """A date in ISO, RFC 822 or German form as UTC, with its precision; noon for a bare day."""
    if not text:
        return None, "unknown"
    text = text.strip()
    zone = ZoneInfo(naive_timezone)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        found, precision = _iso(text), "day"
    elif match := _GERMAN_DATE.fullmatch(text):
        found, precision = _german(match), "second" if match[4] else "day"
    else:
        found, precision = _iso(text) or _rfc822(text), "second"
    if found is None:
        return None, "unknown"
    if precision == "day":
        found = datetime.combine(found.date(), time(12))
    try:
        aware = found if found.tzinfo else found.replace(tzinfo=zone)
        return aware.astimezone(UTC), precision  # type: ignore[return-value]  # literals widen
    except OverflowError:
        return None, "unknown"


def date_flag(published_at: datetime | None, fetched_at: datetime) -> DateFlag:
    """Whether a publication date can be drawn on a time axis."""
    if published_at is None:
        return "undated"
    if published_at > fetched_at + FUTURE_ALLOWED:
        return "future"
    return "too_old" if published_at < EARLIEST else "ok"


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _rfc822(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None


def _german(match: re.Match[str]) -> datetime | None:
    try:
        year, month, day = int(match[3]), int(match[2]), int(match[1])
        hour, minute = int(match[4] or 12), int(match[5] or 0)
        return datetime(year, month, day, hour, minute)  # noqa: DTZ001  # the zone comes later
    except ValueError:
        return None


def _source(raw: RawArticle, url: str | None, outlets: Outlets) -> str:
    """The outlet: by its name or domain as given, else by the URL's host."""
    given = (raw.source or "").strip().lower()
    if given in outlets.by_name:
        return outlets.by_name[given]
    if given:
        host = urlsplit(given).hostname or given if "//" in given else given
        return registrable_domain(host) if "." in host and " " not in host else host[:100]
    host = (urlsplit(url).hostname if url else None) or UNKNOWN_SOURCE
    domain = registrable_domain(host)
    return outlets.by_name.get(domain, domain)


def _language(given: str | None, text: str) -> str:
    """The language as given, else detected among the ten that Claimwatch knows."""
    if given and re.fullmatch(r"[A-Za-z]{2}([-_].*)?", given.strip()):
        return given.strip()[:2].lower()
    detected: str = _identifier().classify(text[:2000])[0]
    return detected


@lru_cache(maxsize=1)
def _identifier() -> Any:  # py3langid ships no types
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(LANGUAGES))
    return identifier


def _clean(text: str, *, one_line: bool) -> str:
    """Without control and direction marks, spaces folded, empty lines gone."""
    text = _SPACE.sub(" ", _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    if one_line:
        return " ".join(text.split())
    return "\n".join(line for part in text.split("\n") if (line := part.strip()))


def _reject(raw: RawArticle, reason: str, field: str, detail: str) -> Rejected:
    record = f"{raw.url or raw.id or ''} {raw.title or ''} {(raw.text or '')[:500]}".strip()
    return Rejected(STAGE, reason, raw.file, raw.line, field, detail, record)

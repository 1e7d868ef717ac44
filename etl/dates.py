"""Dates as files, feeds, pages and addresses write them, and which of them to believe."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from etl import datewords
from etl.datewords import FUTURE_ALLOWED, NOTHING, Found
from etl.records import DateBasis, DateFlag, DateHint, Precision

EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
LONGEST = 120  # characters; a longer text is no date

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_GERMAN = re.compile(
    r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})(?:[,\s–-]+(?:um\s+)?(\d{1,2})[:.](\d{2})(?::\d{2})?)?"
)
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?Z?)?")
_UNIX = re.compile(r"\d{10}(\d{3})?(\.\d+)?")
_RFC822 = re.compile(r"(?:\w{3},?\s+)?\d{1,2}\s+\w{3}\s+\d{2,4}\s+\d{1,2}:\d{2}", re.ASCII)
_ZONES_OF_EMAIL = re.compile(r"(?:[+-]\d{4}|\b(?:UTC?|GMT|Z|[ECMP][SD]T))(?:\s*\(.*\))?$")
_EN_DASHED = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_EAST_ASIAN = re.compile(
    r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]"
    r"(?:[\s(]*[月火水木金土日曜월화수목금토일요]{0,3}\)?\s*(\d{1,2})\s?[:時时시]\s?(\d{2})\s?[分분]?)?"
)
_ZONE_NAMED = re.compile(r"\s*[(\[]?([A-Z][A-Za-z]+(?:/[A-Z][A-Za-z_]+){1,2})[)\]]?$")
# North American papers leave out whether it is summer.
_ZONE_OF_AMERICA = re.compile(r"(?<=[\d.mM])\s*\b([ECMP]T)\b")
_AMERICAN = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
}

_URL_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d\d)([/_-])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?!\d)"
)
_URL_TURNED = re.compile(
    r"(?<!\d)(0?[1-9]|[12]\d|3[01])([/_.-])(0?[1-9]|1[0-2])\2((?:19|20)\d\d)(?!\d)"
)
_URL_MIXED = re.compile(r"(?<!\d)((?:19|20)\d\d)[/-](0[1-9]|1[0-2])/?(0[1-9]|[12]\d|3[01])(?!\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_URL_NAMED = re.compile(rf"/((?:19|20)\d\d)/({'|'.join(_MONTHS)})/(0?[1-9]|[12]\d|3[01])(?!\d)")
_URL_YMD = re.compile(r"(?<!\d)(20[0-4]\d|199\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_URL_DMY = re.compile(r"(?<!\d)(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])(20[0-4]\d|199\d)(?!\d)")
_URL_UNIX = re.compile(r"(?<!\d)(\d{10})(\d{3})?(?!\d)")


@dataclass(frozen=True, slots=True)
class Dated:
    """A publication date and where it was found."""

    when: datetime | None
    precision: Precision
    basis: DateBasis | None


def best(hints: Iterable[DateHint], zone: str, fetched_at: datetime, language: str) -> Dated:
    """The most trusted usable date, with the time of day of another hint for the same day.

    Hints come in order of trust. A date that is only wrong (in the future, before 1995) is kept
    where nothing better is found: `flag` tells it apart.
    """
    found = []
    for hint in hints:
        when, precision = read(hint.text, zone, fetched_at, language)
        if when is not None:
            found.append(Dated(when, precision, hint.basis))
    if not found:
        return Dated(None, "unknown", None)
    usable = [dated for dated in found if dated.when and flag(dated.when, fetched_at) == "ok"]
    first = next(iter(usable or found))
    if first.precision == "day":
        for other in usable:
            if other.precision == "second" and _day(other, zone) == _day(first, zone):
                return other
    return first


def read(
    text: str | None, zone: str, fetched_at: datetime | None = None, language: str = ""
) -> Found:
    """A date as UTC with its precision: ISO, RFC 822, Unix time, numbers, or words.

    A bare day becomes noon in `zone`. Relative dates ("vor 6 Stunden", a weekday) are counted back
    from `fetched_at`, and read only where it is given.
    """
    text = (text or "").strip()
    if not text or len(text) > LONGEST:
        return NOTHING
    text, zone = _zoned(text, zone)
    found, precision = _plain(text)
    if found is None:
        found, precision = datewords.read(text, zone, fetched_at, language)
    if found is None:
        return NOTHING
    if precision == "day":
        found = datetime.combine(found.date(), time(12))
    try:
        aware = found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))
        return aware.astimezone(UTC), precision
    except (OverflowError, ValueError):
        return NOTHING


def _zoned(text: str, zone: str) -> tuple[str, str]:
    """The date without the zone that it names as a place, and that zone; else both as given."""
    if (match := _ZONE_OF_AMERICA.search(text)) is not None:
        name = _AMERICAN[match[1]]
    elif (match := _ZONE_NAMED.search(text)) is not None:
        name = match[1]
    else:
        return text, zone
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return text, zone
    return f"{text[: match.start()]}{text[match.end() :]}", name


def from_url(url: str | None) -> str | None:
    """The day, or the second, that an address holds, as ISO text."""
    if not url:
        return None
    parts = urlsplit(url)
    place = f"{parts.path}?{parts.query}"
    if match := _URL_NAMED.search(parts.path.lower()):
        place = f"/{match[1]}/{_MONTHS.index(match[2]) + 1}/{match[3]}/"
    for pattern, order in ((_URL_DAY, (1, 3, 4)), (_URL_TURNED, (4, 3, 1)), (_URL_MIXED, (1, 2, 3)),
                           (_URL_YMD, (1, 2, 3)), (_URL_DMY, (3, 2, 1))):  # fmt: skip
        for match in pattern.finditer(place):
            year, month, day = (int(match[group]) for group in order)
            if made := _datetime(year, month, day):
                return made.date().isoformat()
    for match in _URL_UNIX.finditer(place):
        when = datetime.fromtimestamp(int(match[1]), UTC)
        # Ten digits are an article's number more often than a time; only years of the web count.
        if datetime(2005, 1, 1, tzinfo=UTC) <= when < datetime(2035, 1, 1, tzinfo=UTC):
            return when.isoformat()
    return None


def flag(published_at: datetime | None, fetched_at: datetime) -> DateFlag:
    """Whether a publication date can be drawn on a time axis."""
    if published_at is None:
        return "undated"
    if published_at > fetched_at + FUTURE_ALLOWED:
        return "future"
    return "too_old" if published_at < EARLIEST else "ok"


def _plain(text: str) -> Found:
    """Forms that need no language and no present time."""
    if _DAY.fullmatch(text):
        return _checked(_iso(text), "day")
    if match := _GERMAN.fullmatch(text):
        year = int(match[3]) + (2000 if len(match[3]) == 2 else 0)
        made = _datetime(year, int(match[2]), int(match[1]), match[4], match[5])
        return _checked(made, "second" if match[4] else "day")
    if match := _COMPACT.fullmatch(text):
        made = _datetime(int(match[1]), int(match[2]), int(match[3]), *match.groups()[3:])
        if made and match[4]:
            return made.replace(tzinfo=UTC), "second"
        return _checked(made, "day")
    if _UNIX.fullmatch(text):
        seconds = float(text) / (1000 if len(text.split(".")[0]) == 13 else 1)
        return datetime.fromtimestamp(seconds, UTC), "second"
    if match := _EN_DASHED.fullmatch(text):
        return _checked(_datetime(int(match[1]), int(match[2]), int(match[3])), "day")
    if match := _EAST_ASIAN.fullmatch(text):
        made = _datetime(int(match[1]), int(match[2]), int(match[3]), match[4], match[5])
        return _checked(made, "second" if match[4] else "day")
    return _checked(_iso(text) or _rfc822(text), "second")


def _checked(found: datetime | None, precision: Precision) -> Found:
    return (found, precision) if found else NOTHING


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _rfc822(text: str) -> datetime | None:
    # Other zone names than e-mail's own would be read as UTC without a word.
    if not _RFC822.match(text) or not (_ZONES_OF_EMAIL.search(text) or text[-1].isdigit()):
        return None
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None


def _datetime(year: int, month: int, day: int, *clock: str | None) -> datetime | None:
    hour, minute, second = (int(part or 0) for part in (*clock, None, None, None)[:3])
    try:
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001  # the zone comes later
    except ValueError:
        return None


def _day(dated: Dated, zone: str) -> object:
    return dated.when.astimezone(ZoneInfo(zone)).date() if dated.when else None

"""Dates in words: month and day names of ten languages, zones by name, "6 hours ago"."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from etl.records import Precision

LANGUAGES = ("de", "en", "fr", "es", "it", "pl", "ru", "uk", "tr", "ar")
FUTURE_ALLOWED = timedelta(days=1)

Found = tuple[datetime | None, Precision]
NOTHING: Found = (None, "unknown")

_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
# What stands before or in a date line and is no part of the date.
_LABEL = re.compile(
    r"^\W*(stand|aktualisiert|veröffentlicht|erstellt|zuletzt|geändert|publiziert|datum"
    r"|published|updated|last|modified|posted|first|created|date"
    r"|publié|mis à jour|mise à jour|modifié|créé|publicado|actualizado|fecha|pubblicato|aggiornato"
    r"|opublikowano|zaktualizowano|aktualizacja|publikacja|data(?: publikacji)?"
    r"|опубликовано|обновлено|дата|опубліковано|оновлено|son|güncelleme|güncellendi|yayınlanma"
    r"|tarihi?|نشر(ت)?( في)?|آخر تحديث|تاريخ( النشر)?)\b[\s:]*"
    r"((am|on|at|le|el|il|dnia|w|um|den|vom)\b\s*)?",
    re.IGNORECASE,
)
_REWRITES = (
    (
        re.compile(
            r"\b(\d{1,2})[.h](\d{2})\s*(uhr|h)?\b(?!\.?\d)(?=\s*(uhr|$|me?s?z|ces?t))", re.I
        ),
        r"\1:\2",
    ),
    (re.compile(r"\b(\d{1,2})\s*uhr\b(?!\s*\d)", re.I), r"\1:00"),
    (re.compile(r"\buhr\b|(?<=\d)\s*(г|р)\.(?=\s|,|$)|\b(года|году|року|roku|r)\b\.?", re.I), " "),
    (re.compile(r"\bмск\b|по москве|по московскому времени", re.I), "MSK"),
    (re.compile(r"за києвом|по киеву|за київським часом", re.I), ""),
    (re.compile(r"\bMEZ\b"), "CET"),
    (re.compile(r"\bMESZ\b"), "CEST"),
    (re.compile(r"\bOEZ\b"), "EET"),
    # "less than a minute ago" in the eight languages: the words before the number go.
    (
        re.compile(
            r"\b(weniger als|less than|moins d[e'’]|menos de|meno di|mniej niż|менее|менше)\s*"
            r"(?=\d|an?\b|une?\b)",
            re.I,
        ),
        "",
    ),
    (re.compile(r"\bvor\s+(\d+)\s+min\b\.?", re.I), r"vor \1 Minuten"),
    (re.compile(r"\bvor\s+(\d+)\s+std\b\.?", re.I), r"vor \1 Stunden"),
    # The two names of a month side by side, and "an hour ago" without its number.
    (
        re.compile(
            "(كانون الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين الأول|تشرين الثاني"
            "|كانون الأول)/"
        ),
        "",
    ),
    (re.compile(r"\b(منذ|قبل) (ساعة|دقيقة|يوم)\b"), r"\1 1 \2"),
    (re.compile(r"[|•·]"), " "),
)
_WORDS = re.compile(r"[\w'ʼ’]+")
_CLOCK = re.compile(r"\d{1,2}(?:[:.h]\d{2}|\s*(?:h|am|pm|a\.m|p\.m)\b)", re.IGNORECASE)
_WITH_DATE = re.compile(r"\d{1,2}\W+[^\W\d]{3,}|[^\W\d]{3,}\W+\d{1,2}\W+\d{4}|\d[./]\d{1,2}[./]")
_WITH_YEAR = re.compile(r"\d{4}|\d[./]\d{1,2}[./]\d")
_MADE_OF = re.compile(
    r"\d|gestern|heute|yesterday|today|hier|aujourd|ayer|hoy|ieri|oggi|wczoraj|dzisiaj|dziś|вчера"
    r"|сегодня|вчора|сьогодні|ago\b|temu|назад|тому|il y a|hace|\bfa\b|\bvor\b"
    r"|\bdün\b|bugün|önce\b|أمس|اليوم|منذ|قبل",
    re.IGNORECASE,
)


def read(text: str, zone: str, fetched_at: datetime | None, language: str) -> Found:
    """Month and day names, zones by name, and times counted back from the fetch."""
    line = _LABEL.sub("", _LABEL.sub("", text))
    for pattern, put in _REWRITES:
        line = pattern.sub(put, line)
    line = " ".join(line.split()).strip(" ,;:-–")
    if match := _SLASHED.fullmatch(line):
        return _slashed(match, fetched_at, language)
    first = (language,) if language in LANGUAGES else ()
    for name in (*first, *(other for other in LANGUAGES if other not in first)):
        if found := _by_language(line, name, zone, fetched_at):
            return found
    return NOTHING


def _slashed(match: re.Match[str], fetched_at: datetime | None, language: str) -> Found:
    """03/12/2026: day first, but in English the reading that lies closer before the fetch."""
    first, second, year = (int(part) for part in match.groups())
    day_first, month_first = _day(year, second, first), _day(year, first, second)
    if language != "en":
        found = day_first or month_first
        return (found, "day") if found else NOTHING
    readings = [made for made in (month_first, day_first) if made]
    if fetched_at:
        limit = (fetched_at + FUTURE_ALLOWED).replace(tzinfo=None)
        readings = [made for made in readings if made <= limit] or readings
        return (max(readings), "day") if readings else NOTHING
    return (readings[0], "day") if readings else NOTHING


def _by_language(line: str, language: str, zone: str, fetched_at: datetime | None) -> Found | None:
    now = (fetched_at or datetime(1970, 1, 1, tzinfo=UTC)).astimezone(ZoneInfo(zone))
    base = now.replace(tzinfo=None)
    days = _weekdays(language)
    named = next((word for word in _WORDS.findall(line.lower())[:3] if word in days), None)
    if named and not _WITH_DATE.search(line):
        day = (base - timedelta(days=(base.weekday() - days[named]) % 7)).date()
        rest = line[line.lower().index(named) + len(named) :].strip(" ,.")
        if rest and not _CLOCK.search(rest):
            return None
        line = f"{day.isoformat()} {rest}"
    elif named is None and not _MADE_OF.search(line):
        return None
    result = _reader(language, zone, base).get_date_data(line)
    if result.date_obj is None or result.period not in ("time", "day"):
        return None
    when: datetime = result.date_obj
    if fetched_at is None and (named or not _WITH_YEAR.search(line)):
        return None
    if named and when.replace(tzinfo=None) > base + timedelta(hours=12):
        when -= timedelta(days=7)
    return when, "second" if result.period == "time" else "day"


@lru_cache(maxsize=64)
def _reader(language: str, zone: str, base: datetime) -> Any:
    """A reader for one language and one present time."""
    from dateparser.date import DateDataParser  # takes long to import, and most dates are plain

    settings = {
        "RELATIVE_BASE": base,
        "PREFER_DATES_FROM": "past",
        "RETURN_TIME_AS_PERIOD": True,
        "TIMEZONE": zone,
        "PARSERS": ["relative-time", "absolute-time"],
        "REQUIRE_PARTS": ["day"],
    }
    return DateDataParser(languages=[language], settings=settings)


@lru_cache(maxsize=16)
def _weekdays(language: str) -> dict[str, int]:
    """Names of the days of the week in any case form → 0 for Monday to 6 for Sunday."""
    from babel.dates import get_day_names

    names = {
        name.lower(): number
        for context in ("format", "stand-alone")
        for number, name in get_day_names("wide", context, language).items()
    }
    return names | _INFLECTED.get(language, {})


# Weekdays as they stand behind "on", and other apostrophes: babel lists only the nominative.
_INFLECTED = {
    "pl": {"środę": 2, "sobotę": 5, "niedzielę": 6},
    "ru": {"среду": 2, "пятницу": 4, "субботу": 5},
    "uk": {
        "середу": 2, "суботу": 5, "неділю": 6,
        "п'ятниця": 4, "п’ятниця": 4, "п'ятницю": 4, "п’ятницю": 4, "пʼятницю": 4,
    },
}  # fmt: skip


def _day(year: int, month: int, day: int) -> datetime | None:
    try:
        return datetime(year, month, day)  # noqa: DTZ001  # the zone comes later
    except ValueError:
        return None

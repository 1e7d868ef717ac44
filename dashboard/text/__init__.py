"""The words on screen and how numbers, dates and names are written for a reader."""

import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale, dates, numbers, units
from babel.core import UnknownLocaleError

LANGUAGES = {"en": "English", "de": "Deutsch"}
WORDS: dict[str, dict[str, str]] = {
    code: tomllib.loads(Path(__file__).with_name(f"{code}.toml").read_text(encoding="utf-8"))
    for code in LANGUAGES
}
# British dates in English: the day before the month, as in the newsrooms that we write for.
LOCALES = {"en": Locale.parse("en_GB"), "de": Locale.parse("de_DE")}
# How dates are written, on every axis and in every table and sentence: the month by its name, in
# short. Only the picker of dates takes digits, in an order that it has to be told.
DATES = {"day": "yMMMd", "short_day": "MMMd", "month": "yMMM"}
TYPED = {"en": "DD/MM/YYYY", "de": "DD.MM.YYYY"}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: interface language and time zone."""

    lang: str = "en"
    zone: str = "UTC"

    @property
    def locale(self) -> Locale:
        """The reader's locale."""
        return LOCALES[self.lang]

    def say(self, key: str, **values: object) -> str:
        """The words for a key, with its values filled in."""
        return WORDS[self.lang][key].format(**values)

    def count(self, key: str, n: int) -> str:
        """A number with its noun: '1 claim', '41 claims'."""
        form = "one" if n == 1 else "other"
        return self.say(f"n.{key}.{form}", n=self.number(n))

    def cut(self, words: str, shown: int, of: int) -> str:
        """Words about a list, and how much of it is shown where that is not all."""
        if shown >= of:
            return words
        part = self.say("rank.shown", shown=self.number(shown), all=self.number(of))
        return f"{words} {part}"

    def number(self, n: float | None) -> str:
        """A number with the reader's separators; a dash where there is none."""
        return "–" if n is None else _decimal(n, self.lang)

    def share(self, part: float | None) -> str:
        """A share as a whole percentage."""
        if part is None:
            return "–"
        return numbers.format_percent(round(part, 2), locale=self.locale)

    def day(self, at: date | datetime | None) -> str:
        """A calendar day: 3 Mar 2026."""
        return "–" if at is None else self._date("day", at)

    def short_day(self, at: date | datetime) -> str:
        """A day without its year: 3 Mar."""
        return self._date("short_day", at)

    def month(self, at: date | datetime) -> str:
        """A month with its year: Mar 2026."""
        return self._date("month", at)

    def clock(self, at: datetime) -> str:
        """A time of day: 18:00."""
        return _time(at.time(), self.lang)

    def moment(self, at: datetime | None, precision: str = "second") -> str:
        """A time on the reader's clock; only its day where no time of day is known."""
        if at is None or precision == "unknown":
            return self.say("undated") if precision == "unknown" else "–"
        if precision == "day":
            return self.day(at.astimezone(UTC))
        local = at.astimezone(ZoneInfo(self.zone))
        return f"{self.day(local)}, {self.clock(local)}"

    def step(self, at: datetime, step: str) -> str:
        """A step of a chart in words: 12 Mar 2026, 18:00; week of 9 Mar 2026; Mar 2026."""
        if step == "hour":
            return f"{self.day(at)}, {self.clock(at)}"
        if step == "month":
            return self.month(at)
        return self.say("week_of", day=self.day(at)) if step == "week" else self.day(at)

    def period(self, since: date | None, until: date | None) -> str:
        """A period of days: 2 Mar – 5 Apr 2026."""
        if since is None or until is None:
            return self.say("no_period")
        if since == until:
            return self.day(since)
        words = str(dates.format_interval(since, until, DATES["day"], locale=self.locale))
        # A line must not begin with the dash.
        return re.sub(r"\s–", "\u00a0–", words)

    def duration(self, seconds: float | None) -> str:
        """A run's length: 42 secs, 1 min 35 secs, 2 hrs 5 mins."""
        if seconds is None:
            return "–"
        if seconds >= 3600:
            return self.lag(timedelta(seconds=seconds))
        if seconds >= 60:
            minutes, rest = divmod(round(seconds), 60)
            return f"{self._unit(minutes, 'minute')} {self._unit(rest, 'second')}"
        return self._unit(seconds, "second", "#,##0.#" if seconds < 10 else "#,##0")

    def lag(self, delta: timedelta, whole_days: bool = False) -> str:
        """A distance in time in its two largest units: 2 days 3 hrs."""
        minutes = int(abs(delta).total_seconds() // 60)
        days, hours = minutes // (24 * 60), minutes // 60 % 24
        if whole_days:
            return self._unit(days, "day") if days else self.say("same_day")
        if days:
            return self._unit(days, "day") + (f" {self._unit(hours, 'hour')}" if hours else "")
        if hours:
            rest = minutes % 60
            return self._unit(hours, "hour") + (f" {self._unit(rest, 'minute')}" if rest else "")
        return self._unit(minutes, "minute")

    def language(self, code: str) -> str:
        """A language's name: German, Deutsch."""
        try:
            return Locale.parse(code).get_display_name(self.locale) or code
        except (UnknownLocaleError, ValueError):
            return plain(code, 20)

    def word(self, kind: str, value: str | None) -> str:
        """The word for a fixed value such as a status; the value itself if it has none."""
        return WORDS[self.lang].get(f"{kind}.{value}", plain(value or "–", 60))

    def _date(self, name: str, at: date | datetime) -> str:
        return _day(name, at.date() if isinstance(at, datetime) else at, self.lang)

    def _unit(self, n: float, unit: str, style: str = "#,##0") -> str:
        length: Literal["short", "long"] = "long" if unit == "day" else "short"
        return units.format_unit(n, f"duration-{unit}", length, style, locale=self.locale)


# A page of a large claim writes thousands of numbers and dates, most of them again and again.
@lru_cache(maxsize=4096)
def _decimal(n: float, lang: str) -> str:
    return numbers.format_decimal(n, locale=LOCALES[lang])


@lru_cache(maxsize=4096)
def _day(name: str, at: date, lang: str) -> str:
    return str(dates.format_skeleton(DATES[name], at, locale=LOCALES[lang]))


@lru_cache(maxsize=4096)
def _time(at: time, lang: str) -> str:
    return str(dates.format_time(at, "short", locale=LOCALES[lang]))


def language_of(asked: str | None, browser: str | None) -> str:
    """The interface language: the one in the URL, else the browser's, else English."""
    if asked in WORDS:
        return asked
    spoken = (browser or "").split("-")[0].lower()
    return spoken if spoken in WORDS else "en"


def zone_of(asked: str | None, browser: str | None) -> str:
    """The time zone: the one in the URL, else the browser's, else UTC."""
    for name in (asked, browser):
        try:
            if name:
                return ZoneInfo(name).key
        except (KeyError, ValueError, OSError):
            continue
    return "UTC"


# Control characters and the marks that turn the direction of writing: no outlet needs them, and
# they can reorder the words around them on the page.
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")


def plain(words: str | None, limit: int = 300) -> str:
    """Text from the web on one line, without invisible characters, bounded in length."""
    line = " ".join(UNSEEN.sub(" ", words or "").split())
    return line if len(line) <= limit else f"{line[: limit - 1].rstrip()}…"


def markdown_safe(words: str | None, limit: int = 300) -> str:
    """Text from the web for a widget that reads Markdown: every special character escaped."""
    return re.sub(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^=/@\"'])", r"\\\1", plain(words, limit))

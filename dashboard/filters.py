"""Filters as URL parameters and in words; the widgets that set them are in controls.py."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time

from dashboard.queries.selection import Selection
from dashboard.text import Reader, plain
from dashboard.theme import STANDINGS, STATUSES

LISTS = {
    "lang_in": "languages",
    "source": "sources",
    "party": "parties",
    "status": "statuses",
    "standing": "standings",
}
NAMES = ("since", "until", "q", "as_of", *LISTS)
MOST = 50

Params = Mapping[str, Sequence[str]]


def read(params: Params) -> Selection:
    """The selection that a URL asks for; what is not understood is left out."""
    since, until = _day(params, "since"), _day(params, "until")
    if since and until and since > until:
        since, until = until, since
    lists = {field: _several(params, name) for name, field in LISTS.items()}
    lists["statuses"] = tuple(s for s in lists["statuses"] if s in STATUSES)
    lists["standings"] = tuple(s for s in lists["standings"] if s in STANDINGS)
    text = _one(params, "q")[:100].strip()
    return Selection(since=since, until=until, text=text, as_of=_moment(params), **lists)


def written(selection: Selection) -> dict[str, str | list[str]]:
    """The selection as URL parameters, the opposite of read; empty for no filter."""
    params: dict[str, str | list[str]] = {}
    if selection.since:
        params["since"] = selection.since.isoformat()
    if selection.until:
        params["until"] = selection.until.isoformat()
    for name, field in LISTS.items():
        if values := getattr(selection, field):
            params[name] = list(values)
    if selection.text:
        params["q"] = selection.text
    if selection.as_of:
        params["as_of"] = stamp(selection.as_of)
    return params


def stamp(moment: datetime) -> str:
    """A moment as it stands in a URL, in UTC; what happened in its minute is included."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='minutes')}Z"


def described(selection: Selection, names: Mapping[str, str], reader: Reader) -> str:
    """The filters besides the period in words, for captions."""
    parts = [
        *(reader.language(code) for code in selection.languages),
        *(plain(names.get(source, source), 40) for source in selection.sources),
        *(plain(names.get(party, party), 40) for party in selection.parties),
        *(reader.word("status", status) for status in selection.statuses),
        *(reader.word("standing", standing) for standing in selection.standings),
    ]
    if selection.text:
        parts.append(reader.say("filter.text.caption", text=plain(selection.text, 60)))
    words = reader.say("filter.none")
    if parts:
        words = reader.say("filter.caption", filters=", ".join(parts))
    if selection.as_of:
        words += " · " + reader.say("filter.as_of.caption", at=reader.moment(selection.as_of))
    return words


def _one(params: Params, name: str) -> str:
    values = params.get(name) or [""]
    return values[-1]


def _several(params: Params, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(v[:200] for v in (params.get(name) or [])[:MOST] if v))


def _day(params: Params, name: str) -> date | None:
    try:
        return date.fromisoformat(_one(params, name))
    except ValueError:
        return None


def _moment(params: Params) -> datetime | None:
    """A moment to the minute; a day alone means its end."""
    asked = _one(params, "as_of")
    try:
        if len(asked) <= 10:
            return datetime.combine(date.fromisoformat(asked), time(23, 59), UTC)
        at = datetime.fromisoformat(asked)
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
        return at.replace(second=0, microsecond=0)
    except (ValueError, OverflowError):
        return None

"""The widgets of the sidebar, kept equal to the URL whichever of the two has changed."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

import polars as pl
import streamlit as st

from dashboard.filters import LISTS, NAMES, read, written
from dashboard.queries.selection import Selection
from dashboard.text import LANGUAGES, TYPED, Reader, plain
from dashboard.theme import STANDINGS, STATUSES

Bounds = tuple[date, date]
# Days before the newest one of the data, it included; 0 is all of the data.
PRESETS = {"1": 1, "7": 7, "30": 30, "all": 0}


def sidebar(bounds: Bounds | None, choices: pl.DataFrame, reader: Reader) -> Selection:
    """Draw the filters and what belongs to the reader; return what is chosen."""
    _take_url(bounds, reader)
    with st.sidebar:
        selection = _filters(bounds, choices, reader)
        st.button(reader.say("filter.reset"), on_click=clear, key="f_reset")
        _reader(reader)
    _give_url(selection)
    return selection


def search(reader: Reader) -> None:
    """The search of the sidebar once more, on the page, where it is the first thing to do."""
    state = st.session_state
    state["f_text_page"] = state["f_text"]
    st.text_input(
        reader.say("filter.text"),
        key="f_text_page",
        max_chars=100,
        type="search",
        placeholder=reader.say("filter.text.long"),
        label_visibility="collapsed",
        on_change=_search,
    )


def clear() -> None:
    """Let go of every filter."""
    state = st.session_state
    for field in LISTS.values():
        state[f"f_{field}"] = []
    state["f_text"], state["f_as_of"] = "", None
    state["f_period"] = state["f_bounds"]


def now() -> None:
    """Show everything as it stands now."""
    st.session_state["f_as_of"] = None


def _filters(bounds: Bounds | None, choices: pl.DataFrame, reader: Reader) -> Selection:
    say = reader.say
    text = st.text_input(
        say("filter.text"), key="f_text", max_chars=100, placeholder=say("filter.text.hint")
    )
    since, until = _period(bounds, reader) if bounds else (None, None)
    statuses = _pills("statuses", STATUSES, "status", reader)
    standings = _pills("standings", STANDINGS, "standing", reader)
    languages = _several("languages", "language", choices, reader, reader.language)
    sources = _several("sources", "source", choices, reader)
    parties = _several("parties", "party", choices, reader)
    as_of = _as_of(bounds, reader) if bounds else None
    return Selection(
        since=since,
        until=until,
        languages=tuple(languages),
        sources=tuple(sources),
        statuses=tuple(statuses),
        standings=tuple(standings),
        text=(text or "").strip(),
        parties=tuple(parties),
        as_of=as_of,
    )


def _reader(reader: Reader) -> None:
    """Language and time zone of the person who reads."""
    with st.container(key="reader", gap="small"):
        st.segmented_control(
            reader.say("filter.lang"),
            list(LANGUAGES),
            default=reader.lang,
            format_func=LANGUAGES.__getitem__,
            required=True,
            key=f"f_interface_{reader.lang}",
            on_change=_keep,
            args=("lang", f"f_interface_{reader.lang}"),
        )
        zones = list(dict.fromkeys([reader.zone, "UTC", *_zones()]))
        st.selectbox(
            reader.say("filter.zone"),
            zones,
            format_func=lambda zone: zone.replace("_", " "),
            key=f"f_zone_{reader.zone}",
            on_change=_keep,
            args=("tz", f"f_zone_{reader.zone}"),
        )


# Found by looking through a folder: once is enough.
@lru_cache(maxsize=1)
def _zones() -> list[str]:
    return sorted(zone for zone in available_timezones() if "/" in zone and zone[:3] != "Etc")


def _period(bounds: Bounds, reader: Reader) -> tuple[date | None, date | None]:
    """The chosen days; nothing where all of the data is chosen, so that it grows with the data."""
    held = st.session_state["f_period"]
    picked = st.date_input(
        reader.say("filter.period"),
        min_value=min(bounds[0], *held),
        max_value=max(bounds[1], *held),
        format=TYPED[reader.lang],
        key="f_period",
    )
    # While the reader has picked only the first of two days, the view stays as wide as it was.
    pair = picked if isinstance(picked, tuple) and len(picked) == 2 else bounds
    chosen = (pair[0], pair[1])
    shown = next((name for name in PRESETS if _days(name, bounds) == chosen), None)
    st.pills(
        reader.say("filter.period"),
        list(PRESETS),
        default=shown,
        format_func=lambda name: reader.say(f"preset.{name}"),
        label_visibility="collapsed",
        key=f"f_preset_{shown}",
        on_change=_preset,
        args=(f"f_preset_{shown}", bounds),
    )
    return (None, None) if chosen == bounds else chosen


def _as_of(bounds: Bounds, reader: Reader) -> datetime | None:
    """The moment at which all is shown, to the hour on the reader's clock; nothing for now."""
    first = datetime.combine(bounds[0], time())
    last = datetime.combine(bounds[1] + timedelta(days=1), time())
    held = st.session_state.get("f_as_of") or first
    local = st.datetime_input(
        reader.say("filter.as_of"),
        value=None,
        min_value=min(first, held),
        max_value=max(last, held),
        format=TYPED[reader.lang],
        step=timedelta(hours=1),
        key="f_as_of",
        help=reader.say("filter.as_of.help"),
    )
    return local.replace(tzinfo=ZoneInfo(reader.zone)).astimezone(UTC) if local else None


def _pills(field: str, options: tuple[str, ...], kind: str, reader: Reader) -> list[str]:
    return st.pills(
        reader.say(f"filter.{field}"),
        options,
        selection_mode="multi",
        format_func=lambda option: reader.word(kind, option),
        key=f"f_{field}",
    )


def _several(
    field: str,
    kind: str,
    choices: pl.DataFrame,
    reader: Reader,
    name: Callable[[str], str] | None = None,
) -> list[str]:
    """A list to choose from, each option with its mentions, and whatever a link asked for too."""
    rows = choices.filter(pl.col("kind") == kind)
    names = dict(rows.select("id", "name").iter_rows())
    counts = dict(rows.select("id", "n_mentions").iter_rows())
    chosen = st.session_state.get(f"f_{field}") or []

    def shown(option: str) -> str:
        words = name(option) if name else plain(names.get(option, option), 40)
        return f"{words} · {reader.number(counts[option])}" if option in counts else words

    return st.multiselect(
        reader.say(f"filter.{field}"),
        [*names, *(option for option in chosen if option not in names)],
        format_func=shown,
        placeholder=reader.say("filter.any"),
        key=f"f_{field}",
    )


def _days(preset: str, bounds: Bounds) -> Bounds:
    days = PRESETS[preset]
    if not days:
        return bounds
    return bounds[1] - timedelta(days=days - 1), bounds[1]


def _preset(key: str, bounds: Bounds) -> None:
    if st.session_state[key]:
        st.session_state["f_period"] = _days(st.session_state[key], bounds)


def _search() -> None:
    st.session_state["f_text"] = st.session_state["f_text_page"]


def _keep(name: str, key: str) -> None:
    st.session_state[name] = st.session_state[key]


def _take_url(bounds: Bounds | None, reader: Reader) -> None:
    """Put the URL into the widgets where it was changed by other hands than theirs."""
    state = st.session_state
    asked = read({name: st.query_params.get_all(name) for name in NAMES})
    held = state.get("f_url")
    # A change of page may lose what the widgets held; the address never does.
    switched = state.get("f_page") != state.get("page")
    if switched or asked != held or state.get("f_zone") != reader.zone:
        for field in LISTS.values():
            state[f"f_{field}"] = list(getattr(asked, field))
        state["f_text"] = asked.text
        state["f_as_of"] = _local(asked.as_of, reader.zone)
        if bounds:
            state["f_period"] = (asked.since or bounds[0], asked.until or bounds[1])
    # All of the data stays all of it when a new snapshot reaches further.
    if bounds and state.get("f_period") in (None, state.get("f_bounds")):
        state["f_period"] = bounds
    state["f_bounds"], state["f_page"], state["f_zone"] = bounds, state.get("page"), reader.zone


def _local(moment: datetime | None, zone: str) -> datetime | None:
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) if moment else None


def _give_url(selection: Selection) -> None:
    """Write the selection into the URL, leaving parameters of the page alone."""
    st.session_state["f_url"] = selection
    chosen = {name: _as_list(value) for name, value in written(selection).items()}
    # In the order in which they stand there: another order would be a step for the back button.
    every = {name: chosen.get(name, st.query_params.get_all(name)) for name in st.query_params}
    every = {name: values for name, values in every.items() if name in chosen or name not in NAMES}
    every |= chosen
    # Said again even where nothing has changed: a link from a page to itself reaches us, but the
    # browser's address bar keeps the old parameters until it is told the new ones.
    st.query_params.from_dict(every)


def _as_list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value

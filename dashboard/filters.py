"""Filters: the reader's selection, in the sidebar and in the URL."""

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl
import streamlit as st

from dashboard.queries.selection import Selection
from dashboard.text import LANGUAGES, Reader, plain
from dashboard.theme import STANDINGS, STATUSES

LISTS = {"lang_in": "languages", "source": "sources", "status": "statuses", "standing": "standings"}
NAMES = ("since", "until", "q", *LISTS)
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
    return Selection(since=since, until=until, text=_one(params, "q")[:100].strip(), **lists)


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
    return params


def described(selection: Selection, names: Mapping[str, str], reader: Reader) -> str:
    """The filters besides the period in words, for captions."""
    parts = [
        *(reader.language(code) for code in selection.languages),
        *(plain(names.get(source, source), 40) for source in selection.sources),
        *(reader.word("status", status) for status in selection.statuses),
        *(reader.word("standing", standing) for standing in selection.standings),
    ]
    if selection.text:
        parts.append(reader.say("filter.text.caption", text=plain(selection.text, 60)))
    return (
        reader.say("filter.caption", filters=", ".join(parts))
        if parts
        else reader.say("filter.none")
    )


def sidebar(bounds: tuple[date, date] | None, choices: pl.DataFrame, reader: Reader) -> Selection:
    """Draw the filters and keep them and the URL the same, whichever of the two has changed."""
    _take_url(bounds)
    with st.sidebar:
        selection = _widgets(bounds, choices, reader)
        st.button(reader.say("filter.reset"), on_click=_clear, key="f_reset")
        st.segmented_control(
            reader.say("filter.lang"),
            list(LANGUAGES),
            default=reader.lang,
            format_func=LANGUAGES.__getitem__,
            required=True,
            key=f"f_interface_{reader.lang}",
            on_change=_speak,
            args=(f"f_interface_{reader.lang}",),
        )
    _give_url(selection)
    return selection


def _widgets(bounds: tuple[date, date] | None, choices: pl.DataFrame, reader: Reader) -> Selection:
    known = {
        kind: dict(choices.filter(pl.col("kind") == kind).select("id", "name").iter_rows())
        for kind in ("source", "language")
    }
    say, any_ = reader.say, reader.say("filter.any")
    since, until = _period(bounds, reader) if bounds else (None, None)
    text = st.text_input(say("filter.text"), key="f_text", max_chars=100)
    statuses = st.pills(
        say("filter.statuses"),
        STATUSES,
        selection_mode="multi",
        format_func=lambda status: reader.word("status", status),
        key="f_statuses",
    )
    standings = st.pills(
        say("filter.standings"),
        STANDINGS,
        selection_mode="multi",
        format_func=lambda standing: reader.word("standing", standing),
        key="f_standings",
    )
    languages = st.multiselect(
        say("filter.languages"),
        _with_chosen(known["language"], "f_languages"),
        format_func=reader.language,
        placeholder=any_,
        key="f_languages",
    )
    sources = st.multiselect(
        say("filter.sources"),
        _with_chosen(known["source"], "f_sources"),
        format_func=lambda source: plain(known["source"].get(source, source), 40),
        placeholder=any_,
        key="f_sources",
    )
    return Selection(
        since=since,
        until=until,
        languages=tuple(languages),
        sources=tuple(sources),
        statuses=tuple(statuses),
        standings=tuple(standings),
        text=(text or "").strip(),
    )


def _period(bounds: tuple[date, date], reader: Reader) -> tuple[date | None, date | None]:
    """The chosen days; nothing where all of the data is chosen, so that it grows with the data."""
    chosen = st.date_input(
        reader.say("filter.period"),
        min_value=min(bounds[0], *st.session_state["f_period"]),
        max_value=max(bounds[1], *st.session_state["f_period"]),
        format="DD.MM.YYYY" if reader.lang == "de" else "DD/MM/YYYY",
        key="f_period",
    )
    # While the reader has picked only the first of two days, the view stays as wide as it was.
    if not isinstance(chosen, tuple) or len(chosen) != 2 or tuple(chosen) == bounds:
        return None, None
    return chosen


def _take_url(bounds: tuple[date, date] | None) -> None:
    """Put the URL into the widgets where it was changed by other hands than theirs."""
    state = st.session_state
    asked = read({name: st.query_params.get_all(name) for name in NAMES})
    held = state.get("f_url")
    # A change of page may lose what the widgets held; following a link of the navigation also
    # drops the parameters, and then the session's own selection holds.
    switched = state.get("f_page") != state.get("page")
    if switched and held and not written(asked):
        asked = held
    if switched or asked != held:
        for field in LISTS.values():
            state[f"f_{field}"] = list(getattr(asked, field))
        state["f_text"] = asked.text
        if bounds:
            state["f_period"] = (asked.since or bounds[0], asked.until or bounds[1])
    # All of the data stays all of it when a new snapshot reaches further.
    if bounds and state.get("f_period") in (None, state.get("f_bounds")):
        state["f_period"] = bounds
    state["f_bounds"] = bounds
    state["f_page"] = state.get("page")


def _give_url(selection: Selection) -> None:
    """Write the selection into the URL, leaving parameters of the page alone."""
    st.session_state["f_url"] = selection
    params = written(selection)
    every = {name: st.query_params.get_all(name) for name in st.query_params}
    shown = {name: values for name, values in every.items() if name in NAMES}
    if shown != {name: [v] if isinstance(v, str) else v for name, v in params.items()}:
        every = {name: values for name, values in every.items() if name not in NAMES}
        every |= {name: [v] if isinstance(v, str) else v for name, v in params.items()}
    # Said again even where nothing has changed: a link from a page to itself reaches us, but the
    # browser's address bar keeps the old parameters until it is told the new ones.
    st.query_params.from_dict(every)


def _clear() -> None:
    for field in LISTS.values():
        st.session_state[f"f_{field}"] = []
    st.session_state["f_text"] = ""
    st.session_state["f_period"] = st.session_state["f_bounds"]


def _speak(key: str) -> None:
    st.session_state["lang"] = st.session_state[key]


def _with_chosen(options: Mapping[str, str], key: str) -> list[str]:
    """The options and whatever a link asked for besides, so that a filter never vanishes unseen."""
    return [*options, *(v for v in st.session_state.get(key) or [] if v not in options)]


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

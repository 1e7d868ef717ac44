"""Feeds: how many work, which of them need a look, and those of one outlet."""

import polars as pl
import streamlit as st

from dashboard import download, pieces
from dashboard.pieces import Figure, Row
from dashboard.queries import runs as queries
from dashboard.views import lines, page, tables_outlets, ways
from dashboard.views.page import Here


def watched(here: Here) -> None:
    """All feeds, or those in the state that the URL names; each figure leads to its feeds."""
    say = here.reader.say
    every = queries.feeds(here.snapshot)
    st.header(say("runs.feeds"), anchor="feeds")
    if every.is_empty():
        page.empty(say("empty.feeds"), say("empty.feeds.hint"))
        return
    st.html(pieces.figures(_figures(every.row(0, named=True), here)))
    asked = st.query_params.get("feeds", "all")
    asked = asked if asked in queries.STATES else "all"
    feeds = queries.feeds(here.snapshot, state=asked)
    if asked != "all":
        told = say("feeds.told", state=say(f"feeds.{asked}"))
        st.html(pieces.told(told, pieces.inner("runs", here.params, say("feeds.every"))))
    if feeds.is_empty():
        page.empty(say("empty.feeds.state"))
        return
    st.caption(lines.recorded("runs.feeds.caption", feeds, "n_listed", here))
    _table(feeds, "feeds", here)


def of_outlet(source_id: str, here: Here) -> None:
    """The feeds of one outlet, with their state; that it has none, where it has none."""
    feeds = queries.feeds(here.snapshot, source_id)
    if feeds.is_empty():
        st.caption(here.reader.say("outlet.no_feeds"))
        return
    st.caption(f"{here.record()} · {here.reader.say('outlet.feeds.caption')}")
    _table(feeds, f"feeds-{source_id}", here)


def _table(feeds: pl.DataFrame, name: str, here: Here) -> None:
    st.html(pieces.table(*tables_outlets.feeds(feeds, here)))
    download.offer(feeds, name, here.reader)


def _figures(row: Row, here: Here) -> list[Figure]:
    return [
        Figure(
            here.reader.number(row[f"n_{state}"]),
            here.reader.say(f"feeds.{state}"),
            way=ways.listed(row[f"n_{state}"], "runs", {**here.params, **_asked(state)}),
        )
        for state in queries.STATES
    ]


def _asked(state: str) -> dict[str, str]:
    return {} if state == "all" else {"feeds": state}

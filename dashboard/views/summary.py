"""The key figures of the overview, against the period before or with the newest day's share."""

from dataclasses import replace

import streamlit as st

from dashboard import pieces
from dashboard.pieces import Figure, Way
from dashboard.queries import overview as queries
from dashboard.queries.claims import EVENTS
from dashboard.queries.selection import Selection
from dashboard.views import ways, words
from dashboard.views.page import Here

NAMES = ("claims", *EVENTS)


def figures(here: Here) -> None:
    """What the period brought; without one, all of the data and what its newest day brought."""
    number, say = here.reader.number, here.reader.say
    now = _row(here, here.selection)
    chosen = here.selection.since or here.selection.until
    past = words.selection_before(here) if chosen else None
    notes: dict[str, tuple[str, Way]] = dict.fromkeys(NAMES, ("", None))
    if past:
        before = _row(here, past)
        notes = {
            n: (words.against(now[f"n_{n}"], before[f"n_{n}"], past, here.reader), None)
            for n in NAMES
        }
    elif here.period and not chosen:
        day = here.period[1]
        newest = replace(here, selection=replace(here.selection, since=day, until=day))
        row = _row(newest, newest.selection)
        at = here.reader.day(day)
        notes = {
            n: (say("figure.newest", n=number(row[f"n_{n}"]), at=at), _way(n, row, newest))
            for n in NAMES
        }
    # Over all of the data every claim is new: the figure would only repeat the one before it.
    names = NAMES if chosen else tuple(name for name in NAMES if name != "new")
    items = [
        Figure(
            number(now[f"n_{n}"]), say(f"figure.{n}"), notes[n][0], _way(n, now, here), notes[n][1]
        )
        for n in names
    ]
    st.html(pieces.figures(items))


def _way(name: str, row: dict[str, int], here: Here) -> Way:
    """The claims that a figure counts."""
    event = "" if name == "claims" else name
    return ways.listed(row[f"n_{name}"], "claims", ways.address(here, event=event))


def _row(here: Here, selection: Selection) -> dict[str, int]:
    return queries.key_figures(here.snapshot, selection, here.zone).row(0, named=True)

"""The key figures of the overview, against the period before or with the newest day's share."""

from dataclasses import replace

import streamlit as st

from dashboard import pieces
from dashboard.queries import overview as queries
from dashboard.queries.selection import Selection
from dashboard.views import words
from dashboard.views.page import Here

NAMES = ("claims", "new", "contested", "denied", "confirmed")


def figures(here: Here) -> None:
    """What the period brought; without one, all of the data and what its newest day brought."""
    number, say = here.reader.number, here.reader.say
    now = _row(here, here.selection)
    chosen = here.selection.since or here.selection.until
    past = words.selection_before(here) if chosen else None
    notes = dict.fromkeys(NAMES, "")
    if past:
        before = _row(here, past)
        notes = {
            n: words.against(now[f"n_{n}"], before[f"n_{n}"], past, here.reader) for n in NAMES
        }
    elif here.period and not chosen:
        day = here.period[1]
        newest = _row(here, replace(here.selection, since=day, until=day))
        at = here.reader.day(day)
        notes = {n: say("figure.newest", n=number(newest[f"n_{n}"]), at=at) for n in NAMES}
    # Over all of the data every claim is new: the figure would only repeat the one before it.
    names = NAMES if chosen else tuple(name for name in NAMES if name != "new")
    items = [(number(now[f"n_{n}"]), say(f"figure.{n}"), notes[n]) for n in names]
    st.html(pieces.figures(items))


def _row(here: Here, selection: Selection) -> dict[str, int]:
    return queries.key_figures(here.snapshot, selection, here.zone).row(0, named=True)

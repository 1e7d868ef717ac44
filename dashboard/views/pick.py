"""Choosing one outlet or one party: the box, the way to its page, what stands where none is."""

from collections.abc import Mapping

import streamlit as st

from dashboard.queries import overview, parties
from dashboard.text import plain
from dashboard.views import page
from dashboard.views.page import Here

# The parameter of the URL; "party" and "source" are filters and belong to every page.
CHOSEN = {"outlet": "outlet", "party": "who"}


def asked(name: str) -> str:
    """The id that the URL names; empty where it names none."""
    return st.query_params.get(name, "")[:200]


def outlet(chosen: str, here: Here) -> None:
    """A box to choose an outlet."""
    known = overview.choices(here.snapshot).filter(kind="source")
    _box("outlet", dict(known.select("id", "name").iter_rows()), chosen, here)


def party(chosen: str, here: Here) -> None:
    """A box to choose a party."""
    known = dict(parties.options(here.snapshot).select("party_id", "party").iter_rows())
    _box("party", known, chosen, here)


def go(name: str, value: str, here: Here) -> None:
    """Open the page of one outlet or party, filters kept."""
    st.switch_page(f"views/{name}.py", query_params={**here.params, CHOSEN[name]: value})


def nothing(name: str, value: str, here: Here) -> None:
    """Say that there is no such outlet or party, and let the reader choose another."""
    say = here.reader.say
    page.head(say(f"page.{name}"), say("app"), here)
    if value:
        page.empty(say(f"empty.{name}", id=plain(value, 60)), say(f"empty.{name}.hint"))
    (outlet if name == "outlet" else party)("", here)


def _box(name: str, known: Mapping[str, str], chosen: str, here: Here) -> None:
    if not known:
        return
    options = list(known)
    picked = st.selectbox(
        here.reader.say(f"{name}.choose"),
        options,
        index=options.index(chosen) if chosen in known else None,
        format_func=lambda value: plain(known.get(value, value), 80),
        placeholder=here.reader.say(f"{name}.placeholder"),
        key=f"pick-{name}-{chosen}",
        width=420,
    )
    if picked and picked != chosen:
        go(name, picked, here)

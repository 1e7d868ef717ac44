"""The claims that are chosen to be compared: kept in the URL, five at most."""

import polars as pl
import streamlit as st

from dashboard import pieces
from dashboard.queries import claims as queries
from dashboard.views import rows
from dashboard.views.page import Here

MOST = 5
# How many of a URL's claims are looked up to find those.
LONGEST = 50


def chosen(here: Here) -> list[str]:
    """The claims that the URL names, in its order, so far as the data knows them."""
    asked = (claim_id[:64] for claim_id in st.query_params.get_all("compare")[:LONGEST])
    return queries.texts(here.snapshot, list(dict.fromkeys(asked)))["claim_id"].to_list()[:MOST]


def toggle(claim_id: str, here: Here) -> None:
    """A box beside a claim that takes it into the comparison."""
    taken = chosen(here)
    st.checkbox(
        here.reader.say("compare.add"),
        value=claim_id in taken,
        disabled=len(taken) >= MOST and claim_id not in taken,
        # The value is a part of the key: the box follows the URL, whoever changes it.
        key=f"compare-{claim_id}-{claim_id in taken}",
        on_change=_turn,
        args=(claim_id, here),
    )


def keys(frame: pl.DataFrame, here: Here) -> None:
    """The claims compared, each with its number, its line and a way to drop it."""
    for row in frame.iter_rows(named=True):
        with st.container(
            horizontal=True,
            vertical_alignment="center",
            gap="small",
            key=f"row-compared-{row['place']}",
        ):
            st.html(pieces.series(row["place"]), width="content")
            rows.link(row["claim_id"], row["text"], here)
            st.button(
                here.reader.say("compare.drop"),
                key=f"drop-{row['claim_id']}",
                on_click=_turn,
                args=(row["claim_id"], here),
                type="tertiary",
                icon=":material/close:",
            )


def _turn(claim_id: str, here: Here) -> None:
    taken = chosen(here)
    if claim_id in taken:
        taken.remove(claim_id)
    elif len(taken) < MOST:
        taken.append(claim_id)
    st.query_params["compare"] = taken

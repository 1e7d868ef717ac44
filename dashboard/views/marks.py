"""Marks of a claim's mentions: by outlet and time, and by the numbers that they state."""

import polars as pl
import streamlit as st

from dashboard import charts, download
from dashboard.figures import stated
from dashboard.views import page, words, words_claim
from dashboard.views.page import Here

# A claim also carries a number where this share of its sentences state one.
OFTEN = 0.25
# Outlets that the chart has rows for: with hundreds, nobody finds anything, and browsers are slow.
MOST_OUTLETS = 40


def by_outlet(claim_id: str, mentions: pl.DataFrame, here: Here) -> list[str]:
    """Each mention by outlet and time; the ids of those selected."""
    if words.days_of(mentions) is None:
        return []
    st.header(here.reader.say("claim.dots"), anchor="dots")
    standing = mentions.filter(pl.col("local_at").is_not_null(), pl.col("removed_at").is_null())
    outlets = standing.sort("local_at")["source_id"].unique(maintain_order=True).to_list()
    drawn = mentions.filter(pl.col("source_id").is_in(outlets[:MOST_OUTLETS]))
    figure = charts.dots(drawn, here.reader, here.mode)
    picked = page.picked(figure, f"dots-{claim_id}", here.reader.say("alt.dots"))
    st.caption(words.undrawn(mentions, MOST_OUTLETS, len(outlets), here))
    return picked


def by_number(claim_id: str, text: str, mentions: pl.DataFrame, here: Here) -> bool:
    """The numbers that sentences state, where the claim carries one and they differ."""
    numbers = mentions.filter(
        pl.col("local_at").is_not_null(), pl.col("removed_at").is_null()
    ).with_columns(number=pl.col("text").map_elements(stated, return_dtype=pl.List(pl.Float64)))
    numbers = (
        numbers.explode("number")
        .drop_nulls("number")
        .unique(["mention_id", "number"], maintain_order=True)
    )
    n_with = numbers["mention_id"].n_unique()
    carries = stated(text) or n_with > mentions.height * OFTEN
    if not carries or numbers["number"].n_unique() < 2 or n_with < 3:
        return False
    st.header(here.reader.say("claim.numbers"), anchor="numbers")
    figure = charts.drift(numbers, here.reader, here.mode)
    page.picked(figure, f"drift-{claim_id}", here.reader.say("alt.drift"))
    told = words_claim.drift(numbers, here.reader)
    st.caption(f"{told} {words.coverage(here, 0, words.days_of(numbers))}")
    columns = ["local_at", "source", "status", "number", "text", "url"]
    download.offer(numbers.select(columns), f"numbers-{claim_id}", here.reader)
    return True


def charts_of(claim_id: str) -> list[str]:
    """The names of both figures, to let go of what is selected in them."""
    return [f"dots-{claim_id}", f"drift-{claim_id}"]

"""A party's sentences as evidence, each with the claim that it is about."""

import polars as pl
import streamlit as st

from dashboard import evidence
from dashboard.views import lines, rows
from dashboard.views.page import Here


def statements(frame: pl.DataFrame, here: Here, name: str) -> None:
    """Sentences a page at a time; a changed word says what the word before it was."""
    pages = -(-frame.height // rows.PER_PAGE)
    place = st.pagination(pages, key=f"pages-{name}") if pages > 1 else 1
    for row in frame.slice((place - 1) * rows.PER_PAGE, rows.PER_PAGE).iter_rows(named=True):
        with st.container(key=f"row-{name}-{row['mention_id']}", gap="xsmall"):
            rows.link(row["claim_id"], row["claim_text"], here)
            lead = lines.turn(row, here.reader) if row["turned"] else ""
            st.html(evidence.mention(row, here.reader, lead))

"""Lists as the pages show them: claims, sentences, denials."""

from collections.abc import Callable, Mapping
from datetime import date

import polars as pl
import streamlit as st

from dashboard import evidence, pieces
from dashboard.queries import claims as queries
from dashboard.queries import story
from dashboard.text import markdown_safe, plain
from dashboard.theme import STATUSES
from dashboard.views import page, tables_claim, ways, words
from dashboard.views.page import Here

PER_PAGE = 25
MOST_PARTIES = 12
ORDERS = ("spreading", "outlets", "contested", "denied", "flipped", "lag", "changed")


def claims(
    frame: pl.DataFrame,
    here: Here,
    order: str = "spreading",
    beside: Callable[[str, Here], None] | None = None,
) -> None:
    """One row a claim: its text as a link, its standing and reach, its course over time."""
    ids = frame["claim_id"].to_list()
    # Without a dated mention anywhere there is no period, and no course to draw.
    period = here.period or (date.min, date.min)
    sparks = queries.sparks(here.snapshot, here.selection, here.zone, ids, period)
    for row in frame.iter_rows(named=True):
        with st.container(key=f"row-{row['claim_id']}", gap="xsmall"):
            words, course = st.columns([5, 2], gap="medium", vertical_alignment="center")
            with words:
                link(row["claim_id"], row["text"], here)
                st.html(pieces.claim_meta(row, here.reader, order))
                if beside:
                    beside(row["claim_id"], here)
            own = sparks.filter(pl.col("claim_id") == row["claim_id"])
            counts = (
                ways.tally(row[f"n_{name}"], name, here, claim=row["claim_id"])
                for name in STATUSES
                if row[f"n_{name}"]
            )
            course.html(pieces.spark(own) + pieces.counts(counts))


def all_claims(order: str, here: Here) -> None:
    """The way from a short list to all of it."""
    st.page_link(
        "views/claims.py",
        label=here.reader.say("claims.all"),
        icon=":material/arrow_forward:",
        query_params={**here.params, "rank": order},
    )


def link(claim_id: str, text: str, here: Here) -> None:
    """A claim's text as the way to its page, filters kept."""
    st.page_link(
        "views/claim.py",
        label=markdown_safe(text, 220),
        icon="",
        width="stretch",
        query_params={**here.params, "claim": claim_id},
    )


def parties(frame: pl.DataFrame, claim_id: str, here: Here) -> None:
    """Parties as a table, the less talkative folded away."""
    st.html(pieces.table(*tables_claim.parties(frame.head(MOST_PARTIES), claim_id, here)))
    if frame.height > MOST_PARTIES:
        rest = here.reader.count("party_more", frame.height - MOST_PARTIES)
        with st.expander(rest):
            rest_of = frame.slice(MOST_PARTIES)
            st.html(pieces.table(*tables_claim.parties(rest_of, claim_id, here)))


def sentences(frame: pl.DataFrame, here: Here, name: str, more: Mapping[str, str]) -> None:
    """Mentions as evidence, a page at a time; more is finished HTML below some of them."""
    pages = -(-frame.height // PER_PAGE)
    place = st.pagination(pages, key=f"pages-{name}") if pages > 1 else 1
    for row in frame.slice((place - 1) * PER_PAGE, PER_PAGE).iter_rows(named=True):
        st.html(evidence.mention(row, here.reader, more=more.get(row["mention_id"], "")))


def statements(frame: pl.DataFrame, here: Here, with_claim: bool = True) -> None:
    """Sentences as evidence, each with a link to its claim where they are of several."""
    for row in frame.head(PER_PAGE).iter_rows(named=True):
        with st.container(key=f"row-said-{row['mention_id']}", gap="xsmall"):
            if with_claim:
                link(row["claim_id"], row["claim_text"], here)
            st.html(evidence.mention(row, here.reader))


def denials(frame: pl.DataFrame, here: Here) -> None:
    """Denials as evidence, each with a link to the claim that it is about."""
    for row in frame.iter_rows(named=True):
        with st.container(key=f"row-denial-{row['mention_id']}", gap="xsmall"):
            link(row["claim_id"], row["claim_text"], here)
            st.html(evidence.mention(row, here.reader, words.denial(row, here.reader)))


def chosen(options: pl.DataFrame, here: Here) -> str:
    """The claim in the URL, and a box to choose another; empty where there is none."""
    asked = st.query_params.get("claim", "")[:64]
    merged = story.surviving(here.snapshot, asked)
    if not merged.is_empty():
        asked = merged["claim_id"][0]
    texts = dict(options.select("claim_id", "text").iter_rows())
    st.selectbox(
        here.reader.say("claim.choose"),
        list(texts),
        index=list(texts).index(asked) if asked in texts else None,
        format_func=lambda claim_id: plain(texts.get(claim_id, claim_id), 140),
        placeholder=here.reader.say("claim.placeholder"),
        key=f"choose-{asked}",
        on_change=_choose,
        args=(f"choose-{asked}",),
    )
    return asked


def no_claim(asked: str, frame: pl.DataFrame, here: Here) -> None:
    """What the claim page shows without a claim: the most widely reported ones."""
    say = here.reader.say
    if frame.is_empty():
        page.head(say("page.claim"), say("app"), here)
        page.nothing(here)
        return
    total = here.reader.count("claim", frame["n_ranked"][0])
    page.head(say("claim.list", claims=total), say("page.claim"), here)
    if asked:
        page.empty(say("empty.claim", claim=plain(asked, 40)), say("empty.claim.hint"))
    claims(frame, here)


def _choose(key: str) -> None:
    if st.session_state[key]:
        st.query_params["claim"] = st.session_state[key]

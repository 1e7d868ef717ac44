"""How a claim came about: milestones, provenance, fact-checks."""

import streamlit as st

from dashboard import download, pieces
from dashboard.filters import stamp
from dashboard.queries import story as queries
from dashboard.views import page, tables_claim, words_claim
from dashboard.views.page import Here


def milestones(claim_id: str, here: Here) -> bool:
    """What happened in order of time, each with the way to how the claim stood then, if at all."""
    frame = queries.milestones(here.snapshot, claim_id, here.selection.as_of)
    if frame.is_empty():
        return False
    st.header(here.reader.say("claim.story"), anchor="story")
    st.caption(here.unfiltered())
    items = [
        (
            here.reader.moment(row["happened_at"], row["precision"]),
            row["status"] or row["standing"] or _status(row["kind"]),
            words_claim.milestone(row, here.reader),
            pieces.inner(
                "claim",
                {**here.params, "claim": claim_id, "as_of": stamp(row["happened_at"])},
                here.reader.say("claim.then"),
            ),
        )
        for row in frame.iter_rows(named=True)
    ]
    st.html(pieces.story(items))
    download.offer(frame, f"story-{claim_id}", here.reader)
    return True


def provenance(claim_id: str, here: Here) -> bool:
    """Who credits whom for the claim; whether anybody does."""
    frame = queries.provenance(here.snapshot, claim_id, here.selection.as_of)
    st.header(here.reader.say("claim.provenance"), anchor="provenance")
    if frame.is_empty():
        page.empty(here.reader.say("empty.provenance"))
        return False
    told = f"{here.unfiltered()} · {here.reader.say('claim.provenance.caption')}"
    st.caption(here.reader.cut(told, frame.height, frame["n_chains"][0]))
    few = frame.head(tables_claim.FEW)
    st.html(pieces.table(*tables_claim.provenance(few, here)))
    if frame.height > tables_claim.FEW:
        rest = frame.slice(tables_claim.FEW)
        with st.expander(here.reader.count("chain_more", rest.height)):
            st.html(pieces.table(*tables_claim.provenance(rest, here)))
    download.offer(frame, f"provenance-{claim_id}", here.reader)
    return True


def fact_checks(claim_id: str, here: Here) -> bool:
    """Published fact-checks of the claim, with the rating in their publishers' words, if any."""
    frame = queries.fact_checks(here.snapshot, claim_id, here.selection.as_of)
    if frame.is_empty():
        return False
    st.header(here.reader.say("claim.checks"), anchor="checks")
    st.caption(f"{here.unfiltered()} · {here.reader.say('claim.checks.caption')}")
    st.html(pieces.table(*tables_claim.fact_checks(frame, here.reader)))
    download.offer(frame, f"fact-checks-{claim_id}", here.reader)
    return True


def _status(kind: str) -> str:
    return kind if kind in ("denied", "confirmed") else ""

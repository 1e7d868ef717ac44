"""What matching was not sure of, on a claim's page: near claims, and denials of several."""

import streamlit as st

from dashboard import download, pieces
from dashboard.queries import matching as queries
from dashboard.views import rows
from dashboard.views.page import Here


def suggested(claim_id: str, here: Here) -> bool:
    """Claims that might be this one, each with the sentence that raised the doubt, if any."""
    frame = queries.suggestions(here.snapshot, claim_id, here.selection.as_of)
    if frame.is_empty():
        return False
    say = here.reader.say
    st.header(say("claim.suggested"), anchor="suggested")
    why = say("claim.suggested.caption", likely=here.reader.share(queries.LIKELY))
    st.caption(f"{here.unfiltered()} · {why}")
    for row in frame.iter_rows(named=True):
        with st.container(key=f"row-near-{row['claim_id']}", gap="xsmall"):
            rows.link(row["claim_id"], row["text"], here)
            st.html(pieces.near(row, here.reader))
    download.offer(frame, f"suggested-{claim_id}", here.reader)
    return True


def denied_elsewhere(claim_id: str, here: Here) -> bool:
    """Denials that stand under another claim and turn down this one too, if any."""
    frame = queries.denied_elsewhere(here.snapshot, claim_id, here.selection.as_of)
    if frame.is_empty():
        return False
    st.header(here.reader.say("claim.also"), anchor="also")
    st.caption(f"{here.unfiltered()} · {here.reader.say('claim.also.caption')}")
    rows.statements(frame, here)
    download.offer(frame, f"also-denied-{claim_id}", here.reader)
    return True


def turned_down(claim_id: str, here: Here) -> dict[str, str]:
    """Lines with links to what else a claim's denials turn down, by mention."""
    frame = queries.turned_down_too(here.snapshot, claim_id)
    return {
        str(mention_id): pieces.also(
            [
                (
                    pieces.inner("claim", {**here.params, "claim": row["claim_id"]}, row["text"]),
                    row["score"],
                )
                for row in others.iter_rows(named=True)
            ],
            here.reader,
        )
        for (mention_id,), others in frame.group_by("mention_id", maintain_order=True)
    }

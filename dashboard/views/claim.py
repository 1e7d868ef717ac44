"""One claim: its standing in words, its course, its parties and every sentence."""

import polars as pl
import streamlit as st

from dashboard import charts, download, pieces
from dashboard.queries import claim as queries
from dashboard.queries import claims, overview
from dashboard.views import page, rows, words

here = page.here()
reader, say = here.reader, here.reader.say
asked = here.snapshot, here.selection, here.zone

claim_id = rows.chosen(queries.options(*asked), here)
found = queries.claim(here.snapshot, claim_id)
if found.is_empty():
    rows.no_claim(claim_id, claims.ranked(*asked, "spreading", 25), here)
    st.stop()
claim = found.row(0, named=True)
page.head(claim["text"], say("claim.kicker", language=reader.language(claim["language"])), here)
st.html(pieces.standing(claim["standing"], words.standing(claim, reader), reader))

mentions = queries.evidence(*asked, claim_id)
step = here.step(words.days_of(mentions))
spread = overview.spread(*asked, step, claim_id)
if not spread.is_empty():
    heading = st.container()
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        unit = say(f"step.{step}")
        course = page.choice("course", ("each", "total"), "choice.course", here, step=unit)
        st.html(pieces.legend(reader), width="content")
    heading.header(say(f"claim.spread.{course}", step=unit))
    draw = charts.cumulative if course == "total" else charts.spread
    page.chart(draw(spread, reader, here.mode, step), "course", say(f"alt.{course}", step=unit))
    st.caption(words.coverage(here, claim["n_undated"]))

parties = queries.parties(here.snapshot, claim_id)
st.header(say("claim.parties"))
st.caption(say("claim.parties.caption"))
rows.parties(parties, here)
download.offer(parties, f"parties-{claim_id}", reader)

picked: list[str] = []
if not spread.is_empty():
    st.header(say("claim.dots"))
    picked = page.picked(charts.dots(mentions, reader, here.mode), claim_id, say("alt.dots"))
    st.caption(words.undrawn(mentions, reader))

st.header(say("claim.evidence"))
if mentions.is_empty():
    page.empty(say("claim.no_mentions"), say("empty.filters.hint"))
else:
    some = mentions.filter(pl.col("mention_id").is_in(picked)) if picked else mentions
    st.caption(words.evidence(some, bool(picked), here))
    if picked:
        page.unpick(claim_id, say("claim.evidence.all"))
    rows.sentences(some, here, claim_id)
    download.offer(some, f"mentions-{claim_id}", reader)

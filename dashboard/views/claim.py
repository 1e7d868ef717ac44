"""One claim: how it is reported, how it came about, who says it, and every sentence."""

import polars as pl
import streamlit as st

from dashboard import download, pieces
from dashboard.queries import claim as queries
from dashboard.queries import claims
from dashboard.views import course, marks, matching, page, rows, story, words

here = page.here()
reader, say = here.reader, here.reader.say
asked = here.snapshot, here.selection, here.zone
as_of = here.selection.as_of

claim_id = rows.chosen(queries.options(*asked), here)
found = queries.claim(here.snapshot, claim_id, as_of)
if found.is_empty():
    rows.no_claim(claim_id, claims.ranked(*asked, "spreading", 25), here)
    st.stop()
claim = found.row(0, named=True)
page.head(claim["text"], say("claim.kicker", language=reader.language(claim["language"])), here)
st.html(pieces.standing(claim["standing"], words.standing(claim, reader), reader))
jumps = st.container()

mentions = queries.evidence(*asked, claim_id)
parts = {"story": story.milestones(claim_id, here)}
parts["course"] = course.of_claim(claim_id, mentions, claim["n_undated"], here)
picked = marks.by_outlet(claim_id, mentions, here)
parts |= {"dots": words.days_of(mentions) is not None, "parties": True}

st.header(say("claim.parties"), anchor="parties")
parties = queries.parties(here.snapshot, claim_id, as_of)
st.caption(f"{here.unfiltered()} · {say('claim.parties.caption')}")
rows.parties(parties, claim_id, here)
download.offer(parties, f"parties-{claim_id}", reader)

parts["numbers"] = marks.by_number(claim_id, claim["text"], mentions, here)
parts["provenance"] = story.provenance(claim_id, here)
parts["checks"] = story.fact_checks(claim_id, here)
parts["suggested"] = matching.suggested(claim_id, here)

st.header(say("claim.evidence"), anchor="sentences")
some = mentions.filter(pl.col("mention_id").is_in(picked)) if picked else mentions
if picked:
    page.unpick(marks.charts_of(claim_id), say("claim.evidence.all"))
if some.is_empty():
    page.empty(say("claim.no_mentions"), say("empty.filters.hint"))
else:
    st.caption(words.evidence(some, bool(picked), here))
    rows.sentences(some, here, claim_id, matching.turned_down(claim_id, here))
    download.offer(some, f"mentions-{claim_id}", reader)
parts |= {"sentences": True, "also": matching.denied_elsewhere(claim_id, here)}
there = [(part, say(f"jump.{part}")) for part, is_there in parts.items() if is_there]
jumps.html(pieces.jumps(there, say("jump.label")))

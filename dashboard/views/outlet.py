"""One outlet: its claims, how soon it has them, what it credits, what we get from it."""

from dataclasses import replace

import streamlit as st

from dashboard import download, pieces
from dashboard.queries import outlet as queries
from dashboard.queries import overview, sources
from dashboard.queries.selection import Selection
from dashboard.views import course, feeds, lines, page, pick, tables_outlets

here = page.here()
reader, say = here.reader, here.reader.say

source_id = pick.asked("outlet")
found = queries.outlet(here.snapshot, source_id, here.selection.as_of)
if found.is_empty():
    pick.nothing("outlet", source_id, here)
    st.stop()
row = found.row(0, named=True)
page.head(row["name"], lines.outlet_kicker(row, reader), here)
pick.outlet(source_id, here)
st.html(pieces.figures(lines.outlet_figures(row, here)))

own = replace(here.selection, sources=(source_id,))
totals = overview.totals(here.snapshot, own, here.zone).row(0, named=True)
course.overall(replace(here, selection=own), totals["n_undated"], "overview.spread")

claims = queries.claims(here.snapshot, own, here.zone, source_id)
if not claims.is_empty():
    st.header(say("outlet.claims"))
    st.caption(lines.told("outlet.claims.caption", claims, "n_claims", here))
    st.html(pieces.table(*tables_outlets.claims(claims, source_id, here)))
    download.offer(claims, f"claims-{source_id}", reader)

citations = sources.citations(
    here.snapshot, Selection(sources=(source_id,), as_of=here.selection.as_of)
)
st.header(say("outlet.citations"))
if citations.is_empty():
    page.empty(say("empty.citations"))
else:
    st.caption(f"{here.unfiltered()} · {say('outlet.citations.caption')}")
    st.html(pieces.table(*tables_outlets.citations(citations, here)))
    download.offer(citations, f"citations-{source_id}", reader)

st.header(say("outlet.health"))
page.of_now(here)
st.html(pieces.figures(lines.outlet_health(row, here)))
feeds.of_outlet(source_id, here)

"""Provenance: which outlet credits which, and which party stands behind the credited one."""

import streamlit as st

from dashboard import charts, download, pieces
from dashboard.queries import provenance as queries
from dashboard.views import lines, page, tables_outlets

here = page.here()
reader, say = here.reader, here.reader.say
asked = here.snapshot, here.selection, here.zone

credits = queries.credits(*asked)
page.head(lines.credits(credits, reader), say("page.provenance"), here)
if credits.is_empty():
    page.empty(say("empty.credits"), say("empty.credits.hint"))
    st.stop()

st.header(say("provenance.flow"))
st.html(pieces.sides(say("provenance.left"), say("provenance.right")))
page.chart(charts.flow(credits.head(25), reader, here.mode), "flow", say("alt.flow"))
st.caption(f"{here.caption()} · {say('provenance.flow.caption')}")

st.header(say("provenance.table"))
st.html(pieces.table(*tables_outlets.credits(credits, here)))
st.caption(lines.told("provenance.table.caption", credits, "n_pairs", here))
download.offer(credits, "who-credits-whom", reader)

chains = queries.credited(*asked)
if not chains.is_empty():
    st.header(say("provenance.chains"))
    st.caption(lines.told("provenance.chains.caption", chains, "n_chains", here))
    st.html(pieces.table(*tables_outlets.chains(chains, here)))
    download.offer(chains, "chains-of-credit", reader)

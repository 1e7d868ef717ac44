"""Outlets: how they present claims, who was first, who credits whom."""

import streamlit as st

from dashboard import charts, download, pieces
from dashboard.queries import sources as queries
from dashboard.views import page, tables, words

here = page.here()
reader, say = here.reader, here.reader.say
asked = here.snapshot, here.selection, here.zone

by_status = queries.by_status(*asked)
page.head(words.outlets(by_status, reader), say("page.sources"), here)
if by_status.is_empty():
    page.nothing(here)
    st.stop()

st.header(say("sources.heat"))
share = page.choice("measure", ("count", "share"), "choice.measure", here) == "share"
page.chart(charts.heat(by_status, reader, here.mode, share), "heat", say("alt.heat"))
st.caption(words.heat(by_status, here))
download.offer(by_status, "outlets-by-status", reader)

firsts = queries.firsts(*asked)
st.header(say("sources.firsts"))
if firsts.is_empty():
    page.empty(say("empty.firsts"))
else:
    st.caption(say("sources.firsts.caption"))
    st.html(pieces.table(*tables.firsts(firsts, reader)))
    download.offer(firsts, "who-was-first", reader)

citations = queries.citations(here.snapshot, here.selection)
st.header(say("sources.citations"))
if citations.is_empty():
    page.empty(say("empty.citations"))
else:
    st.caption(say("sources.citations.caption"))
    st.html(pieces.table(*tables.citations(citations, reader)))
    download.offer(citations, "citations", reader)

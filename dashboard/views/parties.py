"""Parties: who alleges, confirms and denies, about whom, and whose word stands against whose."""

import streamlit as st

from dashboard import charts, download, pieces
from dashboard.queries import parties as queries
from dashboard.views import lines, page, pick, tables_parties, ways

here = page.here()
reader, say = here.reader, here.reader.say
asked = here.snapshot, here.selection, here.zone

everyone = queries.parties(*asked, "all")
page.head(lines.parties(everyone, reader), say("page.parties"), here)
pick.party("", here)
if everyone.is_empty():
    page.empty(say("empty.parties"), say("empty.filters.hint") if here.names else "")
    st.stop()

st.header(say("parties.bars"))
with page.choices("parties"):
    order = page.choice("by", ("all", "denied", "alleged", "confirmed"), "choice.rank", here)
    st.html(pieces.legend(reader), width="content")
ranked = queries.parties(*asked, order)
if ranked.is_empty():
    page.empty(say("empty.parties"))
else:
    figure = charts.parties(ranked.head(20), reader, here.mode, order)
    if bar := ways.chart(figure, f"parties-{order}", say("alt.parties")):
        ways.go_to(ways.address(here, party=ranked["party_id"][int(bar[0])], status=bar[1]))
    st.caption(lines.told("parties.caption", ranked, "n_parties", here))
    st.html(pieces.table(*tables_parties.parties(ranked, here)))
    download.offer(ranked, f"parties-{order}", reader)

about = queries.about(*asked)
st.header(say("parties.about"))
if about.is_empty():
    page.empty(say("empty.about"))
else:
    st.caption(lines.told("parties.about.caption", about, "n_pairs", here))
    st.html(pieces.table(*tables_parties.about(about, here)))
    download.offer(about, "who-speaks-about-whom", reader)

against = queries.against(*asked)
st.header(say("parties.against"))
if against.is_empty():
    page.empty(say("empty.contested"))
else:
    st.caption(lines.told("parties.against.caption", against, "n_pairs", here))
    st.html(pieces.table(*tables_parties.against(against, here)))
    download.offer(against, "who-contradicts-whom", reader)

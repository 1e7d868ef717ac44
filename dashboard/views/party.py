"""One party: what it says on which claims, where it changed its word, every sentence."""

import polars as pl
import streamlit as st

from dashboard import download, pieces
from dashboard.queries import parties
from dashboard.queries import party as queries
from dashboard.views import lines, page, pick, speech, tables_parties

here = page.here()
reader, say = here.reader, here.reader.say
asked = here.snapshot, here.selection, here.zone

party_id = pick.asked("who")
found = queries.party(here.snapshot, party_id, here.selection.as_of)
if found.is_empty():
    pick.nothing("party", party_id, here)
    st.stop()
row = found.row(0, named=True)
page.head(row["party"], lines.party_kicker(row, reader), here)
pick.party(party_id, here)
st.html(pieces.figures(lines.party_figures(row, here)))

stands = queries.stands(*asked, party_id)
st.header(say("party.stands"))
if stands.is_empty():
    page.nothing(here)
else:
    st.caption(lines.told("party.stands.caption", stands, "n_claims", here))
    named = queries.named(here.snapshot, stands["claim_id"].to_list(), party_id)
    st.html(pieces.table(*tables_parties.stands(stands, named, party_id, here)))
    download.offer(stands, "party-claims", reader)

statements = queries.statements(*asked, party_id)
turned = statements.filter(pl.col("turned"))
if not turned.is_empty():
    st.header(say("party.turned"))
    st.caption(f"{here.caption()} · {say('party.turned.caption')}")
    speech.statements(turned.head(10), here, "turned")

against = parties.against(*asked, party_id)
if not against.is_empty():
    st.header(say("party.against"))
    st.caption(lines.told("parties.against.caption", against, "n_pairs", here))
    st.html(pieces.table(*tables_parties.against(against, here)))
    download.offer(against, "party-contradictions", reader)

if not statements.is_empty():
    st.header(say("party.statements"))
    st.caption(lines.cut(f"{here.caption()}.", statements, "n_statements", reader))
    speech.statements(statements, here, party_id)
    download.offer(statements, "party-statements", reader)

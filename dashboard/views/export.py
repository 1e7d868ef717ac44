"""Export: what the filters show as files, and a claim as a draft for a fact-check."""

from datetime import UTC, datetime

import streamlit as st

from dashboard import access, bundle, claimreview, download, pieces
from dashboard.queries import claim as claims
from dashboard.queries import export as queries
from dashboard.snapshot import Kind
from dashboard.views import lines, page, rows

FORMAT = "format", ("csv", "parquet"), "export.format"

here = page.here()
reader, say = here.reader, here.reader.say
asked = here.snapshot, here.selection, here.zone
with_text = access.current().may_take_text

counts = queries.counts(*asked).row(0, named=True)
page.head(lines.export(counts, reader), say("page.export"), here)
if not counts["mentions"]:
    page.nothing(here)
    st.stop()
st.caption(f"{here.caption()} · {say('export.caption')}")

st.header(say("export.rows"))
figures = st.container()
kind: Kind = "parquet" if page.choice(*FORMAT, here) == "parquet" else "csv"
figures.html(pieces.figures(lines.export_figures(counts, kind, here)))
download.archive(lambda: bundle.pack(*asked, kind, with_text, datetime.now(UTC)), kind, reader)
st.caption(say("export.archive") if with_text else say("export.no_text"))
with st.expander(say("export.manifest")):
    now = datetime.now(UTC)
    st.json(bundle.manifest(*asked, kind, with_text, now, counts), expanded=True)

st.header(say("export.draft"))
if not with_text:
    page.empty(say("export.draft.closed"))
    st.stop()
st.caption(say("export.draft.caption"))
claim_id = rows.chosen(claims.options(*asked), here)
found = queries.claim(here.snapshot, claim_id, here.selection.as_of)
if claim_id and found.is_empty():
    page.empty(say("empty.claim", claim=claim_id[:40]), say("empty.claim.hint"))
elif claim_id:
    draft = claimreview.draft(
        found.row(0, named=True), queries.appearances(here.snapshot, claim_id, here.selection.as_of)
    )
    words = claimreview.as_json(draft)
    st.code(words, language="json", wrap_lines=True, height=480)
    download.text(words, f"claimreview-{claim_id}.json", reader)

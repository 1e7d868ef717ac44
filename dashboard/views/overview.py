"""What spreads, what is contested, what was denied last."""

import streamlit as st

from dashboard import charts, download, pieces
from dashboard.queries import claims
from dashboard.queries import overview as queries
from dashboard.views import page, rows, words

here = page.here()
reader, say = here.reader, here.reader.say
asked = here.snapshot, here.selection, here.zone

totals = queries.totals(*asked).row(0, named=True)
if not totals["n_mentions"]:
    page.head(say("page.overview"), say("app"), here)
    page.nothing(here)
    st.stop()
page.head(words.headline(totals, reader), say("page.overview"), here)

now = queries.key_figures(*asked)
past = words.selection_before(here)
before = queries.key_figures(here.snapshot, past, here.zone) if past else None
st.html(pieces.figures(words.figures(now, before, here.selection, past, reader)))

step = here.step(here.period)
spread = queries.spread(*asked, step)
st.header(say("overview.spread", step=say(f"step.{step}")))
if spread.is_empty():
    page.empty(say("empty.undated", n=reader.number(totals["n_mentions"])))
else:
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        share = page.choice("measure", ("count", "share"), "choice.measure", here) == "share"
        st.html(pieces.legend(reader), width="content")
    figure = charts.spread(spread, reader, here.mode, step, share)
    page.chart(figure, "spread", say("alt.spread", step=say(f"step.{step}")))
    st.caption(words.coverage(here, totals["n_undated"]))
    download.offer(spread, "mentions-over-time", reader)

st.header(say("overview.claims"))
order = page.choice("rank", ("spreading", "contested", "denied", "flipped"), "choice.rank", here)
ranked = claims.ranked(*asked, order)
if ranked.is_empty():
    page.empty(say(f"empty.{order}"))
else:
    st.caption(words.rank(order, ranked, reader))
    rows.claims(ranked, here, order)
    download.offer(ranked, f"claims-{order}", reader)

denials = queries.newest_denials(*asked)
if not denials.is_empty():
    st.header(say("overview.denials"))
    st.caption(say("overview.denials.caption"))
    rows.denials(denials, here)
    download.offer(denials, "newest-denials", reader)

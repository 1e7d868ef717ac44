"""What spreads, what is contested, what was denied last."""

import streamlit as st

from dashboard import download
from dashboard.queries import claims
from dashboard.queries import overview as queries
from dashboard.views import course, page, rows, summary, words

here = page.here()
reader, say = here.reader, here.reader.say
asked = here.snapshot, here.selection, here.zone

totals = queries.totals(*asked).row(0, named=True)
if not totals["n_mentions"]:
    page.head(say("page.overview"), say("app"), here)
    page.nothing(here)
    st.stop()
page.head(words.headline(totals, reader), say("page.overview"), here)
summary.figures(here)
course.overall(here, totals["n_undated"], "overview.spread")

st.header(say("overview.claims"))
order = page.choice("rank", ("spreading", "contested", "denied", "flipped"), "choice.rank", here)
ranked = claims.ranked(*asked, order)
if ranked.is_empty():
    page.empty(say(f"empty.{order}"))
else:
    st.caption(f"{here.caption()} · {words.rank(order, ranked, reader)}")
    rows.claims(ranked, here, order)
    rows.all_claims(order, here)
    download.offer(ranked, f"claims-{order}", reader)

denials = queries.newest_denials(*asked)
if not denials.is_empty():
    st.header(say("overview.denials"))
    st.caption(f"{here.caption()} · {say('overview.denials.caption')}")
    rows.denials(denials, here)
    download.offer(denials, "newest-denials", reader)

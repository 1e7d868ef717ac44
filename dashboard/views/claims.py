"""All claims: sought, sorted, and up to five of them side by side."""

from datetime import datetime

import streamlit as st

from dashboard import charts, controls, download, pieces
from dashboard.queries import claims as queries
from dashboard.views import compare, narrow, page, rows, ways, words

here = page.here()
reader, say = here.reader, here.reader.say
asked = here.snapshot, here.selection, here.zone

top = st.container()
controls.search(reader)
order = page.choice("rank", rows.ORDERS, "choice.rank", here)
number = page.number()
narrowed = narrow.claims_asked()
ranked = queries.ranked(*asked, order, rows.PER_PAGE, (number - 1) * rows.PER_PAGE, narrowed)
with top:
    page.head(words.listed(order, ranked, reader), say("page.claims"), here)
    if told := narrow.of_claims(narrowed, here):
        st.html(pieces.told(told, pieces.inner("claims", here.params, say("claims.every"))))
if ranked.is_empty():
    if number > 1:
        page.empty(say("empty.page"), say("empty.page.hint"))
    elif order in ("contested", "denied", "flipped", "lag"):
        page.empty(say(f"empty.{order}"))
    else:
        page.nothing(here)
    st.stop()

chosen = compare.chosen(here)
if chosen:
    st.header(say("compare.title"))
    step = here.step(here.period)
    courses = queries.compared(*asked, step, chosen)
    if courses.is_empty():
        page.empty(say("empty.compare"))
    else:
        unit = say(f"step.{step}")
        total = page.choice("course", ("each", "total"), "choice.course", here, step=unit)
        figure = charts.compared(courses, reader, here.mode, step, total == "total")
        if mark := ways.chart(figure, "compare", say("alt.compare", step=unit)):
            span = ways.days(datetime.fromisoformat(mark[1]), step)
            ways.go_to(ways.address(here, span=span, claim=chosen[int(mark[0]) - 1]))
        st.caption(words.coverage(here, 0))
        download.offer(courses, "claims-compared", reader)
    compare.keys(queries.texts(here.snapshot, chosen), here)

st.caption(f"{here.caption()} · {words.rank(order, ranked, reader)}")
rows.claims(ranked, here, order, compare.toggle)
page.pages(number, -(-ranked["n_ranked"][0] // rows.PER_PAGE))
download.offer(ranked, f"claims-{order}-{number}", reader)

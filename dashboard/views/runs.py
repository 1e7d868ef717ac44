"""The ETL's own record: runs, what was rejected and why, what each outlet gave."""

import streamlit as st

from dashboard import charts, download, pieces
from dashboard.queries import runs as queries
from dashboard.views import page, tables, words

here = page.here()
reader, say = here.reader, here.reader.say

runs = queries.runs(here.snapshot)
page.head(words.newest_run(runs, reader), say("page.runs"), here)
if not runs.is_empty():
    st.header(say("runs.table"))
    st.html(pieces.table(*tables.runs(runs, reader)))
    download.offer(runs, "runs", reader)

health = queries.health(here.snapshot)
if not health.is_empty():
    st.header(say("runs.health"))
    series = [
        (say("runs.dated"), health["n_dated"].to_list()),
        (say("runs.undated"), health["n_undated"].to_list()),
    ]
    names = health["name"].to_list()
    figure = charts.ranked_bars(names, series, say("axis.articles"), reader, here.mode)
    st.html(pieces.pair(series[0][0], series[1][0]))
    page.chart(figure, "health", say("alt.health"))
    st.caption(say("runs.health.caption"))
    with st.expander(say("runs.details")):
        st.html(pieces.table(*tables.health(health, reader)))
    download.offer(health, "outlet-health", reader)

st.header(say("runs.rejected"))
rejected = queries.rejected(here.snapshot)
if rejected.is_empty():
    page.empty(say("empty.rejected"))
else:
    reasons = [reader.word("reason", reason) for reason in rejected["reason"]]
    series = [(say("axis.rows"), rejected["n_rows"].to_list())]
    figure = charts.ranked_bars(reasons, series, say("axis.rows"), reader, here.mode)
    page.chart(figure, "rejected", say("alt.rejected"))
    st.caption(say("runs.rejected.caption"))
    st.html(pieces.table(*tables.rejected(rejected, reader)))
    download.offer(rejected, "rejected", reader)

dates = queries.dates(here.snapshot)
if not dates.is_empty():
    st.header(say("runs.dates"))
    st.caption(say("runs.dates.caption"))
    st.html(pieces.table(*tables.dates(dates, reader)))
    download.offer(dates, "dates-by-quality", reader)

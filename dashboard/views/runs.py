"""The ETL's own record: runs, what was rejected and why, what each outlet gave."""

import streamlit as st

from dashboard import charts, download, pieces, share
from dashboard.queries import runs as queries
from dashboard.views import feeds, lines, page, tables, tables_articles, ways, words

here = page.here()
reader, say = here.reader, here.reader.say

runs = queries.runs(here.snapshot)
page.head(words.newest_run(runs, reader), say("page.runs"), here)
page.of_now(here)
if not runs.is_empty():
    st.html(pieces.table(*tables.runs(runs, reader)))
    st.caption(f"{here.record()} · {words.model(runs, reader)}")
    download.offer(runs, "runs", reader)

feeds.watched(here)

health = queries.health(here.snapshot)
if not health.is_empty():
    st.header(say("runs.health"))
    most = [(say(f"runs.{n}"), health[f"n_{n}"].to_list()[:20]) for n in ("dated", "undated")]
    names = health["name"].to_list()[:20]
    figure = charts.ranked_bars(names, most, say("axis.articles"), reader, here.mode)
    st.html(pieces.pair(most[0][0], most[1][0]))
    if bar := ways.chart(figure, "health", say("alt.health")):
        share.follow("outlet", {**here.params, "outlet": health["source_id"][int(bar[0])]})
    st.caption(lines.recorded("runs.health.caption", health, "n_outlets", here))
    with st.expander(say("runs.details")):
        st.html(pieces.table(*tables_articles.health(health, here)))
    download.offer(health, "outlet-health", reader)

st.header(say("runs.rejected"))
rejected = queries.rejected(here.snapshot)
if rejected.is_empty():
    page.empty(say("empty.rejected"))
else:
    reasons = [reader.word("reason", reason) for reason in rejected["reason"]]
    rows = [(say("axis.rows"), rejected["n_rows"].to_list())]
    figure = charts.ranked_bars(reasons, rows, say("axis.rows"), reader, here.mode)
    page.chart(figure, "rejected", say("alt.rejected"))
    st.caption(f"{here.record()} · {say('runs.rejected.caption')}")
    st.html(pieces.table(*tables.rejected(rejected, reader)))
    download.offer(rejected, "rejected", reader)

dates = queries.dates(here.snapshot)
if not dates.is_empty():
    st.header(say("runs.dates"))
    st.caption(f"{here.record()} · {say('runs.dates.caption')}")
    st.html(pieces.table(*tables_articles.dates(dates, here)))
    download.offer(dates, "dates-by-quality", reader)

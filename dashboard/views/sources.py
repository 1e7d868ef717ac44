"""Outlets: how they present claims, how much they report, who was first."""

from datetime import datetime

import streamlit as st

from dashboard import charts, download, pieces
from dashboard.queries import sources as queries
from dashboard.views import lines, page, pick, tables_outlets, ways, words

here = page.here()
reader, say = here.reader, here.reader.say
asked = here.snapshot, here.selection, here.zone

by_status = queries.by_status(*asked)
page.head(words.outlets(by_status, reader), say("page.sources"), here)
pick.outlet("", here)
if by_status.is_empty():
    page.nothing(here)
    st.stop()

st.header(say("sources.heat"))
share = page.choice("measure", ("count", "share"), "choice.measure", here) == "share"
figure = charts.heat(by_status, reader, here.mode, share)
if cell := ways.chart(figure, "heat", say("alt.heat")):
    ways.go_to(ways.address(here, source=ways.nth(by_status, cell[0]), status=cell[1]))
st.caption(f"{words.heat(by_status, here)} · {say('ways.hint')}")
with st.expander(say("ways.table")):
    st.html(pieces.table(*tables_outlets.by_status(by_status, here)))
download.offer(by_status, "outlets-by-status", reader)

firsts = queries.firsts(*asked)
st.header(say("sources.firsts"))
if firsts.is_empty():
    page.empty(say("empty.firsts"))
else:
    st.html(pieces.boxes(charts.lag_keys(here.mode, reader)))
    figure = charts.lags(firsts.head(20), reader, here.mode)
    if bar := ways.chart(figure, "lags", say("alt.lags")):
        ways.go_to(ways.address(here, source=ways.nth(firsts, bar[0]), late=bar[1]))
    st.caption(lines.told("sources.firsts.caption", firsts, "n_outlets", here))
    with st.expander(say("runs.details")):
        st.html(pieces.table(*tables_outlets.firsts(firsts, here)))
    download.offer(firsts, "who-was-first", reader)

step = here.step(here.period)
unit = say(f"step.{step}")
volume = queries.volume(*asked, step)
st.header(say("sources.volume", step=unit))
if volume.is_empty():
    page.empty(say("empty.undated", n=reader.number(by_status["n_all"][0])))
else:
    part = page.choice("volume", ("count", "share"), "choice.measure", here) == "share"
    figure = charts.calendar(volume, reader, here.mode, step, part)
    if strip := ways.chart(figure, "volume", say("alt.volume", step=unit)):
        span = ways.days(datetime.fromisoformat(strip[1]), step)
        ways.go_to(ways.address(here, source=ways.nth(volume, strip[0]), span=span))
    st.caption(lines.volume(volume, here))
    download.offer(volume, "outlets-over-time", reader)

"""Mentions over time, for all claims or for one, with the sentences behind each bar."""

from datetime import datetime

import polars as pl
import streamlit as st

from dashboard import charts, download, pieces
from dashboard.queries import course as queries
from dashboard.views import page, rows, tables_course, ways, words, words_claim
from dashboard.views.page import Here

BARS = "bar"


def step(here: Here, days: words.Days | None) -> str:
    """The width of a bar, as the reader wants it."""
    usual = here.step(days)
    return page.choice("by", here.steps(days), "choice.step", here, usual)


def overall(here: Here, n_undated: int, heading: str) -> None:
    """Counts, or shares of all mentions collected; a bar leads to its sentences."""
    st.header(here.reader.say(heading), anchor="course")
    with page.choices("course"):
        unit = step(here, here.period)
        share = page.choice("measure", ("count", "share"), "choice.measure", here) == "share"
        st.html(pieces.legend(here.reader), width="content")
    frame = queries.spread(here.snapshot, here.selection, here.zone, unit)
    if frame.is_empty():
        page.empty(here.reader.say("empty.dated"))
        return
    st.html(pieces.paragraph(words_claim.peak(frame, unit, here.reader), "cw-lead"))
    figure = charts.spread(frame, here.reader, here.mode, unit, share)
    bars = page.picked(
        figure, "spread", here.reader.say("alt.spread", step=_step(unit, here)), BARS
    )
    st.caption(words.coverage(here, n_undated))
    _as_table(frame, unit, here)
    download.offer(frame, "mentions-over-time", here.reader)
    _behind(bars, unit, None, here)


def of_claim(claim_id: str, mentions: pl.DataFrame, n_undated: int, here: Here) -> bool:
    """One claim's course, step by step or so far; whether it has a dated mention at all."""
    days = words.days_of(mentions)
    if days is None:
        return False
    heading = st.container()
    with page.choices("course"):
        unit = step(here, days)
        course = page.choice("course", ("each", "total"), "choice.course", here)
        st.html(pieces.legend(here.reader), width="content")
    frame = queries.spread(here.snapshot, here.selection, here.zone, unit, claim_id)
    heading.header(here.reader.say(f"claim.spread.{course}"), anchor="course")
    if frame.is_empty():
        # Only sentences that are gone from their articles are left: they are listed, not drawn.
        page.empty(here.reader.say("claim.no_mentions"), here.reader.say("empty.filters.hint"))
        return True
    st.html(pieces.paragraph(words_claim.peak(frame, unit, here.reader), "cw-lead"))
    bars: list[str] = []
    alt = here.reader.say(f"alt.{course}", step=_step(unit, here))
    if course == "total":
        figure = charts.cumulative(frame, here.reader, here.mode, unit)
        if mark := ways.chart(figure, f"total-{claim_id}", alt):
            until = ways.days(datetime.fromisoformat(mark[0]), unit)[1]
            span = days[0], until
            ways.go_to(ways.address(here, status=mark[1], span=span, claim=claim_id))
    else:
        figure = charts.spread(frame, here.reader, here.mode, unit)
        bars = page.picked(figure, f"each-{claim_id}", alt, BARS)
    st.caption(words.coverage(here, n_undated, days))
    _as_table(frame, unit, here, claim_id)
    download.offer(frame, f"course-{claim_id}", here.reader)
    _behind(bars, unit, claim_id, here)
    return True


def _behind(bars: list[str], unit: str, claim_id: str | None, here: Here) -> None:
    """The sentences behind the bars that are selected."""
    if not bars:
        return
    found = queries.behind(here.snapshot, here.selection, here.zone, unit, bars, claim_id)
    chart = f"each-{claim_id}" if claim_id else "spread"
    with st.container(key="behind"):
        if found.is_empty():
            page.empty(here.reader.say("empty.bar"))
        else:
            st.subheader(words_claim.behind(found, here.reader))
            rows.statements(found, here, with_claim=claim_id is None)
            download.offer(found, "sentences-of-a-bar", here.reader)
        page.unpick([chart], here.reader.say("bar.close"), BARS)


def _as_table(frame: pl.DataFrame, unit: str, here: Here, claim_id: str = "") -> None:
    """The same in rows, for whoever reads rather than sees, and for the keyboard."""
    with st.expander(here.reader.say("ways.table")):
        st.html(pieces.table(*tables_course.steps(frame, unit, here, claim_id)))


def _step(unit: str, here: Here) -> str:
    return here.reader.say(f"step.{unit}")

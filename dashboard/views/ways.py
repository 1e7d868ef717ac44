"""The ways to the sentences: addresses behind the marks of charts and the figures of tables."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import plotly.graph_objects as go
import polars as pl
import streamlit as st

from dashboard import pieces, share
from dashboard.filters import written
from dashboard.pieces import Way
from dashboard.queries.selection import Selection
from dashboard.views.page import QUIET, Here

Params = dict[str, str | list[str]]
Span = tuple[date, date]


def address(
    here: Here,
    source: str = "",
    status: str = "",
    party: str = "",
    span: Span | None = None,
    claim: str = "",
    cited: str = "",
    late: str = "",
    event: str = "",
    denying: str = "",
    stating: str = "",
    article: str = "",
    about: str = "",
) -> Params:
    """The parameters that show these sentences, or claims, of all that the filters leave."""
    chosen = here.selection
    if source:
        chosen = replace(chosen, sources=(source,))
    if status:
        chosen = replace(chosen, statuses=(status,))
    if party:
        chosen = replace(chosen, parties=(party,))
    if span:
        since, until = chosen.since or span[0], chosen.until or span[1]
        chosen = replace(chosen, since=max(span[0], since), until=min(span[1], until))
    spoken: Params = {name: here.params[name] for name in ("lang", "tz") if name in here.params}
    narrowed: Params = {"claim": claim, "cited": cited, "late": late, "event": event}
    narrowed |= {"denying": denying, "stating": stating, "article": article, "about": about}
    asked = {name: value for name, value in narrowed.items() if value}
    return {**written(chosen), **spoken, **asked}


def articles(here: Here, **asked: str) -> Params:
    """The parameters that show these articles; the filters stay for the pages behind them."""
    return {**here.params, **{name: value for name, value in asked.items() if value != "all"}}


def over_all(here: Here) -> Here:
    """The same place without filters, for figures that the filters do not narrow."""
    return replace(here, selection=Selection(as_of=here.selection.as_of))


def listed(n: int, to: str, params: pieces.Params) -> Way:
    """The list behind a key figure; none where there is nothing to list."""
    return (to, params) if n else None


def days(start: datetime, step: str) -> Span:
    """The first and last day of a step of a chart; an hour means its day."""
    first = start.date()
    if step == "month":
        return first, first.replace(day=monthrange(first.year, first.month)[1])
    return first, first + timedelta(days=6 if step == "week" else 0)


def tally(
    n: int,
    status: str,
    here: Here,
    source: str = "",
    party: str = "",
    claim: str = "",
    span: Span | None = None,
    about: str = "",
) -> str:
    """A count in its status's colour and shape, as the way to its sentences."""
    words = pieces.tally(n, status, here.reader)
    params = address(here, source, status, party, span, claim, about=about)
    return pieces.way("sentences", params, words) if n else words


def bar(n: int, name: str, status: str, here: Here) -> str:
    """A count as the way to the sentences of a chart's bar, on the page of the chart itself."""
    words = pieces.tally(n, status, here.reader)
    every = {one: st.query_params.get_all(one) for one in st.query_params}
    return pieces.way("", {**every, "bar": name}, words) if n else words


def count(n: int, here: Here, source: str, cited: str = "", late: str = "") -> str:
    """A count as the way to its sentences."""
    params = address(here, source=source, cited=cited, late=late)
    return pieces.inner("sentences", params, here.reader.number(n)) if n else "0"


def chart(figure: go.Figure, name: str, alt: str) -> Sequence[str]:
    """A figure whose marks lead elsewhere: what the mark that was just clicked stands for."""
    event = st.plotly_chart(
        figure,
        theme=None,
        config=QUIET,
        alt=alt,
        key=f"chart-{name}",
        on_select="rerun",
        selection_mode="points",
    )
    points = event["selection"]["points"]
    return [str(part) for part in points[0]["customdata"]] if points else ()


def nth(frame: pl.DataFrame, place: str) -> str:
    """The outlet that stands at a place of a chart's rows, counted from 0."""
    return str(frame["source_id"].unique(maintain_order=True)[int(place)])


def go_to(params: Params) -> None:
    """Open the sentences."""
    share.follow("sentences", params)

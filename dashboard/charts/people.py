"""Parties as bars of their statuses."""

from html import escape

import plotly.graph_objects as go
import polars as pl

from dashboard.charts.frame import blank, named_rows, whole
from dashboard.text import Reader, plain
from dashboard.theme import PAINTS, STATUSES, Mode


def parties(frame: pl.DataFrame, reader: Reader, mode: Mode, first: str = "all") -> go.Figure:
    """A bar a party in the colours of what it says; the status `first` begins every bar."""
    rows = frame.to_dicts()
    figure = blank(reader, mode, height=70 + 30 * max(len(rows), 2))
    for status in sorted(STATUSES, key=lambda status: status != first):
        figure.add_bar(
            x=[row[f"n_{status}"] for row in rows],
            y=list(range(len(rows))),
            orientation="h",
            name=reader.word("status", status),
            marker={"color": PAINTS[mode].mark[status], "line": {"width": 0}},
            # The row's number and not its id: an id may be words from outside.
            customdata=[[place, status] for place in range(len(rows))],
            text=[_words(row, status, reader) for row in rows],
            textposition="none",
            hovertemplate="%{text}<extra></extra>",
        )
    longest = max((row["n_mentions"] for row in rows), default=0)
    figure.update_layout(barmode="stack", hovermode="closest", clickmode="event+select")
    figure.update_xaxes(
        title_text=reader.say("axis.mentions"),
        tickformat=",d",
        rangemode="tozero",
        dtick=whole(longest),
    )
    named_rows(figure, [row["party"] for row in rows], mode, 22)
    return figure


def _words(row: dict[str, object], status: str, reader: Reader) -> str:
    name, n = escape(plain(str(row["party"]), 60)), row[f"n_{status}"]
    assert isinstance(n, int)
    return f"{name}<br>{reader.count('mention', n)} {reader.word('status', status)}"

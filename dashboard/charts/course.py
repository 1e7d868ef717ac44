"""Mentions over time, as bars and as lines."""

from datetime import timedelta
from math import ceil

import plotly.graph_objects as go
import polars as pl

from dashboard.charts.frame import STEPS, blank, shares, time_axis, when, whole, written
from dashboard.text import Reader
from dashboard.theme import PAINTS, STATUSES, SYMBOLS, Mode

# A chart of fewer bars keeps the room of so many.
FEWEST = 8


def spread(
    frame: pl.DataFrame, reader: Reader, mode: Mode, step: str, share: bool = False
) -> go.Figure:
    """Stacked bars: mentions per step by status, as counts or as a share of all collected then."""
    figure = blank(reader, mode, height=280)
    collected = pl.col("n_all")
    values = pl.when(collected > 0).then(pl.col("n_mentions") / collected).otherwise(0.0)
    frame = frame.with_columns(value=values if share else pl.col("n_mentions"))
    for status in STATUSES:
        part = frame.filter(pl.col("status") == status).sort("bin")
        figure.add_bar(
            x=part["bin"].to_list(),
            y=part["value"].to_list(),
            width=0.8 * (STEPS[step] / timedelta(milliseconds=1)),
            name=reader.word("status", status),
            marker={"color": PAINTS[mode].mark[status], "line": {"width": 0}},
            customdata=[
                [f"{at.isoformat(timespec='minutes')}~{status}", when(at, reader, step)]
                for at in part["bin"]
            ],
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 0.4}},
            text=[_amount(row, reader, share) for row in part.iter_rows(named=True)],
            textposition="none",
            hovertemplate="%{customdata[1]}<br>%{text}<extra></extra>",
        )
    figure.update_layout(barmode="stack", clickmode="event+select", hovermode="closest")
    if share:
        # Of all that was collected a filter may leave little: then the axis ends where it does.
        top = _end(frame)
        figure.update_yaxes(title_text=reader.say("axis.share"), range=[0, top])
        figure.update_yaxes(**shares(reader, top))
    else:
        figure.update_yaxes(
            title_text=reader.say("axis.mentions"),
            tickformat=",d",
            rangemode="tozero",
            dtick=whole(_tallest(frame)),
        )
    time_axis(figure, frame["bin"].to_list(), reader, step, room=FEWEST)
    return figure


def cumulative(frame: pl.DataFrame, reader: Reader, mode: Mode, step: str) -> go.Figure:
    """Lines: mentions so far by status, each line ending in its status's shape."""
    figure = blank(reader, mode, height=280)
    for status in STATUSES:
        part = frame.filter(pl.col("status") == status).sort("bin")
        # A line begins with its first mention: before it there is nothing to read.
        part = part.with_columns(total=pl.col("n_mentions").cum_sum()).filter(pl.col("total") > 0)
        total = part["total"].to_list()
        if not total:
            continue
        figure.add_scatter(
            x=part["bin"].to_list(),
            y=total,
            name=reader.word("status", status),
            mode="lines+markers",
            line={"color": PAINTS[mode].mark[status], "width": 2.5, "shape": "hv"},
            marker={
                "symbol": SYMBOLS[status],
                "color": PAINTS[mode].mark[status],
                "size": [0] * (len(total) - 1) + [11],
                "opacity": 1,
                "line": {"width": 0},
            },
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 1}},
            customdata=[
                [at.isoformat(timespec="minutes"), status, when(at, reader, step)]
                for at in part["bin"]
            ],
            text=[f"{reader.number(n)} {reader.word('status', status)}" for n in total],
            hovertemplate="%{customdata[2]}<br>%{text}<extra></extra>",
        )
    figure.update_layout(hovermode="closest", clickmode="event+select", hoverdistance=40)
    tallest = frame.group_by("status").agg(pl.col("n_mentions").sum())["n_mentions"].max()
    figure.update_yaxes(
        title_text=reader.say("axis.total"),
        rangemode="tozero",
        tickformat=",d",
        dtick=whole(tallest),
    )
    time_axis(figure, frame["bin"].to_list(), reader, step)
    return figure


def _tallest(frame: pl.DataFrame) -> object:
    return frame.group_by("bin").agg(pl.col("n_mentions").sum())["n_mentions"].max()


def _end(frame: pl.DataFrame) -> float:
    """Where an axis of shares ends: at all of them, or at the full percent above the tallest."""
    top = frame.group_by("bin").agg(pl.col("value").sum())["value"].max()
    if not isinstance(top, int | float) or top > 0.5:
        return 1
    return max(ceil(top * 100), 1) / 100


def _amount(row: dict[str, object], reader: Reader, share: bool) -> str:
    value = row["value"]
    assert isinstance(value, int | float)
    return f"{written(value, reader, share)} {reader.word('status', str(row['status']))}"

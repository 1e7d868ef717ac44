"""Outlets over time as strips: the more an outlet reports in a step, the stronger."""

from datetime import datetime, timedelta
from html import escape
from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboard.charts.frame import STEPS, blank, named_rows, time_axis, when, written
from dashboard.text import Reader, plain
from dashboard.theme import Mode, shade

TALL = 0.88


def calendar(
    frame: pl.DataFrame, reader: Reader, mode: Mode, step: str, share: bool = False
) -> go.Figure:
    """Outlets down, time across, as counts or as a share of all mentions of the step.

    The parts of a strip are bars, for those can be selected: each names its outlet's place and its
    start.
    """
    value = "share" if share else "n_mentions"
    outlets = frame["source_id"].unique(maintain_order=True).to_list()
    names = dict(frame.select("source_id", "source").unique("source_id").iter_rows())
    figure = blank(reader, mode, height=60 + 30 * max(len(outlets), 2))
    rows = frame.filter(pl.col("n_mentions") > 0).sort("bin").to_dicts()
    places = {outlet: place for place, outlet in enumerate(outlets)}
    top = max((row[value] for row in rows), default=1) or 1
    lengths = [_length(row["bin"], step) for row in rows]
    figure.add_bar(
        x=[row["bin"] + length / 2 for row, length in zip(rows, lengths, strict=True)],
        base=[places[row["source_id"]] - TALL / 2 for row in rows],
        y=[TALL] * len(rows),
        width=[length / timedelta(milliseconds=1) for length in lengths],
        marker={
            "color": [shade(mode, 0.12 + 0.83 * row[value] / top) for row in rows],
            "line": {"width": 0},
        },
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
        customdata=[
            [places[row["source_id"]], row["bin"].isoformat(timespec="minutes")] for row in rows
        ],
        text=[_words(row, reader, step, share) for row in rows],
        textposition="none",
        hovertemplate="%{text}<extra></extra>",
    )
    # All at once: Plotly looks at every shape again for each one that is added.
    strips = [
        {
            "type": "rect",
            "xref": "x domain",
            "x0": 0,
            "x1": 1,
            "y0": place - TALL / 2,
            "y1": place + TALL / 2,
            "fillcolor": shade(mode, 0.03),
            "line_width": 0,
            "layer": "below",
        }
        for place in range(len(outlets))
    ]
    figure.update_layout(
        shapes=strips, barmode="overlay", hovermode="closest", clickmode="event+select"
    )
    time_axis(figure, frame["bin"].unique().sort().to_list(), reader, step, gaps=2)
    named_rows(figure, [names[outlet] for outlet in outlets], mode)
    return figure


def _length(start: datetime, step: str) -> timedelta:
    if step != "month":
        return STEPS[step]
    return (start.replace(day=1) + timedelta(days=32)).replace(day=1) - start


def _words(row: dict[str, Any], reader: Reader, step: str, share: bool) -> str:
    amount = (
        written(row["share"], reader, True) if share else reader.count("mention", row["n_mentions"])
    )
    return f"{escape(plain(row['source'], 60))}<br>{when(row['bin'], reader, step)}<br>{amount}"

"""Outlets over time as strips: the more an outlet reports in a step, the darker."""

from html import escape

import plotly.graph_objects as go
import polars as pl

from dashboard.charts.frame import blank, named_rows, time_axis, when, written
from dashboard.text import Reader, plain
from dashboard.theme import Mode, shade


def calendar(
    frame: pl.DataFrame, reader: Reader, mode: Mode, step: str, share: bool = False
) -> go.Figure:
    """Outlets down, time across, as counts or as a share of all mentions of the step."""
    value = "share" if share else "n_mentions"
    outlets = frame["source_id"].unique(maintain_order=True).to_list()
    names = dict(frame.select("source_id", "source").unique("source_id").iter_rows())
    bins = frame["bin"].unique().sort().to_list()
    figure = blank(reader, mode, height=60 + 30 * max(len(outlets), 2))
    values = [frame.filter(pl.col("source_id") == outlet)[value].to_list() for outlet in outlets]
    times = [when(time, reader, step) for time in bins]
    figure.add_heatmap(
        x=bins,
        y=list(range(len(outlets))),
        z=values,
        zmin=0,
        zmax=max((n for row in values for n in row), default=1) or 1,
        colorscale=[[0, shade(mode, 0.03)], [0.001, shade(mode, 0.12)], [1, shade(mode, 0.95)]],
        showscale=False,
        ygap=3,
        xgap=1 if len(bins) <= 120 else 0,
        customdata=[
            [
                f"{escape(plain(names[outlet], 60))}<br>{time}<br>{_amount(n, reader, share)}"
                for time, n in zip(times, row, strict=True)
            ]
            for outlet, row in zip(outlets, values, strict=True)
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )
    time_axis(figure, bins, reader, step)
    named_rows(figure, [names[outlet] for outlet in outlets], mode)
    return figure


def _amount(n: float, reader: Reader, share: bool) -> str:
    return written(n, reader, True) if share else reader.count("mention", int(n))

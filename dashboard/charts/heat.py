"""Outlets by status as a table of colours."""

from html import escape

import plotly.graph_objects as go
import polars as pl

from dashboard.charts.frame import axis_name, blank, written
from dashboard.text import Reader, plain
from dashboard.theme import PAINTS, STATUSES, Mode, readable, tint

# How much of a status's colour the palest and the strongest cell of a table of colours hold.
FAINTEST, STRONGEST = 0.05, 0.85


def heat(frame: pl.DataFrame, reader: Reader, mode: Mode, share: bool = False) -> go.Figure:
    """Outlets down, statuses across; each column shades from paper to its status's own colour."""
    value = "share" if share else "n_mentions"
    outlets = frame["source_id"].unique(maintain_order=True).to_list()[::-1]
    names = dict(frame.select("source_id", "source").unique("source_id").iter_rows())
    figure = blank(reader, mode, height=70 + 34 * max(len(outlets), 2))
    top = 1.0 if share else float(frame["n_mentions"].max() or 1)  # type: ignore[arg-type]
    for place, status in enumerate(STATUSES):
        part = frame.filter(pl.col("status") == status)
        values = dict(part.select("source_id", value).iter_rows())
        # A column of its own in a table of three, so that each status keeps its own colour.
        column = [[None] * place + [values[outlet]] + [None] * (2 - place) for outlet in outlets]
        figure.add_heatmap(
            x=[0, 1, 2],
            y=list(range(len(outlets))),
            z=column,
            zmin=0,
            zmax=top,
            colorscale=[[0, tint(mode, status, FAINTEST)], [1, tint(mode, status, STRONGEST)]],
            showscale=False,
            hoverongaps=False,
            xgap=3,
            ygap=3,
            text=[["" if n is None else written(n, reader, share) for n in row] for row in column],
            name=reader.word("status", status),
            customdata=[[escape(plain(names[outlet], 80))] * 3 for outlet in outlets],
            hovertemplate="%{customdata}<br>%{text} "
            + reader.word("status", status)
            + "<extra></extra>",
        )
        shades = [FAINTEST + (STRONGEST - FAINTEST) * values[o] / top for o in outlets]
        figure.add_scatter(
            x=[place] * len(outlets),
            y=list(range(len(outlets))),
            mode="text",
            text=[written(values[outlet], reader, share) for outlet in outlets],
            textfont={"color": [readable(tint(mode, status, s)) for s in shades]},
            hoverinfo="skip",
        )
    figure.update_xaxes(
        range=[-0.5, 2.5],
        tickmode="array",
        tickvals=[0, 1, 2],
        ticktext=[reader.word("status", status) for status in STATUSES],
    )
    figure.update_xaxes(side="top", tickfont_color=PAINTS[mode].ink)
    figure.update_yaxes(
        tickmode="array",
        tickvals=list(range(len(outlets))),
        ticktext=[axis_name(names[outlet], 18) for outlet in outlets],
        range=[-0.5, len(outlets) - 0.5],
        showgrid=False,
        tickfont_color=PAINTS[mode].ink,
    )
    return figure

"""Outlets by status as a table of colours."""

from html import escape

import plotly.graph_objects as go
import polars as pl

from dashboard.charts.frame import blank, named_rows, written
from dashboard.text import Reader, plain
from dashboard.theme import GLYPHS, PAINTS, STATUSES, Mode, readable, tint

# How much of a status's colour the palest and the strongest cell of a table of colours hold.
FAINTEST, STRONGEST = 0.05, 0.85
# What a cell fills of its place in the table.
WIDE, TALL = 0.98, 0.9


def heat(frame: pl.DataFrame, reader: Reader, mode: Mode, share: bool = False) -> go.Figure:
    """Outlets down, statuses across; each column shades from paper to its status's own colour.

    The cells are bars, for those can be selected: each names its outlet's place and its status.
    """
    value = "share" if share else "n_mentions"
    outlets = frame["source_id"].unique(maintain_order=True).to_list()
    names = dict(frame.select("source_id", "source").unique("source_id").iter_rows())
    figure = blank(reader, mode, height=60 + 34 * max(len(outlets), 2))
    top = 1.0 if share else float(frame["n_mentions"].max() or 1)  # type: ignore[arg-type]
    for column, status in enumerate(STATUSES):
        part = frame.filter(pl.col("status") == status)
        found = dict(part.select("source_id", value).iter_rows())
        values = [found[outlet] for outlet in outlets]
        colours = [tint(mode, status, FAINTEST + (STRONGEST - FAINTEST) * n / top) for n in values]
        figure.add_bar(
            orientation="h",
            base=[column - WIDE / 2] * len(outlets),
            x=[WIDE] * len(outlets),
            y=list(range(len(outlets))),
            width=TALL,
            name=reader.word("status", status),
            marker={"color": colours, "line": {"width": 0}},
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 1}},
            text=[written(n, reader, share) for n in values],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": [readable(colour) for colour in colours], "size": 13},
            customdata=[
                [place, status, escape(plain(names[outlet], 80))]
                for place, outlet in enumerate(outlets)
            ],
            hovertemplate="%{customdata[2]}<br>%{text} "
            + reader.word("status", status)
            + "<extra></extra>",
        )
    figure.update_layout(barmode="overlay", hovermode="closest", clickmode="event+select")
    figure.update_xaxes(
        range=[-0.5, 2.5],
        tickmode="array",
        tickvals=[0, 1, 2],
        # In two lines, as in one they would be turned on a phone.
        ticktext=[f"{GLYPHS[status]}<br>{reader.word('status', status)}" for status in STATUSES],
        tickangle=0,
        side="top",
        tickfont_color=PAINTS[mode].ink,
    )
    named_rows(figure, [names[outlet] for outlet in outlets], mode)
    return figure

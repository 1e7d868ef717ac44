"""One mark a mention."""

from datetime import datetime
from functools import lru_cache
from html import escape
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboard.charts.frame import axis_name, blank, mark_axis
from dashboard.text import Reader, plain
from dashboard.theme import PAINTS, STATUSES, SYMBOLS, Mode


def dots(frame: pl.DataFrame, reader: Reader, mode: Mode) -> go.Figure:
    """One mark per dated mention: time across, a row per outlet, colour and shape by status."""
    dated = frame.filter(pl.col("local_at").is_not_null(), pl.col("removed_at").is_null())
    # The outlet that had the claim first stands at the top.
    outlets = dated.sort("local_at")["source_id"].unique(maintain_order=True).to_list()[::-1]
    names = dict(dated.select("source_id", "source").unique("source_id").iter_rows())
    rows = {outlet: place for place, outlet in enumerate(outlets)}
    figure = blank(reader, mode, height=90 + 34 * max(len(outlets), 2))
    for status in STATUSES:
        part = dated.filter(pl.col("status") == status)
        figure.add_scatter(
            # Arrays: Plotly looks at each item of a list, and copies it.
            x=part["local_at"].to_numpy(),
            y=pl.Series(
                [rows[row["source_id"]] + beside(row) for row in part.iter_rows(named=True)]
            ).to_numpy(),
            name=reader.word("status", status),
            mode="markers",
            marker={
                "symbol": SYMBOLS[status],
                "color": PAINTS[mode].mark[status],
                "size": 11 if status != "denied" else 10,
                "line": {"width": 1, "color": PAINTS[mode].paper},
            },
            selected={"marker": {"size": 16}},
            unselected={"marker": {"opacity": 0.35}},
            customdata=part.select("mention_id").to_numpy(),
            text=pl.Series([said(row, reader) for row in part.iter_rows(named=True)]).to_numpy(),
            hovertemplate="%{text}<extra></extra>",
        )
    figure.update_layout(hovermode="closest", clickmode="event+select")
    figure.update_yaxes(
        tickmode="array",
        tickvals=list(rows.values()),
        ticktext=[axis_name(names[outlet], 18) for outlet in outlets],
        range=[-0.6, len(outlets) - 0.4],
        tickfont_color=PAINTS[mode].ink,
    )
    mark_axis(figure, dated["local_at"].to_list(), reader, gaps=2)
    return figure


def beside(row: dict[str, int]) -> float:
    """How far a mark moves off its row's line so that marks of one moment stand side by side."""
    gap = min(0.22, 0.7 / max(row["n_beside"] - 1, 1))
    return ((row["n_beside"] - 1) / 2 - (row["place"] - 1)) * gap


def said(row: dict[str, Any], reader: Reader) -> str:
    """The sentence for a hover label, which reads HTML: escaped, wrapped, bounded."""
    words = row["text"], row["source"], row["status"]
    return _label(*words, row["appeared_at"], row["precision"], reader)


# A claim with thousands of mentions is drawn anew at every click.
@lru_cache(maxsize=10_000)
def _label(
    text: str, source: str, status: str, at: datetime | None, precision: str, reader: Reader
) -> str:
    lines = "<br>".join(escape(line) for line in wrap(plain(text, 240), 56))
    head = f"<b>{escape(plain(source, 60))}</b> · {reader.word('status', status)}"
    return f"{head}<br>{reader.moment(at, precision)}<br>{lines}"

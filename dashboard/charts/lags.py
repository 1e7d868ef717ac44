"""How soon each outlet has what others have too."""

from html import escape

import plotly.graph_objects as go
import polars as pl

from dashboard.charts.frame import blank, named_rows, shares
from dashboard.text import Reader, plain
from dashboard.theme import Mode, shade

# From having had it first to more than three days later: the later, the paler.
BUCKETS = ("first", "1h", "6h", "1d", "3d", "later")
STRENGTHS = (0.95, 0.72, 0.52, 0.36, 0.22, 0.1)


def lags(frame: pl.DataFrame, reader: Reader, mode: Mode) -> go.Figure:
    """A bar an outlet, as long as the whole; its parts are the shares of its claims by lag."""
    rows = frame.to_dicts()
    figure = blank(reader, mode, height=60 + 30 * max(len(rows), 2))
    for bucket, strength in zip(BUCKETS, STRENGTHS, strict=True):
        values = [row[f"n_{bucket}"] for row in rows]
        figure.add_bar(
            x=[n / row["n_shared"] for n, row in zip(values, rows, strict=True)],
            y=list(range(len(rows))),
            orientation="h",
            name=reader.say(f"lag.{bucket}"),
            marker={"color": shade(mode, strength), "line": {"width": 0}},
            customdata=[[place, bucket] for place in range(len(rows))],
            text=[_words(row, n, bucket, reader) for n, row in zip(values, rows, strict=True)],
            textposition="none",
            hovertemplate="%{text}<extra></extra>",
        )
    figure.update_layout(barmode="stack", hovermode="closest", clickmode="event+select")
    # Plotly leaves out a label that would reach over the edge: half of the last one needs room.
    figure.update_layout(margin_r=24)
    figure.update_xaxes(range=[0, 1.03], title_text=reader.say("axis.shared"), **shares(reader))
    named_rows(figure, [row["source"] for row in rows], mode)
    return figure


def lag_keys(mode: Mode, reader: Reader) -> list[tuple[str, str]]:
    """Colour and words of each part of a bar."""
    pairs = zip(BUCKETS, STRENGTHS, strict=True)
    return [(shade(mode, strength), reader.say(f"lag.{bucket}")) for bucket, strength in pairs]


def _words(row: dict[str, str], n: int, bucket: str, reader: Reader) -> str:
    name = escape(plain(row["source"], 60))
    return f"{name}<br>{reader.count('claim', n)}: {reader.say(f'lag.{bucket}')}"

"""Ranked bars."""

from collections.abc import Sequence
from html import escape

import plotly.graph_objects as go

from dashboard.charts.frame import blank, named_rows, whole
from dashboard.text import Reader
from dashboard.theme import PAINTS, Mode


def ranked_bars(
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[int]]],
    axis: str,
    reader: Reader,
    mode: Mode,
) -> go.Figure:
    """Horizontal bars, the first label on top; a second series is drawn lighter behind it."""
    figure = blank(reader, mode, height=70 + 30 * max(len(labels), 2))
    paint = PAINTS[mode]
    for (name, values), colour in zip(series, (paint.faint, paint.line), strict=False):
        figure.add_bar(
            x=list(values),
            y=list(range(len(labels))),
            orientation="h",
            name=name,
            marker={"color": colour, "line": {"width": 0}},
            customdata=[[place] for place in range(len(labels))],
            text=[f"{reader.number(n)} · {escape(name)}" for n in values],
            textposition="none",
            hovertemplate="%{text}<extra></extra>",
        )
    longest = max(
        (sum(bar) for bar in zip(*(values for _, values in series), strict=True)), default=0
    )
    figure.update_layout(barmode="stack", hovermode="closest", clickmode="event+select")
    figure.update_xaxes(title_text=axis, tickformat=",d", rangemode="tozero", dtick=whole(longest))
    named_rows(figure, labels, mode, 22)
    return figure

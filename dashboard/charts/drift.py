"""How a number drifts from text to text."""

from collections import Counter
from math import ceil, floor, log10

import plotly.graph_objects as go
import polars as pl

from dashboard.charts.dots import said
from dashboard.charts.frame import blank, mark_axis
from dashboard.text import Reader
from dashboard.theme import PAINTS, STATUSES, SYMBOLS, Mode

# From this ratio of the largest to the smallest number on, an even scale would hide the small ones.
WIDE = 30


def drift(frame: pl.DataFrame, reader: Reader, mode: Mode) -> go.Figure:
    """One mark for each number that a dated sentence states; colour and shape are its status."""
    figure = blank(reader, mode, height=300)
    for status in STATUSES:
        part = frame.filter(pl.col("status") == status)
        figure.add_scatter(
            # Arrays: Plotly looks at each item of a list, and copies it.
            x=part["local_at"].to_numpy(),
            y=part["number"].to_numpy(),
            name=reader.word("status", status),
            mode="markers",
            marker={
                "symbol": SYMBOLS[status],
                "color": PAINTS[mode].mark[status],
                "size": 11,
                "line": {"width": 1, "color": PAINTS[mode].paper},
            },
            selected={"marker": {"size": 16}},
            unselected={"marker": {"opacity": 0.35}},
            customdata=part.select("mention_id").to_numpy(),
            text=pl.Series(
                f"<b>{reader.number(row['number'])}</b><br>{said(row, reader)}"
                for row in part.iter_rows(named=True)
            ).to_numpy(),
            hovertemplate="%{text}<extra></extra>",
        )
    figure.update_layout(hovermode="closest", clickmode="event+select")
    numbers = frame["number"].to_list()
    wide = bool(numbers) and max(numbers) > WIDE * min(numbers)
    ticks = _powers(numbers) if wide else _ticks(numbers)
    figure.update_yaxes(
        title_text=reader.say("axis.number"),
        type="log" if wide else "linear",
        rangemode="normal" if wide else "tozero",
        tickmode="array",
        tickvals=ticks,
        ticktext=[reader.number(tick) for tick in ticks],
    )
    mark_axis(figure, frame["local_at"].to_list(), reader)
    return figure


def _powers(numbers: list[float]) -> list[float]:
    """Powers of ten over the span of the numbers."""
    return [10.0**n for n in range(floor(log10(min(numbers))), ceil(log10(max(numbers))) + 1)]


def _ticks(numbers: list[float]) -> list[float]:
    """The numbers that are stated most, six at most: they say more than round ones would."""
    counted = Counter(numbers)
    chosen: list[float] = []
    for number in sorted(counted, key=lambda number: (-counted[number], number)):
        if all(abs(number - other) > 0.12 * max(number, other) for other in chosen):
            chosen.append(number)
    return sorted(chosen[:6])

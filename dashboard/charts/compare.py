"""Some claims side by side."""

from datetime import datetime

import plotly.graph_objects as go
import polars as pl

from dashboard.charts.frame import blank, time_axis, when, whole
from dashboard.text import Reader
from dashboard.theme import DASHES, SERIES, Mode


def compared(
    frame: pl.DataFrame, reader: Reader, mode: Mode, step: str, total: bool = False
) -> go.Figure:
    """A line a claim, its number at its end: mentions per step, or so far."""
    figure = blank(reader, mode, height=300)
    tallest = 0
    ends: list[tuple[int, int, datetime]] = []
    for place in frame["place"].unique(maintain_order=True):
        part = frame.filter(pl.col("place") == place).sort("bin")
        counts = part["n_mentions"].cum_sum() if total else part["n_mentions"]
        tallest = max(tallest, int(counts.max() or 0))  # type: ignore[arg-type]
        colour = SERIES[mode][place - 1]
        figure.add_scatter(
            x=part["bin"].to_list(),
            y=counts.to_list(),
            name=str(place),
            # Marks that nobody sees, for a line by itself cannot be selected.
            mode="lines+markers",
            marker={"size": 9, "opacity": 0},
            selected={"marker": {"opacity": 0}},
            unselected={"marker": {"opacity": 0}},
            line={
                "color": colour,
                "width": 2.5,
                "dash": DASHES[place - 1],
                "shape": "hv" if total else "linear",
            },
            customdata=[[str(place), at.isoformat(timespec="minutes")] for at in part["bin"]],
            text=[
                f"{when(at, reader, step)}<br>{place}: {reader.count('mention', n)}"
                for at, n in zip(part["bin"], counts, strict=True)
            ],
            hovertemplate="%{text}<extra></extra>",
        )
        ends.append((place, int(counts[-1]), part["bin"][-1]))
    for (place, _, at), height in zip(
        ends, _apart([end for _, end, _ in ends], tallest), strict=True
    ):
        figure.add_annotation(
            x=at,
            y=height,
            text=f"<b>{place}</b>",
            font={"color": SERIES[mode][place - 1], "size": 14},
            showarrow=False,
            xanchor="left",
            xshift=6,
        )
    figure.update_layout(
        margin_r=28, hovermode="closest", clickmode="event+select", hoverdistance=40
    )
    figure.update_yaxes(
        title_text=reader.say("axis.total" if total else "axis.mentions"),
        rangemode="tozero",
        tickformat=",d",
        dtick=whole(tallest),
    )
    time_axis(figure, frame["bin"].to_list(), reader, step)
    return figure


def _apart(ends: list[int], tallest: int) -> list[float]:
    """Heights for the numbers at the ends of lines, moved up where they would cover each other."""
    gap, free = 0.075 * max(tallest, 1), -1.0
    heights = [0.0] * len(ends)
    # Of two lines that end together the later one's number stands lower.
    for place in sorted(range(len(ends)), key=lambda place: (ends[place], -place)):
        heights[place] = max(float(ends[place]), free)
        free = heights[place] + gap
    return heights

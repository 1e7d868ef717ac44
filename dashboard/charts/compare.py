"""Some claims side by side."""

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
    for place in frame["place"].unique(maintain_order=True):
        part = frame.filter(pl.col("place") == place).sort("bin")
        counts = part["n_mentions"].cum_sum() if total else part["n_mentions"]
        tallest = max(tallest, int(counts.max() or 0))  # type: ignore[arg-type]
        colour = SERIES[mode][place - 1]
        figure.add_scatter(
            x=part["bin"].to_list(),
            y=counts.to_list(),
            name=str(place),
            mode="lines+text",
            line={
                "color": colour,
                "width": 2.5,
                "dash": DASHES[place - 1],
                "shape": "hv" if total else "linear",
            },
            text=[""] * (part.height - 1) + [f"<b>{place}</b>"],
            textposition="middle right",
            textfont={"color": colour, "size": 14},
            cliponaxis=False,
            customdata=[
                f"{when(at, reader, step)}<br>{place}: {reader.count('mention', n)}"
                for at, n in zip(part["bin"], counts, strict=True)
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    figure.update_layout(margin_r=28)
    figure.update_yaxes(
        title_text=reader.say("axis.total" if total else "axis.mentions"),
        rangemode="tozero",
        tickformat=",d",
        dtick=whole(tallest),
    )
    time_axis(figure, frame["bin"].to_list(), reader, step)
    return figure

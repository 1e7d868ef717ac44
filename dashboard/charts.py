"""Figures as pure functions of frames; neither Streamlit nor DuckDB is known here."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from html import escape
from textwrap import wrap

import plotly.graph_objects as go
import polars as pl

from dashboard.text import Reader, plain
from dashboard.theme import PAINTS, STATUSES, SYMBOLS, Mode, readable, template, tint

# How much of a status's colour the palest and the strongest cell of a table of colours hold.
FAINTEST, STRONGEST = 0.05, 0.85


def spread(
    frame: pl.DataFrame, reader: Reader, mode: Mode, step: str, share: bool = False
) -> go.Figure:
    """Stacked bars: mentions per step by status, as counts or as a share of each step."""
    figure = _figure(reader, mode, height=280)
    totals = pl.col("n_mentions").sum().over("bin")
    values = pl.when(totals > 0).then(pl.col("n_mentions") / totals).otherwise(0.0)
    frame = frame.with_columns(value=values if share else pl.col("n_mentions"))
    for status in STATUSES:
        part = frame.filter(pl.col("status") == status).sort("bin")
        figure.add_bar(
            x=part["bin"].to_list(),
            y=part["value"].to_list(),
            name=reader.word("status", status),
            marker={"color": PAINTS[mode].mark[status], "line": {"width": 0}},
            customdata=[_when(at, reader, step) for at in part["bin"]],
            text=[_amount(row, reader, share) for row in part.iter_rows(named=True)],
            textposition="none",
            hovertemplate="%{customdata}<br>%{text}<extra></extra>",
        )
    figure.update_layout(barmode="stack")
    figure.update_yaxes(
        title_text=reader.say("axis.share" if share else "axis.mentions"),
        tickformat=".0%" if share else ",d",
        rangemode="tozero",
        range=[0, 1] if share else None,
        dtick=0.25 if share else _whole(_tallest(frame)),
    )
    _time_axis(figure, frame["bin"].to_list(), reader, step)
    return figure


def cumulative(frame: pl.DataFrame, reader: Reader, mode: Mode, step: str) -> go.Figure:
    """Lines: mentions so far by status, each line ending in its status's shape."""
    figure = _figure(reader, mode, height=280)
    for status in STATUSES:
        part = frame.filter(pl.col("status") == status).sort("bin")
        total = part["n_mentions"].cum_sum().to_list()
        if not total or not total[-1]:
            continue
        figure.add_scatter(
            x=part["bin"].to_list(),
            y=total,
            name=reader.word("status", status),
            mode="lines+markers",
            line={"color": PAINTS[mode].mark[status], "width": 2.5, "shape": "hv"},
            marker={
                "symbol": SYMBOLS[status],
                "color": PAINTS[mode].mark[status],
                "size": [0] * (len(total) - 1) + [11],
                "opacity": 1,
                "line": {"width": 0},
            },
            customdata=[_when(at, reader, step) for at in part["bin"]],
            text=[f"{reader.number(n)} {reader.word('status', status)}" for n in total],
            hovertemplate="%{customdata}<br>%{text}<extra></extra>",
        )
    tallest = frame.group_by("status").agg(pl.col("n_mentions").sum())["n_mentions"].max()
    figure.update_yaxes(
        title_text=reader.say("axis.total"),
        rangemode="tozero",
        tickformat=",d",
        dtick=_whole(tallest),
    )
    _time_axis(figure, frame["bin"].to_list(), reader, step)
    return figure


def dots(frame: pl.DataFrame, reader: Reader, mode: Mode) -> go.Figure:
    """One mark per dated mention: time across, a row per outlet, colour and shape by status."""
    dated = frame.filter(pl.col("local_at").is_not_null(), pl.col("removed_at").is_null())
    # The outlet that had the claim first stands at the top.
    outlets = dated.sort("local_at")["source_id"].unique(maintain_order=True).to_list()[::-1]
    names = dict(dated.select("source_id", "source").unique("source_id").iter_rows())
    rows = {outlet: place for place, outlet in enumerate(outlets)}
    figure = _figure(reader, mode, height=90 + 34 * max(len(outlets), 2))
    for status in STATUSES:
        part = dated.filter(pl.col("status") == status)
        figure.add_scatter(
            x=part["local_at"].to_list(),
            y=[rows[row["source_id"]] + _beside(row) for row in part.iter_rows(named=True)],
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
            customdata=[[mention_id] for mention_id in part["mention_id"]],
            text=[_sentence(row, reader) for row in part.iter_rows(named=True)],
            hovertemplate="%{text}<extra></extra>",
        )
    figure.update_layout(hovermode="closest", clickmode="event+select")
    figure.update_yaxes(
        tickmode="array",
        tickvals=list(rows.values()),
        ticktext=[_label(names[outlet], 18) for outlet in outlets],
        range=[-0.6, len(outlets) - 0.4],
        tickfont_color=PAINTS[mode].ink,
    )
    _time_axis(figure, dated["local_at"].to_list(), reader, "day")
    return figure


def heat(frame: pl.DataFrame, reader: Reader, mode: Mode, share: bool = False) -> go.Figure:
    """Outlets down, statuses across; each column shades from paper to its status's own colour."""
    value = "share" if share else "n_mentions"
    outlets = frame["source_id"].unique(maintain_order=True).to_list()[::-1]
    names = dict(frame.select("source_id", "source").unique("source_id").iter_rows())
    figure = _figure(reader, mode, height=70 + 34 * max(len(outlets), 2))
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
            text=[["" if n is None else _written(n, reader, share) for n in row] for row in column],
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
            text=[_written(values[outlet], reader, share) for outlet in outlets],
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
        ticktext=[_label(names[outlet], 18) for outlet in outlets],
        range=[-0.5, len(outlets) - 0.5],
        showgrid=False,
        tickfont_color=PAINTS[mode].ink,
    )
    return figure


def ranked_bars(
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[int]]],
    axis: str,
    reader: Reader,
    mode: Mode,
) -> go.Figure:
    """Horizontal bars, the first label on top; a second series is drawn lighter behind it."""
    figure = _figure(reader, mode, height=70 + 30 * max(len(labels), 2))
    paint = PAINTS[mode]
    for (name, values), colour in zip(series, (paint.faint, paint.line), strict=False):
        figure.add_bar(
            x=list(values),
            y=list(range(len(labels))),
            orientation="h",
            name=name,
            marker={"color": colour, "line": {"width": 0}},
            customdata=[f"{reader.number(n)} · {escape(name)}" for n in values],
            hovertemplate="%{customdata}<extra></extra>",
        )
    longest = max(
        (sum(bar) for bar in zip(*(values for _, values in series), strict=True)), default=0
    )
    figure.update_layout(barmode="stack")
    figure.update_xaxes(title_text=axis, tickformat=",d", rangemode="tozero", dtick=_whole(longest))
    figure.update_yaxes(
        tickmode="array",
        tickvals=list(range(len(labels))),
        ticktext=[_label(label, 22) for label in labels],
        autorange="reversed",
        showgrid=False,
        tickfont_color=paint.ink,
    )
    return figure


def _figure(reader: Reader, mode: Mode, height: int) -> go.Figure:
    separators = ",." if reader.lang == "de" else ".,"
    return go.Figure(
        layout={"template": template(mode), "height": height, "separators": separators}
    )


def _time_axis(figure: go.Figure, times: list[datetime], reader: Reader, step: str) -> None:
    """Ticks in the reader's language: Plotly itself knows only English months."""
    if not times:
        return
    unit = timedelta(hours=1) if step == "hour" else timedelta(days=1)
    first, last = (
        time.replace(hour=time.hour if step == "hour" else 0, minute=0, second=0, microsecond=0)
        for time in (min(times), max(times))
    )
    # At most five ticks: on a phone more would run into each other.
    gap = max(-(-((last - first) // unit) // 4), 1) * unit
    wanted = [first + gap * place for place in range((last - first) // gap + 1)]
    figure.update_xaxes(
        type="date",
        tickmode="array",
        tickvals=wanted,
        ticktext=[_tick(time, reader, step) for time in wanted],
    )


def _whole(longest: object) -> int:
    """The distance of ticks on an axis of counts: 1, 2 or 5 times a power of ten, about four."""
    n = longest if isinstance(longest, int) else 0
    size: int = 10 ** max(len(str(n)) - 2, 0)
    return next(factor * size for factor in (1, 2, 5, 10, 20, 50) if factor * size * 4.5 >= n)


def _tallest(frame: pl.DataFrame) -> object:
    return frame.group_by("bin").agg(pl.col("n_mentions").sum())["n_mentions"].max()


def _tick(time: datetime, reader: Reader, step: str) -> str:
    day = reader.short_day(time)
    return f"{day} {time:%H:%M}" if step == "hour" else day


def _when(time: datetime, reader: Reader, step: str) -> str:
    day = reader.day(time)
    if step == "hour":
        return f"{day}, {time:%H:%M}"
    return day if step == "day" else f"{reader.say(f'step.{step}')} · {day}"


def _amount(row: dict[str, object], reader: Reader, share: bool) -> str:
    value = row["value"]
    assert isinstance(value, int | float)
    return f"{_written(value, reader, share)} {reader.word('status', str(row['status']))}"


def _written(value: float, reader: Reader, share: bool) -> str:
    return reader.share(value) if share else reader.number(value)


def _beside(row: dict[str, int]) -> float:
    """How far a mark moves off its row's line so that marks of one moment stand side by side."""
    gap = min(0.22, 0.7 / max(row["n_beside"] - 1, 1))
    return ((row["n_beside"] - 1) / 2 - (row["place"] - 1)) * gap


def _sentence(row: dict[str, str], reader: Reader) -> str:
    """The sentence for a hover label, which reads HTML: escaped, wrapped, bounded."""
    lines = "<br>".join(escape(line) for line in wrap(plain(row["text"], 240), 56))
    head = f"<b>{escape(plain(row['source'], 60))}</b> · {reader.word('status', row['status'])}"
    at = reader.moment(row["appeared_at"], row["precision"])  # type: ignore[arg-type]
    return f"{head}<br>{at}<br>{lines}"


def _label(name: str, limit: int) -> str:
    return escape(plain(name, limit))

"""What every chart shares: its blank figure, its axis of time, how values and names are written."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from html import escape
from textwrap import wrap

import plotly.graph_objects as go

from dashboard.text import Reader, plain
from dashboard.theme import PAINTS, Mode, template

# From this span on a tick names month and year instead of day and month.
LONG = timedelta(days=300)
# The shortest that a step can be.
STEPS = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=28),
}
# Marks over less than so long have ticks at whole minutes, hours, days.
UNITS = (
    (timedelta(hours=2), timedelta(minutes=1), "hour"),
    (timedelta(days=2), timedelta(hours=1), "hour"),
    (timedelta.max, timedelta(days=1), "day"),
)
# How many distances between labels fit on a phone, where it is fewer than the usual four.
FIT = {"hour": 2, "month": 3}
# Half of a letter of a label, in pixels.
HALF = 4


def blank(reader: Reader, mode: Mode, height: int) -> go.Figure:
    """An empty figure in the template."""
    separators = ",." if reader.lang == "de" else ".,"
    return go.Figure(
        layout={"template": template(mode), "height": height, "separators": separators}
    )


def time_axis(
    figure: go.Figure,
    times: Sequence[datetime],
    reader: Reader,
    step: str,
    gaps: int = 4,
    room: int = 0,
) -> None:
    """Ticks at steps, the first and the last among them, in the reader's language.

    Plotly itself knows only English months. gaps is how many distances between ticks the chart
    has room for, and room for how many steps there is space at least: a lone bar is no wall.
    """
    bins = sorted(set(times))
    if not bins:
        return
    _ticks(figure, [bins[place] for place in _even(len(bins) - 1, gaps, step, bins)], reader, step)
    if len(bins) < room:
        beside = STEPS[step] * (room - len(bins) + 1) / 2
        figure.update_xaxes(range=[bins[0] - beside, bins[-1] + beside])


def mark_axis(figure: go.Figure, times: Sequence[datetime], reader: Reader, gaps: int = 4) -> None:
    """Ticks for marks at any time: whole minutes, hours or days, from before the first mark on."""
    if not times:
        return
    first, last = min(times), max(times)
    unit, step = next((u, s) for most, u, s in UNITS if last - first < most)
    first, last = _floor(first, unit), _floor(last, unit) + unit
    n = (last - first) // unit
    wanted = [first + unit * place for place in _even(n, gaps, step, (first, last))]
    _ticks(figure, wanted, reader, step)
    beside = (last - first) / 25
    figure.update_xaxes(range=[first - beside, last + beside])


def whole(longest: object) -> int:
    """The distance of ticks on an axis of counts: 1, 2 or 5 times a power of ten, about four."""
    n = longest if isinstance(longest, int) else 0
    size: int = 10 ** max(len(str(n)) - 2, 0)
    return next(factor * size for factor in (1, 2, 5, 10, 20, 50) if factor * size * 4.5 >= n)


def when(time: datetime, reader: Reader, step: str) -> str:
    """A step in words, for a label under the pointer."""
    return reader.step(time, step)


def shares(reader: Reader, top: float = 1) -> dict[str, list[float] | list[str]]:
    """Ticks of an axis of shares that ends at top, as the reader writes them.

    Plotly writes 25% in every language.
    """
    most = round(top * 100)
    parts = [n / 100 for n in range(0, most + 1, 25 if most > 50 else whole(most))]
    return {"tickvals": parts, "ticktext": [reader.share(part) for part in parts]}


def written(value: float, reader: Reader, share: bool) -> str:
    """A count or a share as the reader writes it."""
    return reader.share(value) if share else reader.number(value)


def named_rows(figure: go.Figure, names: Sequence[str], mode: Mode, limit: int = 18) -> None:
    """Names down the left side, the first on top, for rows drawn at 0, 1, 2 …"""
    figure.update_yaxes(
        range=[max(len(names), 1) - 0.5, -0.5],
        tickmode="array",
        tickvals=list(range(len(names))),
        ticktext=[axis_name(name, limit) for name in names],
        showgrid=False,
        tickfont_color=PAINTS[mode].ink,
    )


def axis_name(name: str, limit: int) -> str:
    """A name on an axis, which reads HTML: escaped, in two lines of so many letters at most."""
    lines = wrap(plain(name, 200), limit, break_long_words=True)
    kept = lines[:1] if len(lines) < 2 else [lines[0], plain(" ".join(lines[1:]), limit)]
    return "<br>".join(escape(line) for line in kept)


def _even(last: int, gaps: int, step: str, span: Sequence[datetime]) -> list[int]:
    """Places from 0 to the last one, about as far from each other, that fit as labels."""
    long = "month" if span[-1] - span[0] > LONG else step
    n = min(gaps, FIT.get(long, gaps), last)
    return [round(place * last / n) for place in range(n + 1)] if n else [0]


def _ticks(figure: go.Figure, times: Sequence[datetime], reader: Reader, step: str) -> None:
    is_long = times[-1] - times[0] > LONG
    before: list[datetime | None] = [None, *times[:-1]]
    words = [
        _tick(time, last, reader, step, is_long) for time, last in zip(times, before, strict=True)
    ]
    # Plotly leaves out a label that would reach over the edge: half of the last one needs room.
    figure.update_layout(margin_r=max(figure.layout.margin.r or 0, HALF * len(words[-1])))
    figure.update_xaxes(
        type="date",
        tickangle=0,
        tickmode="array",
        tickvals=list(times),
        ticktext=words,
    )


def _floor(time: datetime, unit: timedelta) -> datetime:
    midnight = time.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + (time - midnight) // unit * unit


def _tick(time: datetime, before: datetime | None, reader: Reader, step: str, is_long: bool) -> str:
    if is_long:
        return reader.month(time)
    if step != "hour":
        return reader.short_day(time)
    # The day stands where it begins: three long labels would touch on a phone.
    if before and before.date() == time.date():
        return reader.clock(time)
    return f"{reader.short_day(time)} {reader.clock(time)}"

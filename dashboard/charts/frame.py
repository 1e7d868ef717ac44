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


def blank(reader: Reader, mode: Mode, height: int) -> go.Figure:
    """An empty figure in the template."""
    separators = ",." if reader.lang == "de" else ".,"
    return go.Figure(
        layout={"template": template(mode), "height": height, "separators": separators}
    )


def time_axis(
    figure: go.Figure, times: list[datetime], reader: Reader, step: str, gaps: int = 4
) -> None:
    """Ticks in the reader's language: Plotly itself knows only English months.

    gaps is how many distances between ticks fit beside each other on a phone.
    """
    if not times:
        return
    unit = timedelta(hours=1) if step == "hour" else timedelta(days=1)
    first, last = (
        time.replace(hour=time.hour if step == "hour" else 0, minute=0, second=0, microsecond=0)
        for time in (min(times), max(times))
    )
    gap = max(-(-((last - first) // unit) // gaps), 1) * unit
    wanted = [first + gap * place for place in range((last - first) // gap + 1)]
    figure.update_xaxes(
        type="date",
        tickangle=0,
        tickmode="array",
        tickvals=wanted,
        ticktext=[_tick(time, reader, step, last - first > LONG) for time in wanted],
    )


def whole(longest: object) -> int:
    """The distance of ticks on an axis of counts: 1, 2 or 5 times a power of ten, about four."""
    n = longest if isinstance(longest, int) else 0
    size: int = 10 ** max(len(str(n)) - 2, 0)
    return next(factor * size for factor in (1, 2, 5, 10, 20, 50) if factor * size * 4.5 >= n)


def when(time: datetime, reader: Reader, step: str) -> str:
    """A step in words, for a label under the pointer."""
    return reader.step(time, step)


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


def _tick(time: datetime, reader: Reader, step: str, is_long: bool) -> str:
    if is_long:
        return reader.month(time)
    day = reader.short_day(time)
    return f"{day} {time:%H:%M}" if step == "hour" else day

"""Who credits whom, as a Sankey diagram."""

from collections.abc import Sequence
from html import escape

import plotly.graph_objects as go
import polars as pl

from dashboard.charts.frame import axis_name, blank
from dashboard.text import Reader, plain
from dashboard.theme import PAINTS, Mode, veil


def flow(frame: pl.DataFrame, reader: Reader, mode: Mode) -> go.Figure:
    """Credited outlets on the left, those that credit them on the right; width is articles.

    An outlet that does both stands on both sides: word runs from left to right.
    """
    rows = frame.to_dicts()
    left = _order(frame, "cited_source_id")
    right = _order(frame, "source_id")
    names = dict(frame.select("source_id", "source").iter_rows())
    names |= dict(frame.select("cited_source_id", "cited_source").iter_rows())
    figure = blank(reader, mode, height=60 + 38 * max(len(left), len(right), 2))
    figure.add_sankey(
        arrangement="fixed",
        textfont={"color": PAINTS[mode].ink, "size": 13},
        node={
            "label": [axis_name(names[outlet], 22) for outlet in [*left, *right]],
            "x": [0.001] * len(left) + [0.999] * len(right),
            "y": [*_places(frame, "cited_source_id", left), *_places(frame, "source_id", right)],
            "color": PAINTS[mode].neutral,
            "line": {"width": 0},
            "pad": 14,
            "thickness": 12,
            "hoverinfo": "skip",
        },
        link={
            "source": [left.index(row["cited_source_id"]) for row in rows],
            "target": [len(left) + right.index(row["source_id"]) for row in rows],
            "value": [row["n_articles"] for row in rows],
            "color": veil(mode, 0.38),
            "hovercolor": veil(mode, 0.7),
            "customdata": [_words(row, reader) for row in rows],
            "hovertemplate": "%{customdata}<extra></extra>",
        },
    )
    # The lowest name is taller than its node.
    figure.update_layout(margin_b=18)
    return figure


def _order(frame: pl.DataFrame, side: str) -> list[str]:
    """The outlets of one side, the widest on top."""
    totals = frame.group_by(side).agg(pl.col("n_articles").sum())
    return totals.sort(["n_articles", side], descending=[True, False])[side].to_list()


def _places(frame: pl.DataFrame, side: str, order: Sequence[str]) -> list[float]:
    """The middle of each node, 0 to 1 from the top, the gaps between them included."""
    totals = dict(frame.group_by(side).agg(pl.col("n_articles").sum()).iter_rows())
    whole, gap = sum(totals.values()), 0.3 / max(len(order), 1)
    places, top = [], gap / 2
    for outlet in order:
        size = 0.7 * totals[outlet] / whole
        places.append(min(max(top + size / 2, 0.001), 0.999))
        top += size + gap
    return places


def _words(row: dict[str, object], reader: Reader) -> str:
    n = row["n_articles"]
    assert isinstance(n, int)
    words = reader.say(
        "flow.words",
        source=plain(str(row["source"]), 60),
        cited=plain(str(row["cited_source"]), 60),
        articles=reader.count("article", n),
    )
    return escape(words)

"""Charts are functions of frames: traces, colours, shapes, values; nothing hostile in labels."""

import itertools
from datetime import date, datetime, timedelta

import plotly.graph_objects as go
import polars as pl
import pytest

from dashboard import charts
from dashboard.charts.dots import beside
from dashboard.charts.frame import blank, mark_axis, time_axis, whole
from dashboard.queries import claim, claims, course, sources
from dashboard.queries.selection import Selection
from dashboard.snapshot import Snapshot
from dashboard.text import Reader
from dashboard.theme import PAINTS, SERIES, STATUSES, SYMBOLS
from tests.dashboard.invented import NASTY

ALL = Selection()
EN, DE = Reader("en", "Europe/Berlin"), Reader("de", "Europe/Berlin")
FIRST = "c000000000000000"


def test_spread_stacks_one_trace_per_status(full: Snapshot) -> None:
    frame = course.spread(full, ALL, EN.zone, "day")
    figure = charts.spread(frame, EN, "light", "day")
    assert [trace.name for trace in figure.data] == list(STATUSES)
    assert [trace.marker.color for trace in figure.data] == list(PAINTS["light"].mark.values())
    assert [sum(trace.y) for trace in figure.data] == [8, 32, 9]
    assert figure.layout.barmode == "stack"
    assert figure.data[0].customdata[0] == ["2026-03-02T00:00~confirmed", "2 Mar 2026"]


def test_share_fills_each_day_or_leaves_it_empty(full: Snapshot) -> None:
    frame = course.spread(full, ALL, EN.zone, "day")
    figure = charts.spread(frame, EN, "light", "day", share=True)
    totals = {round(sum(parts), 9) for parts in zip(*(t.y for t in figure.data), strict=True)}
    assert totals == {0.0, 1.0}


def test_words_and_numbers_follow_the_reader(full: Snapshot) -> None:
    figure = charts.spread(course.spread(full, ALL, DE.zone, "day"), DE, "dark", "day")
    assert [trace.name for trace in figure.data] == ["bestätigt", "behauptet", "bestritten"]
    assert figure.layout.separators == ",."
    assert figure.layout.xaxis.ticktext[0] == "2. März"
    assert figure.data[0].marker.color == PAINTS["dark"].mark["confirmed"]


def test_cumulative_ends_at_the_total(full: Snapshot) -> None:
    frame = course.spread(full, ALL, EN.zone, "day", FIRST)
    figure = charts.cumulative(frame, EN, "light", "day")
    assert {trace.name: trace.y[-1] for trace in figure.data} == {
        "confirmed": 1,
        "alleged": 11,
        "denied": 1,
    }
    assert [trace.marker.symbol for trace in figure.data] == list(SYMBOLS.values())


def test_dots_have_colour_shape_and_the_mention(full: Snapshot) -> None:
    frame = claim.evidence(full, ALL, EN.zone, FIRST)
    figure = charts.dots(frame, EN, "light")
    assert [(t.marker.symbol, t.marker.color) for t in figure.data] == [
        (SYMBOLS[s], PAINTS["light"].mark[s]) for s in STATUSES
    ]
    drawn = {mark[0] for trace in figure.data for mark in trace.customdata}
    wanted = frame.filter(pl.col("appeared_at").is_not_null(), pl.col("removed_at").is_null())
    assert drawn == set(wanted["mention_id"])
    # The outlet that had it first stands on top.
    assert figure.layout.yaxis.ticktext[-1] == "Morgenblatt"


def test_marks_of_one_moment_stand_side_by_side() -> None:
    places = [beside({"n_beside": 3, "place": place}) for place in (1, 2, 3)]
    assert places == [0.22, 0.0, -0.22]
    many = [beside({"n_beside": 40, "place": place}) for place in (1, 40)]
    assert max(map(abs, many)) < 0.4


def test_heat_keeps_each_status_in_its_own_column(full: Snapshot) -> None:
    frame = sources.by_status(full, ALL, EN.zone)
    figure = charts.heat(frame, EN, "light")
    assert [sum(map(int, trace.text)) for trace in figure.data] == [8, 32, 11]
    for place, trace in enumerate(figure.data):
        middles = {base + width / 2 for base, width in zip(trace.base, trace.x, strict=True)}
        assert middles == {place}
        # Each cell names what it stands for, so that a click leads to its sentences.
        assert [(cell[0], cell[1]) for cell in trace.customdata] == [
            (row, STATUSES[place]) for row in range(8)
        ]
        assert len(set(trace.marker.color)) == len(set(trace.text))
    assert figure.layout.xaxis.ticktext == ("●<br>confirmed", "◆<br>alleged", "✕<br>denied")


@pytest.mark.parametrize(
    ("longest", "distance"), [(0, 1), (3, 1), (5, 2), (23, 10), (99, 50), (1234, 500)]
)
def test_axes_of_counts_have_whole_ticks(longest: int, distance: int) -> None:
    assert whole(longest) == distance


def test_compared_claims_end_in_their_numbers(full: Snapshot) -> None:
    chosen = [f"c{n:015x}" for n in range(5)]
    frame = claims.compared(full, ALL, EN.zone, "day", chosen)
    figure = charts.compared(frame, EN, "dark", "day", total=True)
    numbers = figure.layout.annotations
    assert [number.text for number in numbers] == [f"<b>{n}</b>" for n in range(1, 6)]
    heights = sorted(number.y for number in numbers)
    assert all(b - a > 0.9 for a, b in itertools.pairwise(heights))
    assert [trace.line.color for trace in figure.data] == list(SERIES["dark"])
    assert len({trace.line.dash for trace in figure.data}) == 5
    assert [trace.y[-1] for trace in figure.data] == [13, 5, 8, 3, 4]


def test_drift_marks_each_number_with_its_status(full: Snapshot) -> None:
    frame = claim.evidence(full, ALL, EN.zone, FIRST).filter(pl.col("local_at").is_not_null())
    numbers = pl.Series("number", [1500.0, 12000.0] * frame.height)[: frame.height]
    figure = charts.drift(frame.with_columns(numbers), EN, "light")
    assert [trace.marker.symbol for trace in figure.data] == [SYMBOLS[s] for s in STATUSES]
    assert sum(len(trace.y) for trace in figure.data) == frame.height
    assert figure.layout.yaxis.ticktext == ("1,500", "12,000")
    assert figure.layout.yaxis.type == "linear"
    wide = charts.drift(frame.with_columns(numbers * (numbers / 1500)), EN, "light")
    assert wide.layout.yaxis.type == "log"


def test_share_is_of_all_that_was_collected(full: Snapshot) -> None:
    frame = course.spread(full, Selection(statuses=("denied",)), EN.zone, "week")
    figure = charts.spread(frame, EN, "light", "week", share=True)
    denied = frame.filter(pl.col("status") == "denied").sort("bin")
    assert list(figure.data[2].y) == (denied["n_mentions"] / denied["n_all"]).to_list()
    assert figure.layout.yaxis.range == (0, 0.5)
    assert list(figure.layout.yaxis.ticktext) == ["0%", "20%", "40%"]
    german = charts.spread(frame, Reader("de", EN.zone), "light", "week", share=True)
    assert german.layout.yaxis.ticktext[1] == "20\u00a0%"


def test_empty_frames_draw_empty_charts(empty: Snapshot) -> None:
    spread = course.spread(empty, ALL, EN.zone, "day")
    assert len(charts.spread(spread, EN, "light", "day").data) == 3
    assert len(charts.cumulative(spread, EN, "light", "day").data) == 0
    assert len(charts.dots(claim.evidence(empty, ALL, EN.zone, FIRST), EN, "light").data) == 3
    assert len(charts.heat(sources.by_status(empty, ALL, EN.zone), EN, "light").data) == 3


def test_labels_hold_no_markup_from_outside(hostile: Snapshot) -> None:
    dots = charts.dots(claim.evidence(hostile, ALL, EN.zone, FIRST), EN, "light")
    heat = charts.heat(sources.by_status(hostile, ALL, EN.zone), EN, "light")
    bars = charts.ranked_bars(NASTY, [("n", [1] * len(NASTY))], "rows", EN, "light")
    for figure in (dots, heat, bars):
        written = figure.to_json().lower()
        for tag in ("<script", "<img", "<a ", "<style", "\\u003cscript", "\\u003cimg", "\\u003ca "):
            assert tag not in written


def test_a_long_sentence_is_cut_in_its_label(hostile: Snapshot) -> None:
    dots = charts.dots(claim.evidence(hostile, ALL, EN.zone, FIRST), EN, "light")
    assert max(len(text) for trace in dots.data for text in trace.text) < 1200


def test_period_of_one_day_has_one_tick() -> None:
    frame = pl.DataFrame(
        {"bin": [date(2026, 3, 2)] * 3, "status": STATUSES, "n_mentions": [1, 2, 3]}
    )
    figure = charts.spread(frame.with_columns(pl.col("bin").cast(pl.Datetime)), EN, "light", "day")
    assert list(figure.layout.xaxis.ticktext) == ["2 Mar"]


def _ticks(figure: go.Figure) -> tuple[list[datetime], list[str]]:
    axis = figure.layout.xaxis
    return list(axis.tickvals), list(axis.ticktext)


def test_ticks_stand_at_steps_and_at_both_ends() -> None:
    months = [datetime.fromisoformat(f"{2015 + n // 12}-{n % 12 + 1:02}-01") for n in range(10, 22)]
    figure = blank(EN, "light", 100)
    time_axis(figure, months, EN, "month")
    times, words = _ticks(figure)
    assert set(times) <= set(months)
    assert words == ["Nov 2015", "Mar 2016", "Jun 2016", "Oct 2016"]
    assert figure.layout.margin.r >= 4 * len("Oct 2016")


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=32), ["29 Dec 16:11", "16:12"]),
        (timedelta(hours=9), ["29 Dec 16:00", "21:00", "30 Dec 02:00"]),
        (timedelta(days=9), ["29 Dec", "31 Dec", "3 Jan", "6 Jan", "8 Jan"]),
    ],
)
def test_marks_always_have_ticks_in_sight(span: timedelta, words: list[str]) -> None:
    first = datetime.fromisoformat("2025-12-29T16:11:27")
    figure = blank(EN, "light", 100)
    mark_axis(figure, [first, first + span], EN)
    times, found = _ticks(figure)
    assert found == words
    low, high = figure.layout.xaxis.range
    assert low < min(first, *times)
    assert max(first + span, *times) < high


def test_a_lone_bar_is_no_wall() -> None:
    at = datetime.fromisoformat("2026-03-02T16:00")
    frame = pl.DataFrame({"bin": [at] * 3, "status": STATUSES, "n_mentions": [1, 2, 3]})
    figure = charts.spread(frame.with_columns(n_all=6), EN, "light", "hour")
    low, high = figure.layout.xaxis.range
    assert low < at < high
    bar = timedelta(milliseconds=figure.data[0].width)
    assert 7 * bar < high - low

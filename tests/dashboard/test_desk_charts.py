"""Charts of outlets, parties and provenance: values, colours, nothing hostile in labels."""

import json
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import charts
from dashboard.queries import parties, provenance, sources
from dashboard.queries.selection import Selection
from dashboard.snapshot import Snapshot
from dashboard.text import Reader
from dashboard.theme import PAINTS, contrast, shade
from tests.dashboard import invented

APP = str(Path(__file__).parents[2] / "dashboard" / "app.py")
ALL = Selection()
EN, DE = Reader("en", "Europe/Berlin"), Reader("de", "Europe/Berlin")


def test_lags_fill_the_whole_bar(full: Snapshot) -> None:
    figure = charts.lags(sources.firsts(full, ALL, EN.zone), EN, "light")
    assert [trace.name for trace in figure.data][:2] == ["first", "within 1 hour"]
    for parts in zip(*(trace.x for trace in figure.data), strict=True):
        assert sum(parts) == pytest.approx(1)
    assert figure.layout.yaxis.ticktext[0] == "Morgenblatt"
    assert list(figure.layout.xaxis.ticktext) == ["0%", "25%", "50%", "75%", "100%"]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_parts_of_a_lag_bar_stay_apart(mode) -> None:
    colours = [colour for colour, _ in charts.lag_keys(mode, EN)]
    steps = [contrast(a, b) for a, b in pairwise(colours)]
    assert min(steps) > 1.15
    assert contrast(colours[0], PAINTS[mode].paper) > 10


def test_calendar_draws_every_step(full: Snapshot) -> None:
    frame = sources.volume(full, ALL, EN.zone, "day", limit=3)
    figure = charts.calendar(frame, DE, "dark", "day")
    (strips,) = figure.data
    some = frame.filter(pl.col("n_mentions") > 0).sort("bin")
    assert len(strips.x) == some.height
    # A part of a strip fills its day, and names outlet and day for the way to its sentences.
    assert set(strips.width) == {24 * 3600 * 1000}
    assert [cell[1] for cell in strips.customdata] == [
        at.isoformat(timespec="minutes") for at in some["bin"]
    ]
    names = frame["source"].unique(maintain_order=True)
    assert [words.split("<br>")[0] for words in strips.text] == [
        names[cell[0]] for cell in strips.customdata
    ]
    darkest = max(range(some.height), key=lambda n: some["n_mentions"][n])
    assert strips.marker.color[darkest] == shade("dark", 0.95)
    share = charts.calendar(frame, EN, "light", "day", share=True).data[0]
    assert "%" in share.text[0]


def test_a_month_is_as_long_as_it_is(full: Snapshot) -> None:
    frame = sources.volume(full, ALL, EN.zone, "month", limit=1)
    (strips,) = charts.calendar(frame, EN, "light", "month").data
    assert strips.width[0] == 31 * 24 * 3600 * 1000


def test_parties_stack_their_statuses(full: Snapshot) -> None:
    frame = parties.parties(full, ALL, EN.zone, "denied")
    figure = charts.parties(frame, EN, "light", "denied")
    assert [trace.name for trace in figure.data] == ["denied", "confirmed", "alleged"]
    assert figure.data[0].x[0] == 5
    assert figure.data[0].customdata[0][0] == 0


def test_flow_joins_the_credited_with_those_who_credit(full: Snapshot) -> None:
    figure = charts.flow(provenance.credits(full, ALL, EN.zone), EN, "light")
    (sankey,) = figure.data
    assert list(sankey.node.label) == ["Ledger Wire", "Le Courant", "Morgenblatt"]
    assert list(sankey.link.source) == [0, 0]
    assert list(sankey.link.target) == [1, 2]
    assert list(sankey.link.value) == [1, 1]
    assert all(0 < y < 1 for y in sankey.node.y)


def test_empty_frames_draw_empty_charts(empty: Snapshot) -> None:
    assert charts.lags(sources.firsts(empty, ALL, EN.zone), EN, "light").data[0].x == ()
    assert charts.calendar(sources.volume(empty, ALL, EN.zone, "day"), EN, "light", "day").data
    assert charts.parties(parties.parties(empty, ALL, EN.zone, "all"), EN, "light").data[0].x == ()
    assert charts.flow(provenance.credits(empty, ALL, EN.zone), EN, "dark").data


def test_labels_hold_no_markup_from_outside(hostile: Snapshot) -> None:
    figures = [
        charts.lags(sources.firsts(hostile, ALL, EN.zone), EN, "light"),
        charts.calendar(sources.volume(hostile, ALL, EN.zone, "day"), EN, "light", "day"),
        charts.parties(parties.parties(hostile, ALL, EN.zone, "all"), EN, "light"),
        charts.flow(provenance.credits(hostile, ALL, EN.zone), EN, "light"),
    ]
    for figure in figures:
        drawn = figure.to_json().lower()
        for tag in ("<script", "<img", "<a ", "<style", "\\u003cscript", "\\u003cimg", "\\u003ca "):
            assert tag not in drawn


def test_a_claim_in_many_outlets_draws_those_that_had_it_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = invented.filled()
    for n in range(50):
        at = invented.START + timedelta(days=20, hours=n)
        article = world.article(700 + n, f"outlet{n:02}.example", "Velm", at)
        world.mention(article, "c000000000000009", f"Brückenbau, sagte Stimme {n}.", "alleged")
    invented.publish(world, tmp_path)
    monkeypatch.setenv("CLAIMWATCH_DATA_DIR", str(tmp_path))
    app = AppTest.from_file(APP, default_timeout=30)
    app.query_params["claim"] = "c000000000000009"
    app.switch_page("views/claim.py")
    app.run()
    assert not app.exception
    captions = " ".join(caption.value for caption in app.caption)
    assert "the 40 outlets that had it first, of 52;" in captions
    dots = json.loads(app.get("plotly_chart")[1].proto.spec)
    names = dots["layout"]["yaxis"]["ticktext"]
    assert len(names) == 40
    assert "outlet37.example" in names and "outlet38.example" not in names

"""What a snapshot has counted beforehand is what its mentions give when they are counted anew."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import polars as pl
import pytest
from polars.testing import assert_frame_equal
from streamlit.testing.v1 import AppTest

from dashboard.queries import course, overview, parties, party, sources
from dashboard.queries.selection import Selection
from dashboard.snapshot import Snapshot, newest
from dashboard.theme import STATUSES
from tests.dashboard import invented

APP = str(Path(__file__).parents[2] / "dashboard" / "app.py")
# Ahead by 5 h 45 min; a clock that changes by half an hour; behind, with a change on 8 March.
ZONES = ("UTC", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe", "America/New_York")
# All three statuses leave everything, but as a filter, which asks each mention.
ANEW = Selection(statuses=STATUSES)
ASKED: dict[str, Callable[[Snapshot, Selection, str], pl.DataFrame]] = {
    "totals": overview.totals,
    "key figures": overview.key_figures,
    "spread by hours": lambda s, f, z: course.spread(s, f, z, "hour"),
    "spread by weeks": lambda s, f, z: course.spread(s, f, z, "week"),
    "outlets": sources.by_status,
    "firsts": sources.firsts,
    "parties": lambda s, f, z: parties.parties(s, f, z, "all"),
    "who speaks about whom": parties.about,
    "denying parties": lambda s, f, z: parties.parties(s, f, z, "denied"),
}


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("data", ["full", "empty", "hostile"])
def test_counts_are_those_of_the_mentions(
    data: str, name: str, zone: str, data_dirs: dict[str, Path]
) -> None:
    snapshot = newest(data_dirs[data])
    assert_frame_equal(ASKED[name](snapshot, Selection(), zone), ASKED[name](snapshot, ANEW, zone))


@pytest.mark.parametrize("zone", ZONES)
def test_days_are_those_of_the_readers_clock(zone: str, full: Snapshot) -> None:
    rows = full.read(
        "select appeared_at, published_precision::varchar as precision, status::varchar as status"
        " from mention join article using (article_id)"
        " where removed_at is null and appeared_at is not null"
    )
    days = Counter(
        # A date without a time of day is its own day everywhere.
        (at.date() if precision == "day" else at.astimezone(ZoneInfo(zone)).date(), status)
        for at, precision, status in rows.iter_rows()
    )
    spread = course.spread(full, Selection(), zone, "day").filter(pl.col("n_mentions") > 0)
    told = spread.select(pl.col("bin").dt.date(), "status", "n_mentions").rows()
    assert {(day, status): n for day, status, n in told} == days
    first, last = overview.bounds(full, zone).row(0)
    assert (first, last) == (min(day for day, _ in days), max(day for day, _ in days))


def test_a_party_as_it_stood(full: Snapshot) -> None:
    now = party.party(full, "orlova").row(0, named=True)
    (at,) = full.read(
        "select appeared_at from mention_wide where party_id = 'orlova' and appeared_at is not null"
        " order by appeared_at limit 1"
    ).row(0)
    then = party.party(full, "orlova", at + timedelta(seconds=1)).row(0, named=True)
    assert (now["n_claims"], then["n_claims"], then["last_at"]) == (7, 1, at)


def test_a_snapshot_of_an_earlier_version_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = invented.publish(invented.filled(), tmp_path)
    with duckdb.connect(str(path)) as con:
        con.execute("drop table party_total")
    monkeypatch.setenv("CLAIMWATCH_DATA_DIR", str(tmp_path))
    app = AppTest.from_file(APP, default_timeout=20)
    app.query_params["lang"] = "de"
    app.run()
    assert not app.exception
    said = " ".join(str(part.body) for part in app.html)
    assert "von einer früheren Version" in said
    assert "nächste Lauf veröffentlicht sie neu" in said
    assert f"python -m etl run --data-dir {tmp_path}" in app.code[0].value


def test_a_name_inside_a_longer_one_names_nobody_else(tmp_path: Path) -> None:
    world = invented.filled()
    world.actors += [
        ("city", "Velmstadt", "state", None, None),
        ("club", "Atletik Velmstadt", "organisation", None, None),
        ("short", "Rom", "state", None, None),
    ]
    for n, text in enumerate(
        (
            "Atletik Velmstadt verliert in Rom",
            "Velmstadter bauen eine Brücke",
            "Atletik Velmstadt verlässt Velmstadt",
        )
    ):
        article = world.article(800 + n, "golos.example", text, invented.START)
        world.mention(article, f"cname{n:011x}", text, "confirmed")
    invented.publish(world, tmp_path)
    rows = newest(tmp_path).read(
        "select claim_id[16]::int as n, actor_id from claim_subject"
        " where starts_with(claim_id, 'cname') order by all"
    )
    assert rows.rows() == [(0, "club"), (1, "city"), (2, "city"), (2, "club")]

"""Every query on an empty snapshot and on the invented month, with values."""

import inspect
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import polars as pl
import pytest

from dashboard.queries import claim, claims, course, matching, overview, runs, sources, story
from dashboard.queries.claims import Narrowed
from dashboard.queries.selection import Selection
from dashboard.snapshot import Snapshot

ALL = Selection()
ZONE = "Europe/Berlin"
FIRST = "c000000000000000"
VALUES = {
    "selection": ALL,
    "zone": ZONE,
    "step": "day",
    "order": "spreading",
    "claims": [FIRST],
    "claim_id": FIRST,
    "as_of": None,
    "bars": ["2026-03-11T00:00~denied", "2026-03-08T00:00~denied"],
    "period": (date(2026, 3, 2), date(2026, 3, 24)),
    "since": date(2026, 3, 2),
    "until": date(2026, 3, 24),
}
QUERIES = [
    function
    for module in (overview, claims, claim, course, story, matching, sources, runs)
    for _, function in inspect.getmembers(module, inspect.isfunction)
    if function.__module__ == module.__name__ and not function.__name__.startswith("_")
]
ALWAYS_ONE_ROW = {"bounds", "as_of", "totals", "key_figures"}


def _ask(query: Callable[..., pl.DataFrame], snapshot: Snapshot) -> pl.DataFrame:
    needed = inspect.signature(query).parameters
    return query(snapshot, **{name: VALUES[name] for name in needed if name in VALUES})


@pytest.mark.parametrize(
    "query", QUERIES, ids=lambda q: f"{q.__module__.split('.')[-1]}.{q.__name__}"
)
def test_every_query_has_the_same_columns_empty_and_full(
    query: Callable[..., pl.DataFrame], empty: Snapshot, full: Snapshot
) -> None:
    nothing, something = _ask(query, empty), _ask(query, full)
    if query is matching.turned_down_too:
        something = matching.turned_down_too(full, "c000000000000001")
    if query is story.surviving:
        something = story.surviving(full, "c0000000000000ff")
    assert nothing.schema == something.schema
    assert something.height > 0
    if query.__module__.endswith("runs") and query.__name__ == "runs":
        assert nothing.height == 2
    else:
        assert nothing.height == (1 if query.__name__ in ALWAYS_ONE_ROW else 0)
    # Enums are a matter of the file: pages and charts get words.
    assert not [name for name, kind in something.schema.items() if kind == pl.Enum]


def test_totals(full: Snapshot) -> None:
    assert overview.totals(full, ALL, ZONE).row(0, named=True) == {
        "n_mentions": 51,
        "n_claims": 12,
        "n_sources": 8,
        "n_contested": 6,
        "first_day": date(2026, 3, 2),
        "last_day": date(2026, 3, 24),
        "n_undated": 2,
    }


@pytest.mark.parametrize(
    ("selection", "n_mentions"),
    [
        (Selection(statuses=("denied",)), 11),
        (Selection(statuses=("denied", "confirmed")), 19),
        (Selection(languages=("uk",)), 6),
        (Selection(sources=("golos.example",)), 5),
        (Selection(standings=("contested",), statuses=("confirmed",)), 1),
        (Selection(text="BARRAGE"), 4),
        (Selection(text="sorne barrage"), 4),
        (Selection(text='"sorne barrage"'), 0),
        (Selection(text="presente fissure"), 4),
        (Selection(text="Northern Post"), 6),
        (Selection(text="ORLOVA nordgas"), 3),
        (Selection(text="100%_' or 1=1 --"), 0),
        (Selection(parties=("orlova",)), 14),
        (Selection(as_of=datetime(2026, 3, 8, tzinfo=UTC)), 18),
        (Selection(since=date(2026, 3, 2), until=date(2026, 3, 3)), 4),
        (Selection(since=date(2027, 1, 1)), 0),
    ],
)
def test_filters_choose_mentions(full: Snapshot, selection: Selection, n_mentions: int) -> None:
    assert overview.totals(full, selection, ZONE)["n_mentions"][0] == n_mentions


def test_as_of_shows_what_stood_then(full: Snapshot) -> None:
    """Two days in, nothing was denied, and the sentence that went later still stood."""
    then = Selection(as_of=datetime(2026, 3, 6, 12, 0, tzinfo=UTC))
    row = claims.ranked(full, then, ZONE, "spreading").row(0, named=True)
    assert (row["claim_id"], row["standing"], row["n_denied"]) == (FIRST, "confirmed", 0)
    texts = claim.evidence(full, then, ZONE, FIRST)["text"].to_list()
    assert "Der Schrott ist längst in Velm." in texts
    assert "Der Schrott strahlt, sagte Irina Orlova." not in texts
    figures = overview.key_figures(full, then, ZONE).row(0, named=True)
    now = overview.key_figures(full, ALL, ZONE).row(0, named=True)
    assert (figures["n_denied"], now["n_denied"]) == (0, 6)
    early = Selection(as_of=datetime(2020, 1, 1, tzinfo=UTC))
    assert overview.totals(full, early, ZONE)["n_mentions"][0] == 0


def test_unfiltered_reach_equals_the_claim_table(full: Snapshot) -> None:
    """What is counted for a filter is what the ETL's own view counts without one."""
    columns = ["claim_id", "n_mentions", "n_sources", "n_languages", "n_independent"]
    columns += ["n_confirmed", "n_alleged", "n_denied"]
    ranked = claims.ranked(full, ALL, ZONE, "spreading").select(columns).sort("claim_id")
    table = full.read("select * from claim").select(columns).sort("claim_id")
    assert ranked.equals(table)


def test_unfiltered_spread_equals_the_daily_view(full: Snapshot) -> None:
    days = course.spread(full, ALL, "UTC", "day").filter(pl.col("n_mentions") > 0)
    view = full.read(
        """
        select
            day::timestamp as bin,
            status::varchar as status,
            sum(n_mentions)::integer as n_mentions
        from claim_spread_daily
        group by all
        """
    )
    assert days["n_all"].sum() >= days["n_mentions"].sum()
    assert days.drop("n_all").sort("bin", "status").equals(view.sort("bin", "status"))


def test_spread_shows_gaps_as_zero(full: Snapshot) -> None:
    days = course.spread(full, ALL, ZONE, "day")
    assert days.height == 23 * 3
    quiet = days.filter(pl.col("bin") == datetime.fromisoformat("2026-03-22"))
    assert quiet["n_mentions"].to_list() == [0, 0, 0]
    chosen = Selection(since=date(2026, 2, 27), until=date(2026, 3, 3))
    assert course.spread(full, chosen, ZONE, "day")["bin"].min() == datetime.fromisoformat(
        "2026-02-27"
    )


def test_a_filter_leaves_what_was_collected_as_it_was(full: Snapshot) -> None:
    denied = course.spread(full, Selection(statuses=("denied",)), ZONE, "day")
    every = course.spread(full, ALL, ZONE, "day")
    day = datetime.fromisoformat("2026-03-11")
    assert denied.filter(pl.col("bin") == day)["n_mentions"].sum() == 1
    collected = [frame.filter(pl.col("bin") == day)["n_all"][0] for frame in (denied, every)]
    assert collected == [every.filter(pl.col("bin") == day)["n_mentions"].sum()] * 2


def test_behind_a_bar_are_its_sentences(full: Snapshot) -> None:
    bar = "2026-03-11T00:00~denied"
    found = course.behind(full, ALL, ZONE, "day", [bar])
    assert found["status"].to_list() == ["denied"]
    assert found["local_at"].dt.date().unique().to_list() == [date(2026, 3, 11)]
    one = course.behind(full, ALL, ZONE, "day", [bar], found["claim_id"][0])
    assert one["claim_id"].unique().to_list() == [found["claim_id"][0]]
    assert course.behind(full, ALL, ZONE, "day", ["nonsense", "~", "x~denied"]).is_empty()


def test_milestones_come_in_order(full: Snapshot) -> None:
    found = story.milestones(full, FIRST, None)
    assert found["happened_at"].is_sorted()
    kinds = found["kind"].to_list()
    assert kinds[:2] == ["seen", "second"]
    assert {"denied", "confirmed", "standing", "fifth", "added", "removed"} <= set(kinds)
    denied = found.filter(pl.col("kind") == "denied").row(0, named=True)
    assert (denied["source"], denied["party"]) == ("Morgenblatt", "Nordgas AG")
    then = story.milestones(full, FIRST, datetime(2026, 3, 4, tzinfo=UTC))
    assert then["kind"].to_list() == kinds[: then.height]
    assert "denied" not in then["kind"]


def test_a_claim_as_it_stood(full: Snapshot) -> None:
    then = datetime(2026, 3, 4, tzinfo=UTC)
    row = claim.claim(full, FIRST, then).row(0, named=True)
    assert (row["n_mentions"], row["standing"], row["first_denied_at"]) == (3, "alleged", None)
    assert claim.parties(full, FIRST, then)["n_denied"].sum() == 0
    assert claim.claim(full, FIRST, datetime(2020, 1, 1, tzinfo=UTC)).is_empty()


def test_fact_checks_and_merged_claims(full: Snapshot) -> None:
    check = story.fact_checks(full, FIRST).row(0, named=True)
    assert (check["publisher"], check["rating"]) == ("Faktenstelle Velm", "teilweise belegt")
    assert story.surviving(full, "c0000000000000ff")["claim_id"].to_list() == [FIRST]


def test_provenance(full: Snapshot) -> None:
    chain = story.provenance(full, "c000000000000001").row(0, named=True)
    assert (chain["source"], chain["via_source"]) == ("Le Courant", "Ledger Wire")


def test_a_day_without_a_time_stays_its_day_in_every_zone(full: Snapshot) -> None:
    claim_id = "c000000000000004"
    for zone in ("Pacific/Auckland", "America/Los_Angeles"):
        found = claim.evidence(full, ALL, zone, claim_id).filter(pl.col("precision") == "day")
        assert found["local_at"].to_list() == [datetime.fromisoformat("2026-03-09")]


def test_key_figures_of_a_period(full: Snapshot) -> None:
    week = Selection(since=date(2026, 3, 9), until=date(2026, 3, 15))
    figures = overview.key_figures(full, week, ZONE)
    assert figures.row(0, named=True) == {
        "n_claims": 9,
        "n_new": 5,
        "n_contested": 2,
        "n_denied": 2,
        "n_confirmed": 4,
    }


WEEK = Selection(since=date(2026, 3, 9), until=date(2026, 3, 15))
THEN = datetime(2026, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "selection",
    [ALL, WEEK, Selection(statuses=("denied",)), Selection(as_of=THEN), replace(WEEK, as_of=THEN)],
)
def test_a_key_figure_counts_the_list_behind_it(full: Snapshot, selection: Selection) -> None:
    figures = overview.key_figures(full, selection, ZONE).row(0, named=True)
    for event in (None, "new", "contested", "denied", "confirmed"):
        listed = claims.ranked(full, selection, ZONE, "spreading", 99, narrowed=Narrowed(event))
        assert listed.height == figures[f"n_{event or 'claims'}"], event


def test_ranking(full: Snapshot) -> None:
    def order(name: str) -> list[str]:
        return claims.ranked(full, ALL, ZONE, name)["claim_id"].to_list()

    assert order("spreading")[:2] == [FIRST, "c000000000000002"]
    assert set(order("contested")) == {
        row["claim_id"]
        for row in full.read("select * from claim").iter_rows(named=True)
        if row["standing"] == "contested"
    }
    newest = claims.ranked(full, ALL, ZONE, "denied")["first_denied_at"].to_list()
    assert newest == sorted(newest, reverse=True)


def test_orders_of_change(full: Snapshot) -> None:
    flipped = claims.ranked(full, ALL, ZONE, "flipped")
    history = full.read("select * from claim_standing_history where standing_before is not null")
    assert set(flipped["claim_id"]) == set(history["claim_id"])
    assert flipped["flipped_at"].is_sorted(descending=True)
    first = flipped.filter(pl.col("claim_id") == FIRST).row(0, named=True)
    assert (first["flipped_from"], first["flipped_to"]) == ("alleged", "contested")
    slow = claims.ranked(full, ALL, ZONE, "lag")
    assert slow["seconds_to_denial"].is_sorted(descending=True)
    assert slow["seconds_to_denial"].min() > 0
    assert claims.ranked(full, ALL, ZONE, "changed")["changed_at"].is_sorted(descending=True)


def test_pages_of_a_list_follow_each_other(full: Snapshot) -> None:
    whole = claims.ranked(full, ALL, ZONE, "spreading")
    parts = [claims.ranked(full, ALL, ZONE, "spreading", 5, start) for start in (0, 5, 10)]
    assert pl.concat(parts).equals(whole)


def test_compared_claims_have_the_same_days(full: Snapshot) -> None:
    two = ["c000000000000003", FIRST]
    frame = claims.compared(full, ALL, ZONE, "day", two)
    assert frame.group_by("place").agg(pl.len()).sort("place").rows() == [(1, 10), (2, 10)]
    assert frame.group_by("place").agg(pl.col("n_mentions").sum()).sort("place").rows() == [
        (1, 3),
        (2, 13),
    ]
    assert claims.texts(full, [*two, "nonsense"])["claim_id"].to_list() == two


def test_newest_denials_count_copies_once(full: Snapshot) -> None:
    denials = overview.newest_denials(full, ALL, ZONE, 50)
    assert denials["status"].unique().to_list() == ["denied"]
    assert denials.select("claim_id", "party").height == denials.height
    assert denials["appeared_at"].is_sorted(descending=True)


def test_claim_row(full: Snapshot) -> None:
    row = claim.claim(full, FIRST).row(0, named=True)
    assert row["standing"] == "contested"
    assert (row["n_mentions"], row["n_sources"], row["n_independent"]) == (14, 8, 11)
    assert (row["n_sources_alleged"], row["n_parties_denied"]) == (7, 1)
    assert (row["first_source"], row["first_precision"]) == ("Morgenblatt", "second")
    assert claim.claim(full, "nonsense").is_empty()


def test_evidence_has_added_and_removed_sentences(full: Snapshot) -> None:
    found = claim.evidence(full, ALL, ZONE, FIRST)
    assert found.height == 15
    assert found.filter(pl.col("was_added"))["text"].to_list() == [
        "Der Schrott strahlt, sagte Irina Orlova."
    ]
    assert found.filter(pl.col("removed_at").is_not_null())["text"].to_list() == [
        "Der Schrott ist längst in Velm."
    ]
    assert found.filter(pl.col("precision") == "unknown").height == 1


def test_parties(full: Snapshot) -> None:
    first = claim.parties(full, FIRST).row(0, named=True)
    assert (first["party"], first["kind"]) == ("Nordgas AG", "organisation")
    assert (first["n_confirmed"], first["n_alleged"], first["n_denied"]) == (0, 1, 2)
    assert first["last_status"] == "denied"


def test_sources(full: Snapshot) -> None:
    frame = sources.by_status(full, ALL, ZONE)
    assert frame["n_mentions"].sum() == 51
    shares = frame.group_by("source_id").agg(pl.col("share").sum())["share"]
    assert shares.round(9).unique().to_list() == [1.0]
    firsts = sources.firsts(full, ALL, ZONE).row(0, named=True)
    assert (firsts["source"], firsts["n_first"], firsts["n_shared"]) == ("Morgenblatt", 2, 5)
    assert sources.citations(full, ALL).select("source", "cited_source").rows() == [
        ("Le Courant", "Ledger Wire"),
        ("Morgenblatt", "Ledger Wire"),
    ]
    elsewhere = Selection(sources=("golos.example",))
    assert sources.citations(full, elsewhere).is_empty()


def test_runs(full: Snapshot) -> None:
    assert runs.runs(full)["outcome"].to_list() == ["ok", "interrupted"]
    assert runs.runs(full)["seconds"].to_list() == [95.0, None]
    assert runs.rejected(full).select("reason", "n_rows").rows() == [
        ("no_text", 2),
        ("bad_json", 1),
    ]
    assert runs.dates(full).filter(pl.col("flag") != "ok").select("flag", "n_articles").rows() == [
        ("undated", 2),
        ("future", 1),
    ]
    assert runs.health(full)["n_articles"].sum() == 51

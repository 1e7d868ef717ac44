"""Queries of the pages about outlets, parties and provenance, with values worked out by hand."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import polars as pl
import pytest

from dashboard.queries import (
    articles,
    claims,
    outlet,
    overview,
    parties,
    party,
    provenance,
    runs,
    sentences,
    sources,
)
from dashboard.queries.claims import Narrowed
from dashboard.queries.selection import Selection
from dashboard.snapshot import Snapshot

ALL = Selection()
ZONE = "Europe/Berlin"
FIRST = "c000000000000000"
ASKED: dict[str, Callable[[Snapshot], pl.DataFrame]] = {
    "volume": lambda s: sources.volume(s, ALL, ZONE, "day"),
    "firsts": lambda s: sources.firsts(s, ALL, ZONE),
    "sentences": lambda s: sentences.found(s, ALL, ZONE),
    "outlet": lambda s: outlet.outlet(s, "golos.example"),
    "outlet claims": lambda s: outlet.claims(s, ALL, ZONE, "golos.example"),
    "parties": lambda s: parties.parties(s, ALL, ZONE, "all"),
    "against": lambda s: parties.against(s, ALL, ZONE),
    "about": lambda s: parties.about(s, ALL, ZONE),
    "party options": lambda s: parties.options(s),
    "party": lambda s: party.party(s, "nordgas"),
    "named": lambda s: party.named(
        s, party.stands(s, ALL, ZONE, "nordgas")["claim_id"].to_list(), "nordgas"
    ),
    "stands": lambda s: party.stands(s, ALL, ZONE, "nordgas"),
    "statements": lambda s: party.statements(s, ALL, ZONE, "nordgas"),
    "credits": lambda s: provenance.credits(s, ALL, ZONE),
    "articles": lambda s: articles.listed(s),
    "feeds": lambda s: runs.feeds(s),
    "credited": lambda s: provenance.credited(s, ALL, ZONE),
}


@pytest.mark.parametrize("name", ASKED)
def test_the_same_columns_empty_and_full(name: str, empty: Snapshot, full: Snapshot) -> None:
    nothing, something = ASKED[name](empty), ASKED[name](full)
    assert nothing.schema == something.schema
    assert nothing.is_empty()
    assert not something.is_empty()
    assert not [column for column, kind in something.schema.items() if kind == pl.Enum]


@pytest.mark.parametrize("name", ASKED)
def test_hostile_rows_are_read(name: str, hostile: Snapshot) -> None:
    assert ASKED[name](hostile).height > 0


def test_volume_adds_up_and_shows_gaps_as_zero(full: Snapshot) -> None:
    frame = sources.volume(full, ALL, ZONE, "day", limit=8)
    assert frame.height == 8 * 23
    assert frame["n_mentions"].sum() == 49
    days = frame.group_by("bin").agg(pl.col("share").sum(), pl.col("n_mentions").sum())
    assert days.filter(pl.col("n_mentions") > 0)["share"].round(9).unique().to_list() == [1.0]
    assert days.filter(pl.col("n_mentions") == 0)["share"].unique().to_list() == [0.0]


@pytest.mark.parametrize("moment", [None, datetime(2026, 3, 12, tzinfo=UTC)])
def test_figures_of_an_outlet_count_the_lists_behind_them(
    full: Snapshot, moment: datetime | None
) -> None:
    for source_id in ("morgenblatt.example", "golos.example", "ledgerwire.example"):
        row = outlet.outlet(full, source_id, moment).row(0, named=True)
        own = Selection(sources=(source_id,), as_of=moment)
        said = sentences.found(full, own, ZONE, limit=99)
        assert (said.height, said["claim_id"].n_unique()) == (row["n_mentions"], row["n_claims"])
        assert claims.ranked(full, own, ZONE, "spreading", 99).height == row["n_claims"]
        for late, name in (("first", "n_first"), ("shared", "n_shared")):
            soon = sentences.found(full, own, ZONE, late=late, limit=99)
            assert soon["claim_id"].n_unique() == row[name], late


@pytest.mark.parametrize("moment", [None, datetime(2026, 3, 12, tzinfo=UTC)])
def test_figures_of_a_party_count_the_lists_behind_them(
    full: Snapshot, moment: datetime | None
) -> None:
    row = party.party(full, "nordgas", moment).row(0, named=True)
    own = Selection(parties=("nordgas",), as_of=moment)
    assert claims.ranked(full, own, ZONE, "spreading", 99).height == row["n_claims"]
    for status in ("confirmed", "alleged", "denied"):
        said = sentences.found(full, replace(own, statuses=(status,)), ZONE, limit=99)
        assert said.height == row[f"n_{status}"], status


def test_lags_add_up_to_the_shared_claims(full: Snapshot) -> None:
    frame = sources.firsts(full, ALL, ZONE)
    parts = frame.select(pl.sum_horizontal("n_first", "n_1h", "n_6h", "n_1d", "n_3d", "n_later"))
    assert parts.to_series().to_list() == frame["n_shared"].to_list()
    assert frame["n_first"].sum() == full.read("select * from source_lag where place = 1").height


def test_an_outlet_has_its_figures_and_its_claims(full: Snapshot) -> None:
    row = outlet.outlet(full, "golos.example").row(0, named=True)
    assert (row["name"], row["country"], row["media_type"]) == ("Голос", "RU", "broadcaster")
    assert (row["n_mentions"], row["n_articles"], row["n_undated"]) == (5, 6, 2)
    assert row["n_confirmed"] + row["n_alleged"] + row["n_denied"] == 5
    claims = outlet.claims(full, ALL, ZONE, "golos.example")
    assert claims["n_claims"].to_list() == [row["n_claims"]] * claims.height
    assert claims["last_at"].drop_nulls().is_sorted(descending=True)
    assert outlet.outlet(full, "nowhere.example").is_empty()


def test_parties_are_ranked_by_what_they_say(full: Snapshot) -> None:
    frame = parties.parties(full, ALL, ZONE, "denied")
    first = frame.row(0, named=True)
    assert (first["party"], first["n_denied"]) == ("Nordgas AG", 5)
    said = full.read(
        """
        select count(*) as n
        from live_mention
        where party_kind <> 'outlet'
        """
    )["n"][0]
    assert frame["n_all"][0] == said
    assert "outlet" not in frame["kind"].to_list()
    assert frame["n_denied"].is_sorted(descending=True)
    only = parties.parties(full, Selection(statuses=("confirmed",)), ZONE, "denied")
    assert only.is_empty()


def test_whose_word_stands_against_whose(full: Snapshot) -> None:
    frame = parties.against(full, ALL, ZONE)
    by_hand = full.read(
        """
        select
            count(*) as n
        from claim_party d
        join claim_party s using (claim_id)
        where d.last_status = 'denied'
            and s.last_status <> 'denied'
            and d.party_kind = 'actor'
            and s.party_kind = 'actor'
        """
    )["n"][0]
    assert frame["n_claims"].sum() == by_hand
    assert (frame["denying_id"] != frame["stating_id"]).all()
    mine = parties.against(full, ALL, ZONE, "orlova")
    assert set(mine["denying_id"]) | set(mine["stating_id"]) >= {"orlova"}
    assert mine.filter(
        (pl.col("denying_id") != "orlova") & (pl.col("stating_id") != "orlova")
    ).is_empty()


def test_a_party_has_its_stands_and_where_it_turned(full: Snapshot) -> None:
    row = party.party(full, "nordgas").row(0, named=True)
    stands = party.stands(full, ALL, ZONE, "nordgas")
    assert row["n_claims"] == stands.height
    assert row["n_denying"] == stands.filter(pl.col("last_status") == "denied").height
    statements = party.statements(full, ALL, ZONE, "nordgas")
    assert statements.height == row["n_confirmed"] + row["n_alleged"] + row["n_denied"]
    turned = statements.filter(pl.col("turned"))
    assert (turned["status"] != turned["status_before"]).all()
    assert set(turned["claim_id"]) >= set(stands.filter(pl.col("turned"))["claim_id"])
    assert party.party(full, "nobody").is_empty()


def test_provenance_follows_the_filter(full: Snapshot) -> None:
    frame = provenance.credits(full, ALL, ZONE)
    assert frame.select("source", "cited_source", "n_articles", "n_bylines", "words").rows() == [
        ("Le Courant", "Ledger Wire", 1, 0, None),
        ("Morgenblatt", "Ledger Wire", 1, 0, "Ledger Wire"),
    ]
    french = provenance.credits(full, Selection(languages=("fr",)), ZONE)
    assert french["source"].to_list() == ["Le Courant"]
    assert provenance.credits(full, Selection(text="nothing like it"), ZONE).is_empty()


def test_the_party_behind_a_credited_outlet(full: Snapshot) -> None:
    chain = provenance.credited(full, ALL, ZONE).row(0, named=True)
    assert (chain["source"], chain["via_source"], chain["party"]) == (
        "Morgenblatt",
        "Ledger Wire",
        "Irina Orlova",
    )
    assert chain["claim_id"] == FIRST


def test_feeds_in_trouble_stand_first(full: Snapshot) -> None:
    frame = runs.feeds(full)
    assert frame.select("source", "state", "reason").rows() == [
        ("Голос", "failed", "timeout"),
        ("Hafenkurier", "silent", None),
        ("Le Courant", "waiting", None),
        ("Morgenblatt", "fetched", None),
    ]
    totals = frame.select("n_all", "n_working", "n_failed", "n_silent", "n_waiting").row(0)
    assert totals == (4, 1, 1, 1, 1)


def test_a_figure_of_feeds_counts_the_list_behind_it(full: Snapshot) -> None:
    every = runs.feeds(full).row(0, named=True)
    for state in runs.STATES:
        assert runs.feeds(full, state=state).height == every[f"n_{state}"], state
    own = runs.feeds(full, "golos.example")
    assert own.select("source", "state", "n_all").rows() == [("Голос", "failed", 1)]
    assert runs.feeds(full, "visnyk.example").is_empty()


def test_counts_of_articles_count_the_lists_behind_them(full: Snapshot) -> None:
    names = ("n_articles", "n_undated", "n_without_claims", "n_revised")
    health = runs.health(full)
    assert [health[name].sum() for name in names] == [51, 3, 1, 1]
    for row in health.iter_rows(named=True):
        for kind, name in zip(articles.KINDS, names, strict=True):
            found = articles.listed(full, row["source_id"], kind, limit=99)
            assert found.height == row[name], (row["source_id"], kind)
    for flag, precision, n in runs.dates(full).iter_rows():
        assert articles.listed(full, None, "all", flag, precision, limit=99).height == n
    for row in articles.listed(full, limit=99).iter_rows(named=True):
        said = sentences.found(full, ALL, ZONE, article_id=row["article_id"], limit=99)
        assert said.height == row["n_mentions"], row["article_id"]


def test_counts_of_claims_count_the_lists_behind_them(full: Snapshot) -> None:
    pairs = parties.against(full, ALL, ZONE)
    assert pairs["n_claims"].to_list() == [2, 2]
    for row in pairs.iter_rows(named=True):
        narrowed = Narrowed(denying=row["denying_id"], stating=row["stating_id"])
        disputed = claims.ranked(full, ALL, ZONE, "spreading", narrowed=narrowed)
        assert disputed.height == row["n_claims"]
        assert row["claim_id"] in disputed["claim_id"]
    denied = claims.ranked(full, ALL, ZONE, "spreading", narrowed=Narrowed(denying="nordgas"))
    assert denied.height == party.party(full, "nordgas")["n_denying"][0] == 3
    for row in provenance.credits(full, ALL, ZONE).iter_rows(named=True):
        own = Selection(sources=(row["source_id"],))
        narrowed = Narrowed(cited=row["cited_source_id"])
        credited = claims.ranked(full, own, ZONE, "spreading", 99, narrowed=narrowed)
        assert (
            credited.height == row["n_claims"] < claims.ranked(full, own, ZONE, "spreading").height
        )


def test_claims_name_the_parties_that_they_are_about(full: Snapshot) -> None:
    every = claims.texts(full, [f"c00000000000000{n}" for n in range(10)])
    assert party.named(full, every["claim_id"].to_list(), "orlova").rows() == [
        ("c000000000000002", "nordgas", "Nordgas AG"),
        ("c000000000000005", "arvenia", "Arvenia"),
    ]
    # A party does not speak about itself, and only the claims asked for are looked at.
    assert party.named(full, ["c000000000000002"], "nordgas").is_empty()


def test_who_speaks_about_whom(full: Snapshot) -> None:
    pairs = parties.about(full, ALL, ZONE)
    by_status = [f"n_{status}" for status in ("confirmed", "alleged", "denied")]
    assert pairs.select("party_id", "about", *by_status, "n_claims").rows() == [
        ("orlova", "Nordgas AG", 0, 1, 2, 1),
        ("nordgas", "Arvenia", 0, 1, 0, 1),
        ("orlova", "Arvenia", 0, 0, 1, 1),
    ]
    for row in pairs.iter_rows(named=True):
        own = Selection(parties=(row["party_id"],))
        told = sentences.found(full, own, ZONE, about=row["about_id"])
        assert told.height == sum(row[n] for n in by_status)
        named = claims.ranked(
            full, own, ZONE, "spreading", narrowed=Narrowed(about=row["about_id"])
        )
        assert named["claim_id"].to_list() == [row["claim_id"]]


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "America/Los_Angeles"])
def test_the_bounds_are_those_of_all_mentions(full: Snapshot, zone: str) -> None:
    days = sources.volume(full, ALL, zone, "day").filter(pl.col("n_mentions") > 0)["bin"].dt.date()
    assert overview.bounds(full, zone).row(0) == (days.min(), days.max())


def test_the_sentences_behind_a_figure_are_as_many_as_it_says(full: Snapshot) -> None:
    for row in sources.firsts(full, ALL, ZONE).iter_rows(named=True):
        chosen = Selection(sources=(row["source_id"],))
        behind = sentences.found(full, chosen, ZONE, late="first", limit=99)
        assert behind["claim_id"].n_unique() == row["n_first"]
    for row in provenance.credits(full, ALL, ZONE).iter_rows(named=True):
        chosen = Selection(sources=(row["source_id"],))
        behind = sentences.found(full, chosen, ZONE, cited=row["cited_source_id"], limit=99)
        assert behind["article_id"].n_unique() == row["n_articles"]
    for row in sources.by_status(full, ALL, ZONE).iter_rows(named=True):
        chosen = Selection(sources=(row["source_id"],), statuses=(row["status"],))
        assert sentences.found(full, chosen, ZONE, limit=99).height == row["n_mentions"]
    pages = [sentences.found(full, ALL, ZONE, limit=20, offset=n) for n in (0, 20, 40)]
    assert sum(page["mention_id"].n_unique() for page in pages) == 51 == pages[0]["n_found"][0]

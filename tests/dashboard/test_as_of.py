"""At an earlier moment every part of every page is as it stood then."""

from datetime import UTC, datetime

import pytest

from dashboard.queries import export, outlet, parties, party, provenance, sources, story
from dashboard.queries.selection import Selection
from dashboard.snapshot import Snapshot

ZONE = "Europe/Berlin"
FIRST = "c000000000000000"
# Four days in: eight of the 51 mentions have appeared, nothing has been denied.
EARLY = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
LATE = datetime(2026, 4, 30, tzinfo=UTC)
THEN = Selection(as_of=EARLY)


@pytest.mark.parametrize("name", ["source_lag", "claim_provenance", "claim_party"])
def test_a_moment_after_everything_is_now(full: Snapshot, name: str) -> None:
    """But for undated mentions, which have no place at any moment."""
    macros = {
        "source_lag": "from source_lag_as_of($moment)",
        "claim_provenance": "from claim_provenance_as_of($moment) where first_at is not null",
        "claim_party": "from claim_party_as_of($moment) where first_at is not null",
    }
    tables = {
        "source_lag": "from source_lag",
        "claim_provenance": "from claim_provenance where first_at is not null",
        "claim_party": "from claim_party where first_at is not null",
    }
    keys = ["claim_id", "source_id" if name != "claim_party" else "party_id", "first_at"]
    then = full.read(macros[name], moment=LATE).select(keys).sort(keys)
    assert then.height > 0
    assert then.equals(full.read(tables[name]).select(keys).sort(keys))


def test_parties_and_their_contradictions_are_of_then(full: Snapshot) -> None:
    assert parties.parties(full, THEN, ZONE, "denied").is_empty()
    assert parties.against(full, THEN, ZONE).is_empty()
    assert parties.against(full, Selection(), ZONE).height > 0
    row = party.party(full, "nordgas", EARLY).row(0, named=True)
    now = party.party(full, "nordgas").row(0, named=True)
    assert row["n_denied"] == 0 < now["n_denied"]
    assert row["last_at"] <= EARLY < now["last_at"]
    stands = party.stands(full, THEN, ZONE, "nordgas")
    assert stands["last_at"].max() <= EARLY
    assert "contested" not in stands["standing"].to_list()


def test_lags_and_an_outlet_are_of_then(full: Snapshot) -> None:
    then, now = sources.firsts(full, THEN, ZONE), sources.firsts(full, Selection(), ZONE)
    assert 0 < then["n_shared"].sum() < now["n_shared"].sum()
    source_id = "morgenblatt.example"
    row = outlet.outlet(full, source_id, EARLY).row(0, named=True)
    assert 0 < row["n_mentions"] < outlet.outlet(full, source_id)["n_mentions"][0]
    claims = outlet.claims(full, THEN, ZONE, source_id)
    assert claims["last_at"].max() <= EARLY
    later = outlet.claims(full, Selection(), ZONE, source_id)
    both = claims.join(later, on="claim_id", suffix="_now")
    assert (both["n_sources"] < both["n_sources_now"]).any()


def test_provenance_and_fact_checks_are_of_then(full: Snapshot) -> None:
    assert story.provenance(full, FIRST, EARLY)["first_at"].max() <= EARLY
    n_then = story.provenance(full, FIRST, EARLY)["n_mentions"].sum()
    assert 0 < n_then < story.provenance(full, FIRST)["n_mentions"].sum()
    # The only fact-check came out nine days after the edit of the fifth day.
    assert story.fact_checks(full, FIRST, EARLY).is_empty()
    assert story.fact_checks(full, FIRST).height == 1
    before = Selection(as_of=datetime(2026, 3, 1, tzinfo=UTC))
    assert provenance.credited(full, before, ZONE).is_empty()
    assert provenance.credits(full, before, ZONE).is_empty()
    assert sources.citations(full, before).is_empty()
    assert sources.citations(full, Selection()).height > 0


def test_a_draft_of_then_has_the_appearances_of_then(full: Snapshot) -> None:
    then = export.appearances(full, FIRST, EARLY)
    assert then["appeared_at"].max() <= EARLY
    assert 0 < then.height < export.appearances(full, FIRST).height
    assert export.claim(full, FIRST, datetime(2020, 1, 1, tzinfo=UTC)).is_empty()

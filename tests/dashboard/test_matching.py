"""Why a sentence is in its claim, which claims may be one, which denials turn down several."""

from datetime import UTC, datetime

import pytest

from dashboard import evidence, pieces
from dashboard.queries import claim, matching
from dashboard.queries.selection import Selection
from dashboard.snapshot import Snapshot
from dashboard.text import Reader

FIRST, SECOND, THIRD = (f"c{n:015x}" for n in range(3))
EN, DE = Reader("en", "Europe/Berlin"), Reader("de", "Europe/Berlin")
EARLY = datetime(2026, 3, 1, tzinfo=UTC)


def _why(full: Snapshot, reader: Reader) -> dict[str, str]:
    rows = claim.evidence(full, Selection(), "UTC", FIRST).iter_rows(named=True)
    return {row["why"]: evidence.mention(row, reader) for row in rows if row["why"]}


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("founded", "the claim’s first wording"),
        ("statement", "joined by what it states, match 90%: shares Velm, Schrott, 1,500, 2026"),
        ("headline", "goes on about its article’s headline, match 80%: shares Schrott"),
        ("denial", "joined to what the article reports, match 70%<"),
    ],
)
def test_each_sentence_says_why_it_is_here(full: Snapshot, why: str, words: str) -> None:
    assert words in _why(full, EN)[why]


def test_why_in_german(full: Snapshot) -> None:
    why = _why(full, DE)["statement"]
    assert "Übereinstimmung 90\xa0%; gemeinsam: Velm, Schrott, 1.500, 2026" in why


def test_what_a_person_decided_is_said_to_be_so(full: Snapshot) -> None:
    row = claim.evidence(full, Selection(), "UTC", FIRST).row(0, named=True)
    moved = evidence.mention({**row, "why": "person"}, EN)
    assert "put here by a person’s decision" in moved
    assert "shares" not in moved
    assert "cw-why" not in evidence.mention({**row, "why": None}, EN)


def test_a_near_claim_is_named_from_both_sides(full: Snapshot) -> None:
    ours = matching.suggestions(full, THIRD).row(0, named=True)
    theirs = matching.suggestions(full, FIRST).row(0, named=True)
    assert (ours["claim_id"], ours["is_ours"]) == (FIRST, True)
    assert (theirs["claim_id"], theirs["is_ours"]) == (THIRD, False)
    assert round(ours["score"], 2) == 0.44
    assert "match 44%" in pieces.near(theirs, EN)
    assert "from that claim: Nach Angaben" in pieces.near(theirs, EN)
    assert "aus dieser Behauptung: Nach Angaben" in pieces.near(ours, DE)
    assert matching.suggestions(full, THIRD, EARLY).is_empty()


def test_a_denial_of_two_claims_is_shown_at_both(full: Snapshot) -> None:
    """The link names a claim that was merged; it leads to the one that stands."""
    (other,) = matching.turned_down_too(full, SECOND).iter_rows(named=True)
    assert (other["claim_id"], round(other["score"], 2)) == (FIRST, 0.61)
    (denial,) = matching.denied_elsewhere(full, FIRST).iter_rows(named=True)
    assert (denial["mention_id"], denial["claim_id"]) == (other["mention_id"], SECOND)
    assert denial["status"] == "denied"
    assert denial["precision"] == "second"
    assert matching.turned_down_too(full, FIRST).is_empty()
    assert matching.denied_elsewhere(full, SECOND).is_empty()
    assert matching.denied_elsewhere(full, FIRST, EARLY).is_empty()


def test_words_of_reasons_are_escaped(hostile: Snapshot) -> None:
    rows = claim.evidence(hostile, Selection(), "UTC", FIRST).iter_rows(named=True)
    html = "".join(evidence.mention(row, EN) for row in rows)
    html += "".join(
        pieces.near(row, EN) for row in matching.suggestions(hostile, FIRST).iter_rows(named=True)
    )
    assert "&lt;script&gt;" in html
    assert "<script" not in html
    assert "<img" not in html

"""Published fact-checks find the claim that they are about, whichever of the two came first."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from etl import decide
from etl.decision_rows import Author
from etl.publish import latest, publish
from etl.report import Report
from etl.warehouse import Warehouse
from tests.conftest import rows
from tests.etl.test_pipeline import article

Write = Callable[..., Path]
Load = Callable[..., Report]
DESK = Author("Desk", "same event", datetime(2026, 4, 6, tzinfo=UTC))

FERRY = "Die Fähre Silbermöwe ist in der Nacht vor Marenz gesunken"
SUNK = article(
    1,
    title=f"{FERRY}, sagt die Reederei",
    text=f"Die Reederei teilte mit, {FERRY.replace(' ist', ' sei')}. 40 Menschen seien gerettet.",
)
FREE = article(
    2,
    title="Laut Stadtrat wird die Bibliothek in Oldau im Herbst geschlossen",
    text="Laut dem Stadtrat wird die Bibliothek in Oldau im Herbst geschlossen.",
)


def review(claim: str, number: int, **values: object) -> dict[str, object]:
    return {
        "@type": "ClaimReview",
        "claimReviewed": claim,
        "url": f"https://checkdesk.example/{number}",
        "datePublished": "2026-03-05",
        "author": {"@type": "Organization", "name": "Check Desk"},
        "reviewRating": {"alternateName": "Unbelegt"},
        "inLanguage": "de",
        **values,
    }


def reviews(tmp_path: Path, *found: dict[str, object]) -> Path:
    path = tmp_path / "reviews.json"
    path.write_text(json.dumps(found), encoding="utf8")
    return path


def tied(tmp_path: Path) -> dict[object, object]:
    """For each fact-check of the snapshot the founding words of its claim."""
    snapshot = latest(tmp_path / "data")
    assert snapshot is not None
    return dict(
        rows(
            snapshot,
            "select f.claim_text, c.text from fact_check f left join claim c using (claim_id)",
        )
    )


ABOUT = "Die Fähre Silbermöwe ist vor Marenz gesunken."
OTHER = "Ein Meteorit hat im Mai das Rathaus von Quarn getroffen."


def test_a_fact_check_is_tied_to_its_claim(write_lines: Write, load: Load, tmp_path: Path) -> None:
    load(write_lines([SUNK, FREE]))
    report = load(reviews(tmp_path, review(ABOUT, 1), review(OTHER, 2)))
    assert (report.fact_checks, report.fact_checks_tied) == (2, 1)
    found = tied(tmp_path)
    assert "Silbermöwe" in str(found[ABOUT])
    assert found[OTHER] is None
    again = load(reviews(tmp_path, review(ABOUT, 1, reviewRating={"alternateName": "Falsch"})))
    assert again.fact_checks_tied == 0, "it stays where it is"
    assert tied(tmp_path) == found


def test_a_claim_that_comes_later_finds_its_fact_check(
    write_lines: Write, load: Load, tmp_path: Path
) -> None:
    load(reviews(tmp_path, review(ABOUT, 1), review(OTHER, 2)))
    assert set(tied(tmp_path).values()) == {None}
    assert load(write_lines([FREE])).fact_checks_tied == 0
    assert load(write_lines([SUNK])).fact_checks_tied == 1
    assert "Silbermöwe" in str(tied(tmp_path)[ABOUT])


def test_a_fact_check_of_another_year_is_about_something_else(
    write_lines: Write, load: Load, tmp_path: Path
) -> None:
    load(write_lines([SUNK]))
    old = review(ABOUT, 1, datePublished="2024-03-05")
    assert load(reviews(tmp_path, old)).fact_checks_tied == 0


def test_in_another_language(write_lines: Write, load: Load, tmp_path: Path) -> None:
    load(write_lines([SUNK, FREE]))
    english = review("The ferry Silbermöwe has sunk off Marenz.", 1, inLanguage="en")
    assert load(reviews(tmp_path, english)).fact_checks_tied == 1


def test_it_follows_a_merged_claim(write_lines: Write, load: Load, tmp_path: Path) -> None:
    load(write_lines([SUNK, FREE]), reviews(tmp_path, review(ABOUT, 1)))
    with Warehouse(tmp_path / "data") as warehouse:
        ((mine,),) = warehouse.con.execute("select claim_id from fact_check").fetchall()
        ((other,),) = warehouse.con.execute(
            "select claim_id from claim_founding where text like '%Bibliothek%' limit 1"
        ).fetchall()
        decide.merge(warehouse, mine, other, DESK)
        publish(warehouse.con, tmp_path / "data", "later", 5)
    snapshot = latest(tmp_path / "data")
    assert snapshot is not None
    assert rows(snapshot, "select claim_id from fact_check") == [(other,)]

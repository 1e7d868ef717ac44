"""Articles fetched again: when, and what a later version added to a claim or took away."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from etl import decide
from etl.decision_rows import Author
from etl.publish import latest
from etl.refetch import due
from etl.report import Report
from etl.warehouse import Warehouse
from tests.conftest import rows
from tests.etl.test_pipeline import STORY, article

Write = Callable[..., Path]
Load = Callable[..., Report]
FIRST = datetime(2026, 3, 2, 9, tzinfo=UTC)


def fetched(hours: float, **values: object) -> dict[str, object]:
    """The article as it was so many hours after its first fetch."""
    return article(1, fetched_at=(FIRST + timedelta(hours=hours)).isoformat(), **values)


def fetched_from(warehouse: Warehouse, *, listed: bool = True) -> None:
    """As if a feed had named the pages of all stored articles."""
    warehouse.con.execute(
        "insert or replace into feed (feed_id, source_id, url, is_listed)"
        " values ('f', 'paper0.example', 'https://paper0.example/feed', $listed)",
        {"listed": listed},
    )
    warehouse.con.execute(
        "insert or ignore into fetched_page select url, 'f' from article where url is not null"
    )


def due_after(data_dir: Path, hours: float) -> int:
    with Warehouse(data_dir) as warehouse:
        fetched_from(warehouse)
        return due(warehouse.con, FIRST + timedelta(hours=hours), 10).height


@pytest.mark.parametrize(
    ("checks", "not_yet", "then"),
    [
        ([0], 0.9, 1),
        ([0, 1], 5.9, 6),
        ([0, 1, 6], 23.9, 24),
        ([0, 1, 6, 24], 7 * 24 - 0.1, 7 * 24),
        # A machine that slept makes up for one missed time, not for three.
        ([0, 30], 7 * 24 - 0.1, 7 * 24),
    ],
)
def test_fetched_again_on_a_falling_schedule(
    write_lines: Write,
    load: Load,
    tmp_path: Path,
    checks: list[float],
    not_yet: float,
    then: float,
) -> None:
    load(write_lines([fetched(hours) for hours in checks]))
    assert due_after(tmp_path / "data", not_yet) == 0
    assert due_after(tmp_path / "data", then) == 1


def test_after_a_week_an_article_is_left_alone(
    write_lines: Write, load: Load, tmp_path: Path
) -> None:
    load(write_lines([fetched(0)]))
    assert due_after(tmp_path / "data", 8 * 24 - 0.1) == 1
    assert due_after(tmp_path / "data", 8 * 24) == 0
    load(write_lines([fetched(0), fetched(7 * 24)]))
    assert due_after(tmp_path / "data", 7 * 24 + 1) == 0


def test_the_longest_overdue_come_first(write_lines: Write, load: Load, tmp_path: Path) -> None:
    later = (FIRST + timedelta(hours=3)).isoformat()
    load(write_lines([article(2, fetched_at=later), fetched(0), {**fetched(0), "url": None}]))
    with Warehouse(tmp_path / "data") as warehouse:
        fetched_from(warehouse)
        found = due(warehouse.con, FIRST + timedelta(hours=9), 10)
        first = due(warehouse.con, FIRST + timedelta(hours=9), 1)
    assert first.equals(found.head(1))
    assert [url[-2:] for url in found["url"]] == ["/1", "/2"]
    assert found["due_at"].to_list() == [FIRST + timedelta(hours=1), FIRST + timedelta(hours=4)]


def test_only_pages_that_a_listed_feed_named_are_fetched_again(
    write_lines: Write, load: Load, tmp_path: Path
) -> None:
    load(write_lines([fetched(0)]))
    with Warehouse(tmp_path / "data") as warehouse:
        when = FIRST + timedelta(hours=9)
        assert due(warehouse.con, when, 10).height == 0, "from a file"
        fetched_from(warehouse, listed=False)
        assert due(warehouse.con, when, 10).height == 0, "its feed is listed no more"
        fetched_from(warehouse)
        assert due(warehouse.con, when, 10).height == 1


def test_an_unchanged_article_is_known_and_its_check_noted(
    write_lines: Write, load: Load, tmp_path: Path
) -> None:
    report = load(write_lines([fetched(0), fetched(2)]))
    assert (report.articles_new, report.articles_known, report.articles_revised) == (1, 1, 0)
    snapshot = latest(tmp_path / "data")
    assert snapshot is not None
    assert rows(
        snapshot,
        "select first_fetched_at::varchar, checked_at::varchar, fetched_at::varchar from article",
    ) == [("2026-03-02 09:00:00+00", "2026-03-02 11:00:00+00", "2026-03-02 09:00:00+00")]


CHANGES = (
    "select strftime(changed_at, '%H:%M'), change::varchar, status::varchar, text"
    " from claim_revision order by changed_at, change, text"
)


@pytest.mark.parametrize("published", ["2026-03-02T08:00:00Z", None])
def test_a_denial_added_later_is_told_with_its_time(
    write_lines: Write, load: Load, tmp_path: Path, published: str | None
) -> None:
    denial = "Das Hafenamt bestritt am Nachmittag, dass Taucher verletzt wurden."
    gone = "Laut dem Hafenamt stammen die Schiffe aus dem 17. Jahrhundert. "
    assert gone in STORY
    values = {"published_at": published}
    load(
        write_lines(
            [
                fetched(0, **values),
                fetched(5 + 5 / 60, text=f"{STORY.replace(gone, '')} {denial}", **values),
            ]
        )
    )
    snapshot = latest(tmp_path / "data")
    assert snapshot is not None
    assert rows(snapshot, CHANGES) == [
        ("14:05", "added", "denied", denial),
        ("14:05", "removed", "alleged", gone.strip()),
    ]
    (same,) = rows(snapshot, "select count(*) from claim_revision join mention using (mention_id)")
    assert same == (2,)


def test_a_denial_that_came_and_went_is_told_twice_and_follows_its_claim(
    write_lines: Write, load: Load, tmp_path: Path
) -> None:
    denial = "Das Hafenamt bestritt am Nachmittag, dass Taucher verletzt wurden."
    versions = [fetched(0), fetched(5, text=f"{STORY} {denial}"), fetched(8)]
    path = write_lines([{**one, "published_at": "2026-03-02T08:00:00Z"} for one in versions])
    library = "Laut dem Stadtrat wird die Bibliothek in Oldau im Herbst geschlossen."
    load(write_lines([article(2, title=library, text=library)], "other.jsonl"))
    report = load(path)
    assert (report.articles_new, report.articles_revised, report.articles_known) == (1, 2, 0)
    again = load(path)
    assert (again.articles_revised, again.articles_known) == (0, 3)
    with Warehouse(tmp_path / "data") as warehouse:
        told = warehouse.con.execute(CHANGES).fetchall()
        assert told == [
            ("14:00", "added", "denied", denial),
            ("17:00", "removed", "denied", denial),
        ]
        texts = warehouse.con.execute("select text from article_text order by 1").fetchall()
        assert texts == [(STORY,), (library,)]
        changed = "select distinct claim_id from claim_revision"
        ((mine,),) = warehouse.con.execute(changed).fetchall()
        others = "select claim_id from claim_founding where claim_id <> $mine limit 1"
        ((other,),) = warehouse.con.execute(others, {"mine": mine}).fetchall()
        desk = Author("Desk", "same event", datetime(2026, 4, 6, tzinfo=UTC))
        decide.merge(warehouse, mine, other, desk)
        assert warehouse.con.execute(changed).fetchall() == [(other,)]


def test_an_old_text_without_a_fetch_time_takes_nothing_back(
    write_lines: Write, load: Load, tmp_path: Path
) -> None:
    load(write_lines([article(1), article(1, text=f"{STORY} Das Amt bestritt das.")]))
    report = load(write_lines([article(1)], "again.jsonl"))
    assert (report.articles_revised, report.articles_known) == (0, 1)


def test_versions_of_one_moment_change_nothing(
    write_lines: Write, load: Load, tmp_path: Path
) -> None:
    """Two texts of one address in a file without fetch times: nobody knows which came first."""
    load(write_lines([article(1), article(1, text=STORY + " Das Amt bestritt das.")]))
    snapshot = latest(tmp_path / "data")
    assert snapshot is not None
    assert rows(snapshot, CHANGES) == []


def test_a_fact_check_is_stored_once_and_updated(
    write_lines: Write, load: Load, tmp_path: Path
) -> None:
    review = {
        "@type": "ClaimReview",
        "claimReviewed": "Die Fähre nach Marenz ist in der Nacht gesunken.",
        "url": "https://checkdesk.example/1?utm_source=x",
        "datePublished": "2026-03-05",
        "author": {"@type": "Organization", "name": "Check Desk"},
        "reviewRating": {"alternateName": "Unbelegt"},
    }
    path = write_lines([], "reviews.json")

    def load_with(**values: object) -> Report:
        broken = {**review, "claimReviewed": " "}
        path.write_text(json.dumps([{**review, **values}, broken]), encoding="utf8")
        return load(path)

    assert load_with().fact_checks == 1
    report = load_with(reviewRating={"alternateName": "Falsch zugeordnet"})
    assert (report.fact_checks, report.rejected) == (1, {"no_claim": 1})
    snapshot = latest(tmp_path / "data")
    assert snapshot is not None
    assert rows(
        snapshot,
        "select url, publisher, claim_text, rating, language, published_at::varchar, claim_id"
        " from fact_check",
    ) == [
        (
            "https://checkdesk.example/1",
            "Check Desk",
            "Die Fähre nach Marenz ist in der Nacht gesunken.",
            "Falsch zugeordnet",
            "de",
            "2026-03-05 12:00:00+00",
            None,
        )
    ]


def test_new_models_do_not_look_like_changes_of_the_outlet(
    write_lines: Write, load: Load, tmp_path: Path
) -> None:
    """A sentence that stands as it was keeps its mentions, whatever the models say of it now."""
    load(write_lines([fetched(0)]))
    with Warehouse(tmp_path / "data") as warehouse:
        # As if an older model had found no claim in the first sentence.
        warehouse.con.execute("delete from mention where sentence_index = 1")
        (left,) = warehouse.con.execute("select count(*) from mention").fetchone() or (0,)
    denial = " Das Hafenamt bestritt am Nachmittag, dass Taucher verletzt wurden."
    report = load(write_lines([fetched(5, text=STORY + denial)]))
    assert (report.articles_revised, report.mentions_new) == (1, 1)
    snapshot = latest(tmp_path / "data")
    assert snapshot is not None
    assert rows(snapshot, "select count(*) from mention") == [(left + 1,)]
    (change,) = rows(snapshot, CHANGES)
    assert change[1:] == ("added", "denied", denial.strip())

"""People decide: merged, split, moved, undone; kept apart from what the matcher stored."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from etl import decide
from etl.decision_rows import Author
from etl.errors import DecisionError
from etl.publish import latest
from etl.report import Report
from etl.warehouse import Warehouse
from tests.conftest import rows
from tests.etl.story import Story, at
from tests.etl.test_cli import etl

DESK = Author("Desk", "same event", datetime(2026, 4, 6, tzinfo=UTC))
Homes = dict[str, str]


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    """Three claims: c1 with three mentions, c2 with two, c3 with one."""
    with Warehouse(tmp_path / "data") as opened:
        story = Story(opened.con)
        for hours, claim in enumerate(("c1", "c1", "c1", "c2", "c2", "c3")):
            story.say(f"outlet{hours}.example", hours, "alleged", claim=claim)
        yield opened


def homes(warehouse: Warehouse) -> Homes:
    """Which claim each mention is shown under."""
    return dict(
        warehouse.con.execute("select mention_id, claim_id from decided_mention").fetchall()
    )


def of(warehouse: Warehouse, claim: str) -> list[str]:
    return sorted(mention for mention, home in homes(warehouse).items() if home == claim)


def later(warehouse: Warehouse, claim: str, hours: float = 40) -> str:
    """A mention that a later run matched to a claim."""
    story = Story.__new__(Story)
    story.con, story.n = warehouse.con, int(hours) * 10
    return story.say("late.example", hours, "denied", claim=claim)


def test_a_merged_claim_shows_up_under_the_survivor_later_mentions_too(
    warehouse: Warehouse,
) -> None:
    before = homes(warehouse)
    done = decide.merge(warehouse, "c1", "c2", DESK)
    assert len(of(warehouse, "c2")) == 5
    new = later(warehouse, "c1")
    assert homes(warehouse)[new] == "c2"
    claims = warehouse.con.execute("select claim_id, n_mentions, standing from claim order by 1")
    assert claims.fetchall() == [("c2", 6, "contested"), ("c3", 1, "alleged")]
    decide.undo(warehouse, done.decision_id, DESK)
    assert homes(warehouse) == before | {new: "c1"}


def test_merges_chain_and_each_is_undone_alone(warehouse: Warehouse) -> None:
    first = decide.merge(warehouse, "c1", "c2", DESK)
    second = decide.merge(warehouse, "c2", "c3", DESK)
    assert set(homes(warehouse).values()) == {"c3"}
    decide.undo(warehouse, first.decision_id, DESK)
    assert sorted(homes(warehouse).values()) == ["c1"] * 3 + ["c3"] * 3
    decide.merge(warehouse, "c3", "c1", DESK)
    assert set(homes(warehouse).values()) == {"c1"}
    decide.undo(warehouse, second.decision_id, DESK)
    assert sorted(homes(warehouse).values()) == ["c1"] * 4 + ["c2"] * 2


def test_a_split_keeps_its_mentions_apart_and_undo_brings_all_back(warehouse: Warehouse) -> None:
    before = homes(warehouse)
    one, two, three = of(warehouse, "c1")
    done = decide.split(warehouse, [two, one], DESK)
    new = done.target_claim_id
    assert new is not None
    assert (of(warehouse, "c1"), of(warehouse, new)) == ([three], [one, two])
    text = warehouse.con.execute("select text from claim where claim_id = ?", [new]).fetchall()
    (first,) = warehouse.con.execute(
        "select proposition from mention where mention_id = $id", {"id": one}
    ).fetchall()
    assert text == [first]
    found = later(warehouse, new)
    assert homes(warehouse)[found] == new
    decide.undo(warehouse, done.decision_id, DESK)
    assert homes(warehouse) == before | {found: "c1"}
    # The claim that the split made leads on to where its mentions went back.
    assert warehouse.con.execute("select * from claim_redirect").fetchall() == [(new, "c1")]
    assert (
        warehouse.con.execute("select claim_id from claim where claim_id = ?", [new]).fetchall()
        == []
    )


def test_a_moved_mention_stays_moved_through_a_merge(warehouse: Warehouse) -> None:
    before = homes(warehouse)
    mention = of(warehouse, "c1")[0]
    moved = decide.move(warehouse, [mention], "c2", DESK)
    merged = decide.merge(warehouse, "c2", "c3", DESK)
    assert homes(warehouse)[mention] == "c3"
    decide.undo(warehouse, merged.decision_id, DESK)
    assert homes(warehouse) == before | {mention: "c2"}
    again = decide.move(warehouse, [mention], "c3", DESK)
    assert homes(warehouse)[mention] == "c3"
    decide.undo(warehouse, again.decision_id, DESK)
    assert homes(warehouse)[mention] == "c2"
    decide.undo(warehouse, moved.decision_id, DESK)
    assert homes(warehouse) == before


def test_a_suggested_join_is_accepted_or_declined_once(warehouse: Warehouse) -> None:
    other, single = of(warehouse, "c2")[1], of(warehouse, "c3")[0]
    warehouse.con.executemany(
        "insert into claim_suggestion (mention_id, claim_id, score) values (?, ?, ?)",
        [(other, "c1", 0.4), (single, "c1", 0.5), (single, "c2", 0.3)],
    )
    listed = decide.suggestions(warehouse, 10)
    assert listed.select("mention_id", "suggested_claim_id").rows() == [
        (single, "c1"), (other, "c1"), (single, "c2"),
    ]  # fmt: skip
    decide.decline(warehouse, other, "c1", DESK)
    # c3 was founded by its only mention: the claim goes along, and so does what repeats it later.
    done = decide.accept(warehouse, single, "c1", DESK)
    repeated = later(warehouse, "c3")
    assert homes(warehouse)[repeated] == "c1"
    assert decide.suggestions(warehouse, 10).select("mention_id", "suggested_claim_id").rows() == [
        (single, "c2")
    ]
    with pytest.raises(DecisionError, match="no open suggestion"):
        decide.decline(warehouse, other, "c1", DESK)
    decide.undo(warehouse, done.decision_id, DESK)
    assert homes(warehouse)[single] == "c3"
    assert decide.suggestions(warehouse, 10).height == 2


def test_an_accepted_mention_that_did_not_found_its_claim_goes_alone(warehouse: Warehouse) -> None:
    mention = of(warehouse, "c1")[2]
    warehouse.con.execute("insert into claim_suggestion values (?, 'c3', 0.4)", [mention])
    before = homes(warehouse)
    decide.accept(warehouse, mention, "c3", DESK)
    assert homes(warehouse) == before | {mention: "c3"}


def test_what_cannot_be_done_says_why(warehouse: Warehouse) -> None:
    c1, c2 = of(warehouse, "c1"), of(warehouse, "c2")
    split = decide.split(warehouse, c1[:1], DESK)
    new = str(split.target_claim_id)
    merged = decide.merge(warehouse, new, "c2", DESK)
    refusals: list[tuple[Callable[[], object], str]] = [
        (lambda: decide.merge(warehouse, "c1", "c1", DESK), "into itself"),
        (lambda: decide.merge(warehouse, "nope", "c1", DESK), "there is no claim nope"),
        (lambda: decide.merge(warehouse, new, "c3", DESK), "it is part of c2"),
        (lambda: decide.move(warehouse, [c1[1]], new, DESK), "it is part of c2"),
        (lambda: decide.move(warehouse, ["m?"], "c2", DESK), "there is no mention m?"),
        (lambda: decide.move(warehouse, [c2[0]], "c2", DESK), "in claim c2 already"),
        (lambda: decide.split(warehouse, [], DESK), "at least one mention"),
        (lambda: decide.split(warehouse, [c1[1], c2[0]], DESK), "stand in 2 claims: c1, c2"),
        (lambda: decide.split(warehouse, c1[1:], DESK), "nothing to split"),
        (lambda: decide.undo(warehouse, 99, DESK), "there is no decision 99"),
        (lambda: decide.undo(warehouse, split.decision_id, DESK), "decision 2 builds on the split"),
    ]
    before = decide.decisions(warehouse)
    for refused, reason in refusals:
        with pytest.raises(DecisionError, match=reason.replace("?", r"\?")):
            refused()
    assert decide.decisions(warehouse).equals(before)
    undone = decide.undo(warehouse, merged.decision_id, DESK)
    with pytest.raises(DecisionError, match="undone before"):
        decide.undo(warehouse, merged.decision_id, DESK)
    with pytest.raises(DecisionError, match="an undo itself"):
        decide.undo(warehouse, undone.decision_id, DESK)
    decide.undo(warehouse, split.decision_id, DESK)
    assert decide.decisions(warehouse)["holds"].to_list() == [False, False, False, False]


@pytest.mark.parametrize(("who", "why"), [(" ", "x"), ("x", ""), ("x", "y" * 2_001)])
def test_nobody_decides_without_a_name_and_a_reason(who: str, why: str) -> None:
    with pytest.raises(DecisionError):
        Author(who, why, at(0))


STORY = (
    "Das Ministerium in Marenz bestätigte am Montag den Fund von drei alten Schiffen im Hafen. "
    "Der Pianist Ole Brandt spielt nach Angaben der Agentur Lindt im Winter 40 Konzerte."
)


def test_the_command_survives_later_runs_and_is_undone_exactly(
    write_lines: Callable[..., Path], load: Callable[..., Report], tmp_path: Path
) -> None:
    def article(n: int, text: str) -> dict[str, object]:
        return {
            "url": f"https://paper{n}.example/{n}", "title": "Aus dem Hafen", "text": text,
            "published_at": f"2026-03-0{n}T08:00:00Z", "language": "de",
        }  # fmt: skip

    def shown() -> dict[object, object]:
        snapshot = latest(tmp_path / "data")
        assert snapshot is not None
        return dict(rows(snapshot, "select mention_id, claim_id from live_mention"))  # type: ignore[arg-type]

    load(write_lines([article(1, STORY)], "1.jsonl"))
    first = shown()
    one, two = sorted(set(first.values()))[:2]
    data = ("--data-dir", tmp_path / "data")
    words = ("--who", "Desk", "--why", "one story")
    done = etl("decide", "merge", one, two, *words, *data, "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["decision_id"], told["target_claim_id"]) == (0, 1, two)
    assert Path(told["snapshot"]) == latest(tmp_path / "data")
    assert one not in shown().values()
    # A later article with the same words is matched to both, and shown under the survivor.
    report = load(write_lines([article(2, STORY)], "2.jsonl"))
    assert report.articles_new == 1
    second = shown()
    assert len(second) == 2 * len(first)
    assert one not in second.values()
    table = rows(latest(tmp_path / "data"), "select claim_id, n_mentions from claim")  # type: ignore[arg-type]
    assert dict(table)[two] == sum(home == two for home in second.values())  # type: ignore[arg-type]
    assert etl("decide", "undo", 1, *words, *data).returncode == 0
    apart = shown()
    assert {m: apart[m] for m in first} == first
    assert sum(home == one for home in apart.values()) == 2 * sum(h == one for h in first.values())
    listed = etl("decide", "list", *data).stdout.splitlines()
    assert len(listed) == 2
    assert "(undone)" in listed[0] and "Desk: one story" in listed[0]
    assert etl("decide", "suggestions", *data).returncode == 0


def test_wrong_ids_end_with_one_clear_line(tmp_path: Path) -> None:
    words = ("--who", "Desk", "--why", "x")
    done = etl("decide", "undo", 1, *words, "--data-dir", tmp_path / "none")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "no warehouse yet" in done.stderr
    with Warehouse(tmp_path / "data"):
        pass
    done = etl("decide", "merge", "a", "b", *words, "--data-dir", tmp_path / "data")
    assert (done.returncode, done.stderr) == (2, "etl decide: there is no claim a\n")
    assert latest(tmp_path / "data") is None

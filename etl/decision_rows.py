"""The rows of decisions: what they may name, and how they are written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from etl.errors import DecisionError
from etl.warehouse import Warehouse

LONGEST_WORDS = 2_000  # characters of who and why


@dataclass(frozen=True, slots=True)
class Author:
    """Who decides, why, and when. Both need words: a decision that nobody owns helps nobody."""

    who: str
    why: str
    at: datetime

    def __post_init__(self) -> None:
        for name, words in (("who", self.who), ("why", self.why)):
            if not words.strip():
                raise DecisionError(f"say {name}: it is kept with the decision")
            if len(words) > LONGEST_WORDS:
                raise DecisionError(f"{name} is longer than {LONGEST_WORDS:,} characters")


@dataclass(frozen=True, slots=True)
class Decided:
    """What was written: the decision's number, and the claim that gained mentions, if any."""

    decision_id: int
    kind: str
    target_claim_id: str | None = None


def standing_claim(warehouse: Warehouse, claim_id: str) -> None:
    """Raise DecisionError unless the claim exists and stands by itself."""
    row = warehouse.con.execute(
        "select surviving_claim_id from claim_redirect where claim_id = $id", {"id": claim_id}
    ).fetchone()
    if row:
        raise DecisionError(f"claim {claim_id} no longer stands by itself: it is part of {row[0]}")
    found = warehouse.con.execute(
        "select 1 from decided_mention where claim_id = $id limit 1", {"id": claim_id}
    ).fetchone()
    if found is None:
        raise DecisionError(f"there is no claim {claim_id}")


def homes(warehouse: Warehouse, mention_ids: list[str]) -> dict[str, str]:
    """The claim that each mention stands in now."""
    if not mention_ids:
        raise DecisionError("name at least one mention")
    rows = warehouse.con.execute(
        "select mention_id, claim_id from decided_mention"
        " where mention_id in (select unnest($ids))",
        {"ids": mention_ids},
    ).fetchall()
    found = dict(rows)
    for mention_id in mention_ids:
        if mention_id not in found:
            raise DecisionError(f"there is no mention {mention_id}")
    return found


def has_others(warehouse: Warehouse, claim_id: str, mention_ids: list[str]) -> bool:
    """Whether the claim has mentions besides these."""
    found = warehouse.con.execute(
        "select 1 from decided_mention where claim_id = $claim"
        " and mention_id not in (select unnest($ids)) limit 1",
        {"claim": claim_id, "ids": mention_ids},
    ).fetchone()
    return found is not None


def suggested_home(warehouse: Warehouse, mention_id: str, claim_id: str) -> str:
    """The claim that the mention stands in, if this join is an open suggestion."""
    row = warehouse.con.execute(
        "select claim_id from open_suggestion"
        " where mention_id = $mention and suggested_claim_id = $claim",
        {"mention": mention_id, "claim": claim_id},
    ).fetchone()
    if row is None:
        raise DecisionError(f"no open suggestion joins mention {mention_id} to claim {claim_id}")
    return str(row[0])


def found_claim(warehouse: Warehouse, claim_id: str, mention_ids: list[str]) -> None:
    """The identity of a claim that a split makes: worded by its earliest mention."""
    warehouse.con.execute(
        "insert into claim_founding (claim_id, mention_id, text, language, run_id)"
        " select $claim, mention_id, proposition, language, run_id from mention"
        " where mention_id in (select unnest($ids))"
        " order by appeared_at nulls last, article_id, sentence_index, mention_id limit 1",
        {"claim": claim_id, "ids": mention_ids},
    )


def write(
    warehouse: Warehouse,
    kind: str,
    author: Author,
    claim_id: str | None,
    target: str | None,
    mention_ids: list[str] | None = None,
    *,
    whole: bool = False,
) -> Decided:
    """One decision in a transaction of its own."""
    with warehouse.transaction():
        number = next_number(warehouse)
        return insert(warehouse, number, kind, author, claim_id, target, mention_ids, whole=whole)


def next_number(warehouse: Warehouse) -> int:
    """The number of the next decision."""
    row = warehouse.con.execute("select coalesce(max(decision_id), 0) + 1 from decision").fetchone()
    return int(row[0]) if row else 1


def insert(
    warehouse: Warehouse,
    decision_id: int,
    kind: str,
    author: Author,
    claim_id: str | None = None,
    target: str | None = None,
    mention_ids: list[str] | None = None,
    *,
    whole: bool = False,
    undoes: int | None = None,
) -> Decided:
    """The rows of one decision; the caller holds the transaction."""
    con = warehouse.con
    con.execute(
        "insert into decision (decision_id, decided_at, kind, claim_id, target_claim_id,"
        " whole_claim, undoes, who, why)"
        " values ($id, $at, $kind, $claim, $target, $whole, $undoes, $who, $why)",
        {
            "id": decision_id,
            "at": author.at,
            "kind": kind,
            "claim": claim_id,
            "target": target,
            "whole": whole,
            "undoes": undoes,
            "who": author.who.strip(),
            "why": author.why.strip(),
        },
    )
    con.execute(
        "insert into decision_mention select $id, unnest($ids::varchar[])",
        {"id": decision_id, "ids": sorted(mention_ids or [])},
    )
    return Decided(decision_id, kind, target)

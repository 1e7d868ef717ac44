"""What people decide about claims: rows that the views apply; nothing stored is ever rewritten."""

from __future__ import annotations

import polars as pl

from etl import decision_rows as rows
from etl.decision_rows import Author, Decided
from etl.errors import DecisionError
from etl.records import content_id
from etl.warehouse import Warehouse


def merge(warehouse: Warehouse, claim_id: str, into: str, author: Author) -> Decided:
    """All mentions of a claim, later ones too, are shown under another. Raises DecisionError."""
    rows.standing_claim(warehouse, claim_id)
    rows.standing_claim(warehouse, into)
    if claim_id == into:
        raise DecisionError(f"claim {claim_id} cannot be merged into itself")
    return rows.write(warehouse, "merge", author, claim_id, into, whole=True)


def split(warehouse: Warehouse, mention_ids: list[str], author: Author) -> Decided:
    """Some mentions of one claim become a claim of their own. Raises DecisionError."""
    homes = rows.homes(warehouse, mention_ids)
    claims = sorted(set(homes.values()))
    if len(claims) > 1:
        raise DecisionError(f"the mentions stand in {len(claims)} claims: {', '.join(claims)}")
    if not rows.has_others(warehouse, claims[0], list(homes)):
        raise DecisionError(f"these are all mentions of claim {claims[0]}: nothing to split")
    with warehouse.transaction():
        decision_id = rows.next_number(warehouse)
        target = content_id("split", str(decision_id), *sorted(homes))
        rows.found_claim(warehouse, target, list(homes))
        return rows.insert(warehouse, decision_id, "split", author, claims[0], target, list(homes))


def move(warehouse: Warehouse, mention_ids: list[str], to: str, author: Author) -> Decided:
    """Mentions go to another claim. Raises DecisionError."""
    homes = rows.homes(warehouse, mention_ids)
    rows.standing_claim(warehouse, to)
    for mention_id, home in homes.items():
        if home == to:
            raise DecisionError(f"mention {mention_id} is in claim {to} already")
    claims = set(homes.values())
    origin = claims.pop() if len(claims) == 1 else None
    return rows.write(warehouse, "move", author, origin, to, list(homes))


def accept(warehouse: Warehouse, mention_id: str, claim_id: str, author: Author) -> Decided:
    """A suggested join is made. Raises DecisionError where nothing of the kind is open.

    A mention that founded its claim takes the claim with it: what repeats it belongs there too.
    """
    home = rows.suggested_home(warehouse, mention_id, claim_id)
    founded = warehouse.con.execute(
        "select 1 from claim_founding where claim_id = $claim and mention_id = $mention",
        {"claim": home, "mention": mention_id},
    ).fetchone()
    ids = [mention_id]
    return rows.write(warehouse, "accept", author, home, claim_id, ids, whole=founded is not None)


def decline(warehouse: Warehouse, mention_id: str, claim_id: str, author: Author) -> Decided:
    """A suggested join is turned down and not suggested again. Raises DecisionError."""
    rows.suggested_home(warehouse, mention_id, claim_id)
    return rows.write(warehouse, "decline", author, claim_id, None, [mention_id])


def undo(warehouse: Warehouse, decision_id: int, author: Author) -> Decided:
    """A decision no longer holds. Raises DecisionError if later ones build on it."""
    row = warehouse.con.execute(
        "select kind::varchar, target_claim_id from decision where decision_id = $id",
        {"id": decision_id},
    ).fetchone()
    if row is None:
        raise DecisionError(f"there is no decision {decision_id}")
    kind, target = row
    if kind == "undo":
        raise DecisionError(f"decision {decision_id} is an undo itself: decide anew instead")
    holds = warehouse.con.execute(
        "select 1 from standing_decision where decision_id = $id", {"id": decision_id}
    ).fetchone()
    if holds is None:
        raise DecisionError(f"decision {decision_id} was undone before")
    if kind == "split":
        later = warehouse.con.execute(
            "select min(decision_id) from standing_decision"
            " where decision_id > $id and $target in (claim_id, target_claim_id)",
            {"id": decision_id, "target": target},
        ).fetchone()
        if later and later[0]:
            raise DecisionError(f"decision {later[0]} builds on the split: undo that first")
    with warehouse.transaction():
        return rows.insert(
            warehouse, rows.next_number(warehouse), "undo", author, undoes=decision_id
        )


def decisions(warehouse: Warehouse) -> pl.DataFrame:
    """All decisions in order, each with its mentions and whether it holds."""
    return warehouse.con.sql(
        """
        select
            d.decision_id,
            d.decided_at,
            d.kind::varchar as kind,
            d.claim_id,
            d.target_claim_id,
            d.undoes,
            d.who,
            d.why,
            list(m.mention_id order by m.mention_id) filter (m.mention_id is not null) as mentions,
            d.decision_id in (select decision_id from standing_decision) as holds
        from decision d
        left join decision_mention m on m.decision_id = d.decision_id
        group by all
        order by d.decision_id
        """
    ).pl()


def suggestions(warehouse: Warehouse, limit: int) -> pl.DataFrame:
    """Open suggested joins with their words, the likeliest first."""
    return warehouse.con.sql(
        """
        select
            s.mention_id,
            m.text,
            s.claim_id,
            s.suggested_claim_id,
            w.text as suggested_claim,
            s.score
        from open_suggestion s
        join mention m on m.mention_id = s.mention_id
        join claim_wording w on w.claim_id = s.suggested_claim_id
        order by s.score desc, s.mention_id, s.suggested_claim_id
        limit $limit
        """,
        params={"limit": limit},
    ).pl()

"""Fact-checks that have no claim yet, and keeping the claims found for them."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from etl.factcheck_records import FactCheck
from etl.matching.factchecks import Tie
from etl.warehouse import Warehouse

AT_ONCE = 100
MOST_AGAIN = 2_000  # fact-checks without a claim that are tried again in one run, the newest
TIE_COLUMNS = {"fact_check_id": pl.String, "claim_id": pl.String, "similarity": pl.Float32}
_WAITING = """
with fresh as (
    select
        min(appeared_at) - to_days($window) as first_at,
        max(appeared_at) + to_days($window) as last_at
    from mention
    where run_id = $run_id
)
select
    fact_check_id,
    url,
    publisher,
    claim_text,
    rating,
    language,
    published_at,
    title,
    claimant,
    claimed_at
from fact_check f
where claim_id is null
    and similarity is null
union all
(
    select
        f.fact_check_id,
        f.url,
        f.publisher,
        f.claim_text,
        f.rating,
        f.language,
        f.published_at,
        f.title,
        f.claimant,
        f.claimed_at
    from fact_check f, fresh
    where f.claim_id is null
        and f.similarity is not null
        and coalesce(f.claimed_at, f.published_at) between first_at and last_at
    order by coalesce(f.claimed_at, f.published_at) desc, f.fact_check_id
    limit $most
)
"""


def waiting(warehouse: Warehouse, run_id: str, window_days: int) -> Iterator[list[FactCheck]]:
    """Fact-checks never tried, and those of the time of which this run brought mentions."""
    values = {"run_id": run_id, "window": window_days, "most": MOST_AGAIN}
    found = [FactCheck(*row) for row in warehouse.con.execute(_WAITING, values).fetchall()]
    for start in range(0, len(found), AT_ONCE):
        yield found[start : start + AT_ONCE]


def keep(warehouse: Warehouse, ties: list[Tie]) -> None:
    """Write down what each fact-check is about, or that nothing was near enough."""
    rows = pl.DataFrame(
        [(tie.fact_check_id, tie.claim_id, tie.similarity) for tie in ties],
        schema=TIE_COLUMNS,
        orient="row",
    )
    warehouse.write(
        "update fact_check set claim_id = rows.claim_id, similarity = rows.similarity"
        " from rows where fact_check.fact_check_id = rows.fact_check_id",
        rows,
    )

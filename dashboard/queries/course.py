"""Mentions over time, and the sentences behind each step of it."""

from datetime import datetime

import polars as pl

from dashboard.queries.selection import Selection
from dashboard.queries.shown import SHOWN
from dashboard.snapshot import Snapshot

MOST_SENTENCES = 200


def spread(
    snapshot: Snapshot, selection: Selection, zone: str, step: str, claim_id: str | None = None
) -> pl.DataFrame:
    """Mentions by step and status, gaps as zero: bin, status, n_mentions, n_all.

    n_all counts all mentions collected in the step, whatever the filters besides the moment.

    Over the chosen period for all claims, from its first to its last mention for a single one.
    """
    sql = """
    with steps_told as (
        select
            date_trunc($step, local_at) as bin,
            status,
            sum(n_mentions)::integer as n_mentions
        from counted($selection)
        where $claim_id is null
            or claim_id = $claim_id
        group by all
    ),
    collected as (
        select
            date_trunc($step, local_at) as bin,
            sum(n_mentions)::integer as n_all
        from counted($all)
        group by all
    ),
    course as (
        select unnest(steps(
            coalesce($since::timestamp, min(bin)),
            coalesce($until::timestamp, max(bin)),
            $step
        )) as bin
        from steps_told
        having count(*) > 0
    )
    select
        s.bin,
        w.status,
        coalesce(c.n_mentions, 0)::integer as n_mentions,
        coalesce(a.n_all, 0)::integer as n_all
    from course s
    cross join (select unnest(['confirmed', 'alleged', 'denied']) as status) w
    left join steps_told c on c.bin = s.bin and c.status = w.status
    left join collected a on a.bin = s.bin
    order by s.bin, w.status
    """
    told = selection.bound(zone)
    return snapshot.read(
        sql,
        SHOWN,
        # The counts of all mentions do not tell one claim's.
        selection={**told, "everything": told["everything"] and claim_id is None},
        all=Selection(as_of=selection.as_of).bound(zone),
        step=step,
        claim_id=claim_id,
        since=selection.since if claim_id is None else None,
        until=selection.until if claim_id is None else None,
    )


def behind(
    snapshot: Snapshot,
    selection: Selection,
    zone: str,
    step: str,
    bars: list[str],
    claim_id: str | None = None,
) -> pl.DataFrame:
    """The sentences of bars, each named as its start and its status: 2026-03-12T00:00~denied.

    The newest first, 200 at most; n_found counts them all. Bars that are not understood are empty.
    """
    sql = """
    with wanted as (
        select
            unnest($starts::timestamp[]) as bin,
            unnest($statuses::varchar[]) as status
    )
    select
        m.* exclude (row_id),
        count(*) over ()::integer as n_found
    from sentences($selection) m
    join wanted w on w.bin = date_trunc($step, m.local_at) and w.status = m.status
    where $claim_id is null
        or m.claim_id = $claim_id
    order by m.appeared_at desc, m.article_id, m.sentence_index, m.mention_id
    limit $limit
    """
    pairs = [pair for bar in bars if (pair := _bar(bar))]
    return snapshot.read(
        sql,
        SHOWN,
        selection=selection.bound(zone),
        step=step,
        starts=[start for start, _ in pairs],
        statuses=[status for _, status in pairs],
        claim_id=claim_id,
        limit=MOST_SENTENCES,
    )


def _bar(name: str) -> tuple[datetime, str] | None:
    start, _, status = name.partition("~")
    try:
        return datetime.fromisoformat(start).replace(tzinfo=None), status
    except ValueError:
        return None

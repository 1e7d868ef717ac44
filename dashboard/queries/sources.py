"""Outlets: how they present claims, who had them first, who credits whom."""

import polars as pl

from dashboard.queries.selection import SHOWN, Selection
from dashboard.snapshot import Snapshot


def by_status(snapshot: Snapshot, selection: Selection, zone: str, limit: int = 40) -> pl.DataFrame:
    """Mentions by outlet and status, the outlets with most mentions first; every status present."""
    sql = """
    with counted as (
        select
            source_id,
            status_word as status,
            count(*) as n
        from shown($selection)
        group by all
    ),
    outlets as (
        select
            source_id,
            sum(n) as total,
            count(*) over ()::integer as n_outlets,
            sum(sum(n)) over ()::integer as n_all
        from counted
        group by source_id
        order by total desc, source_id
        limit $limit
    )
    select
        o.source_id,
        coalesce(s.name, o.source_id) as source,
        w.status,
        coalesce(c.n, 0)::integer as n_mentions,
        o.total::integer as total,
        coalesce(c.n, 0) / o.total as share,
        o.n_outlets,
        o.n_all
    from outlets o
    cross join (select unnest(['confirmed', 'alleged', 'denied']) as status) w
    left join counted c on c.source_id = o.source_id and c.status = w.status
    left join source s on s.source_id = o.source_id
    order by o.total desc, o.source_id, w.status
    """
    return snapshot.read(sql, SHOWN, selection=selection.bound(zone), limit=limit)


def firsts(snapshot: Snapshot, selection: Selection, zone: str, limit: int = 40) -> pl.DataFrame:
    """How often each outlet was first with the claims it shares, and its median lag."""
    sql = """
    select
        l.source_id,
        any_value(coalesce(s.name, l.source_id)) as source,
        count(*) filter (l.place = 1)::integer as n_first,
        count(*)::integer as n_shared,
        median(l.lag_hours) as median_lag_hours
    from source_lag l
    left join source s using (source_id)
    where (l.claim_id, l.source_id) in (select claim_id, source_id from shown($selection))
    group by l.source_id
    order by n_first desc, median_lag_hours, l.source_id
    limit $limit
    """
    return snapshot.read(sql, SHOWN, selection=selection.bound(zone), limit=limit)


def citations(snapshot: Snapshot, selection: Selection, limit: int = 40) -> pl.DataFrame:
    """Which outlet credits which, over all dates, for the chosen outlets on either side."""
    sql = """
    select
        c.source_id,
        coalesce(s.name, c.source_id) as source,
        c.cited_source_id,
        coalesce(t.name, c.cited_source_id) as cited_source,
        c.n_mentions,
        c.n_articles,
        c.first_at,
        c.last_at
    from citation c
    left join source s on s.source_id = c.source_id
    left join source t on t.source_id = c.cited_source_id
    where len($sources::varchar[]) = 0
        or list_contains($sources::varchar[], c.source_id)
        or list_contains($sources::varchar[], c.cited_source_id)
    order by c.n_mentions desc, c.source_id, c.cited_source_id
    limit $limit
    """
    return snapshot.read(sql, sources=list(selection.sources), limit=limit)

"""Outlets: how they present claims, who had them first, who credits whom."""

import polars as pl

from dashboard.queries.selection import Selection
from dashboard.queries.shown import SHOWN
from dashboard.snapshot import Snapshot


def by_status(snapshot: Snapshot, selection: Selection, zone: str, limit: int = 40) -> pl.DataFrame:
    """Mentions by outlet and status, the outlets with most mentions first; every status present."""
    sql = """
    with counted as (
        select
            source_id,
            status::varchar as status,
            n_mentions as n
        from source_status
        where struct_extract($selection, 'everything')
        union all
        select
            source_id,
            status_word as status,
            count(*) as n
        from shown($selection)
        where not struct_extract($selection, 'everything')
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
    """How soon each outlet has the claims that it shares with others.

    n_first counts claims that it had first; n_1h, n_6h, n_1d, n_3d and n_later the others by lag.
    """
    sql = """
    -- Where nothing is chosen, every first mention is.
    with chosen as (
        select distinct
            claim_id,
            source_id
        from shown($selection)
        where not struct_extract($selection, 'everything')
    ),
    lags as (
        select *
        from outlet_lags($as_of::timestamptz)
        where struct_extract($selection, 'everything')
        union all
        select l.*
        from outlet_lags($as_of::timestamptz) l
        join chosen using (claim_id, source_id)
    )
    select
        l.source_id,
        any_value(coalesce(s.name, l.source_id)) as source,
        count(*) filter (lag_of(l.place, l.lag_hours) = 'first')::integer as n_first,
        count(*) filter (lag_of(l.place, l.lag_hours) = '1h')::integer as n_1h,
        count(*) filter (lag_of(l.place, l.lag_hours) = '6h')::integer as n_6h,
        count(*) filter (lag_of(l.place, l.lag_hours) = '1d')::integer as n_1d,
        count(*) filter (lag_of(l.place, l.lag_hours) = '3d')::integer as n_3d,
        count(*) filter (lag_of(l.place, l.lag_hours) = 'later')::integer as n_later,
        count(*)::integer as n_shared,
        median(l.lag_hours) as median_lag_hours,
        count(*) over ()::integer as n_outlets
    from lags l
    left join source s using (source_id)
    group by l.source_id
    order by n_first desc, median_lag_hours, l.source_id
    limit $limit
    """
    return snapshot.read(
        sql,
        SHOWN,
        selection=selection.bound(zone),
        limit=limit,
        as_of=selection.as_of,
    )


def volume(
    snapshot: Snapshot, selection: Selection, zone: str, step: str, limit: int = 15
) -> pl.DataFrame:
    """Mentions per step of the outlets with most of them, gaps as zero.

    share is an outlet's part of all mentions that are shown in that step.
    """
    sql = """
    with counted as (
        select
            source_id,
            date_trunc($step, local_at) as bin,
            count(*)::integer as n_mentions
        from shown($selection)
        where appeared_at is not null
        group by all
    ),
    outlets as (
        select
            source_id,
            sum(n_mentions)::integer as total,
            count(*) over ()::integer as n_outlets
        from counted
        group by source_id
        order by total desc, source_id
        limit $limit
    ),
    course as (
        select unnest(steps(
            coalesce($since::timestamp, min(bin)),
            coalesce($until::timestamp, max(bin)),
            $step
        )) as bin
        from counted
        having count(*) > 0
    ),
    whole as (
        select
            bin,
            sum(n_mentions) as n_all
        from counted
        group by bin
    )
    select
        o.source_id,
        coalesce(s.name, o.source_id) as source,
        t.bin,
        coalesce(c.n_mentions, 0)::integer as n_mentions,
        coalesce(c.n_mentions / w.n_all, 0) as share,
        o.total,
        o.n_outlets
    from outlets o
    cross join course t
    left join counted c on c.source_id = o.source_id and c.bin = t.bin
    left join whole w on w.bin = t.bin
    left join source s on s.source_id = o.source_id
    order by o.total desc, o.source_id, t.bin
    """
    return snapshot.read(
        sql,
        SHOWN,
        selection=selection.bound(zone),
        step=step,
        limit=limit,
        since=selection.since,
        until=selection.until,
    )


def citations(snapshot: Snapshot, selection: Selection, limit: int = 40) -> pl.DataFrame:
    """Which outlet credits which, up to the moment chosen, for the outlets on either side."""
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
    from citation_as_of($as_of::timestamptz) c
    left join source s on s.source_id = c.source_id
    left join source t on t.source_id = c.cited_source_id
    where len($sources::varchar[]) = 0
        or list_contains($sources::varchar[], c.source_id)
        or list_contains($sources::varchar[], c.cited_source_id)
    order by c.n_mentions desc, c.source_id, c.cited_source_id
    limit $limit
    """
    sources, as_of = list(selection.sources), selection.as_of
    return snapshot.read(sql, sources=sources, as_of=as_of, limit=limit)

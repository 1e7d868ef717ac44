"""One outlet: who it is, what it reports, how soon, what it credits, what we get from it."""

import polars as pl

from dashboard.queries.selection import SHOWN, Selection
from dashboard.snapshot import Snapshot


def outlet(snapshot: Snapshot, source_id: str) -> pl.DataFrame:
    """The outlet's own row over all of the data; empty if it is unknown."""
    sql = """
    with said as (
        select
            count(*)::integer as n_mentions,
            count(distinct claim_id)::integer as n_claims,
            count(*) filter (status = 'confirmed')::integer as n_confirmed,
            count(*) filter (status = 'alleged')::integer as n_alleged,
            count(*) filter (status = 'denied')::integer as n_denied
        from mention_wide
        where source_id = $source_id
            and removed_at is null
    ),
    soon as (
        select
            count(*) filter (place = 1)::integer as n_first,
            count(*)::integer as n_shared,
            median(lag_hours) as median_lag_hours
        from source_lag
        where source_id = $source_id
    )
    select
        s.source_id,
        s.name,
        s.country,
        s.language,
        s.media_type,
        m.*,
        l.*,
        h.n_articles,
        h.n_undated,
        h.n_without_claims,
        h.n_revised,
        h.last_published_at,
        h.last_fetched_at
    from source s
    cross join said m
    cross join soon l
    left join source_health h on h.source_id = s.source_id
    where s.source_id = $source_id
    """
    return snapshot.read(sql, source_id=source_id)


def claims(
    snapshot: Snapshot, selection: Selection, zone: str, source_id: str, limit: int = 25
) -> pl.DataFrame:
    """The claims that it reports, with its own counts and its lag; the newest word first."""
    sql = """
    with own as (
        select
            claim_id,
            count(*) filter (status = 'confirmed')::integer as n_confirmed,
            count(*) filter (status = 'alleged')::integer as n_alleged,
            count(*) filter (status = 'denied')::integer as n_denied,
            max(appeared_at) as last_at
        from shown($selection)
        where source_id = $source_id
        group by claim_id
    )
    select
        o.claim_id,
        c.text,
        c.standing,
        c.n_sources,
        o.n_confirmed,
        o.n_alleged,
        o.n_denied,
        o.last_at,
        l.place::integer as place,
        l.lag_hours,
        count(*) over ()::integer as n_claims
    from own o
    join claim c using (claim_id)
    left join source_lag l on l.claim_id = o.claim_id and l.source_id = $source_id
    order by o.last_at desc nulls last, o.claim_id
    limit $limit
    """
    bound = selection.bound(zone)
    return snapshot.read(sql, SHOWN, selection=bound, source_id=source_id, limit=limit)

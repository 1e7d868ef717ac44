"""One outlet: who it is, what it reports, how soon, what it credits, what we get from it."""

from datetime import datetime

import polars as pl

from dashboard.queries.selection import Selection
from dashboard.queries.shown import SHOWN
from dashboard.snapshot import Snapshot


def outlet(snapshot: Snapshot, source_id: str, as_of: datetime | None = None) -> pl.DataFrame:
    """The outlet's own row over all of the data up to a moment; empty if it is unknown.

    What we get from it (n_articles and what follows) is always of now.
    """
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
            and stands_at(appeared_at, removed_at, $as_of::timestamptz)
    ),
    soon as (
        select
            count(*) filter (place = 1)::integer as n_first,
            count(*)::integer as n_shared,
            median(lag_hours) as median_lag_hours
        from outlet_lags($as_of::timestamptz)
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
    return snapshot.read(sql, SHOWN, source_id=source_id, as_of=as_of)


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
    join claim_seen($as_of::timestamptz) c using (claim_id)
    left join outlet_lags($as_of::timestamptz) l
        on l.claim_id = o.claim_id and l.source_id = $source_id
    order by o.last_at desc nulls last, o.claim_id
    limit $limit
    """
    return snapshot.read(
        sql,
        SHOWN,
        selection=selection.bound(zone),
        source_id=source_id,
        limit=limit,
        as_of=selection.as_of,
    )

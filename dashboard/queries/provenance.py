"""Who credits whom: the outlets that articles name as where they have it from."""

import polars as pl

from dashboard.queries.selection import Selection
from dashboard.queries.shown import SHOWN
from dashboard.snapshot import Snapshot


def credits(snapshot: Snapshot, selection: Selection, zone: str, limit: int = 40) -> pl.DataFrame:
    """Outlet and credited outlet for the articles that match, by the number of articles.

    n_bylines counts articles that carry the other's text under its name, n_claims the claims that
    these articles report.
    """
    sql = """
    with places as (
        select
            article_id,
            cited_source_id,
            bool_or(kind = 'byline') as is_byline,
            arg_min(words, (char_start, words)) as words
        from source_credit
        group by article_id, cited_source_id
    ),
    reports as (
        select
            article_id,
            source_id,
            list(distinct claim_id) as claims,
            min(appeared_at) as first_at
        from shown($selection)
        where article_id in (select article_id from places)
        group by all
    )
    select
        r.source_id,
        coalesce(any_value(s.name), r.source_id) as source,
        p.cited_source_id,
        coalesce(any_value(t.name), p.cited_source_id) as cited_source,
        count(*)::integer as n_articles,
        count(*) filter (p.is_byline)::integer as n_bylines,
        len(list_distinct(flatten(list(r.claims))))::integer as n_claims,
        min(r.first_at) as first_at,
        max(r.first_at) as last_at,
        arg_max(p.words, (r.first_at is not null, r.first_at, p.article_id)) as words,
        arg_max(a.url, (r.first_at is not null, r.first_at, p.article_id)) as url,
        count(*) over ()::integer as n_pairs
    from places p
    join reports r using (article_id)
    join article a using (article_id)
    left join source s on s.source_id = r.source_id
    left join source t on t.source_id = p.cited_source_id
    where p.cited_source_id <> r.source_id
    group by r.source_id, p.cited_source_id
    order by n_articles desc, r.source_id, p.cited_source_id
    limit $limit
    """
    return snapshot.read(sql, SHOWN, selection=selection.bound(zone), limit=limit)


def credited(snapshot: Snapshot, selection: Selection, zone: str, limit: int = 12) -> pl.DataFrame:
    """The parties behind credited outlets: outlet ← credited outlet ← party, by mentions."""
    sql = """
    select
        p.source_id,
        any_value(p.source) as source,
        p.via_source_id,
        any_value(p.via_source) as via_source,
        p.party_id,
        any_value(p.party) as party,
        -- An article tells of many claims: only its mentions add up over them.
        sum(p.n_mentions)::integer as n_mentions,
        count(distinct p.claim_id)::integer as n_claims,
        arg_max(p.claim_id, (p.n_mentions, p.claim_id)) as claim_id,
        arg_max(c.text, (p.n_mentions, p.claim_id)) as text,
        count(*) over ()::integer as n_chains
    from chains($as_of::timestamptz) p
    join claim c using (claim_id)
    where p.via_source_id is not null
        and p.party_id is not null
        and (p.claim_id, p.source_id) in (select claim_id, source_id from shown($selection))
    group by p.source_id, p.via_source_id, p.party_id
    order by n_mentions desc, p.source_id, p.via_source_id, p.party_id
    limit $limit
    """
    bound = selection.bound(zone)
    return snapshot.read(sql, SHOWN, selection=bound, limit=limit, as_of=selection.as_of)

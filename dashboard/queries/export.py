"""What an export holds: the rows that match, table by table, and what a draft is made from."""

from datetime import datetime
from pathlib import Path

import polars as pl

from dashboard.queries.selection import Selection
from dashboard.queries.shown import SHOWN
from dashboard.snapshot import Kind, Snapshot

PARTS = ("mentions", "claims", "articles", "sources")
# Columns that hold words of outlets: left out for those who may not take text away.
TEXTS = frozenset(
    {
        *("text", "proposition", "claim_text", "title", "words", "example", "detail"),
        *("sentence", "shared_words"),
        *("speaker", "said_by", "cue", "party", "denying", "stating"),
    }
)

MENTIONS = """
select
    m.mention_id,
    m.claim_id,
    m.article_id,
    m.source_id,
    a.url,
    a.title,
    m.appeared_at,
    m.precision,
    m.local_at,
    m.language,
    m.status_word as status,
    m.score,
    m.p_confirmed,
    m.p_alleged,
    m.p_denied,
    m.speaker,
    m.said_by,
    m.actor_id,
    m.party_kind,
    m.cue,
    m.text,
    m.proposition,
    m.is_headline,
    m.matched_by::varchar as matched_by,
    m.similarity,
    m.claim_text,
    c.standing,
    m.model_version,
    m.run_id
from shown($selection) m
join article a using (article_id)
join claim_seen(struct_extract($selection, 'as_of')::timestamptz) c on c.claim_id = m.claim_id
order by m.claim_id, m.appeared_at, m.mention_id
"""
CLAIMS = """
select *
from claim_seen(struct_extract($selection, 'as_of')::timestamptz)
where claim_id in (select claim_id from reported($selection))
order by claim_id
"""
ARTICLES = """
select
    article_id,
    source_id,
    url,
    title,
    language,
    published_at,
    published_precision::varchar as published_precision,
    published_from::varchar as published_from,
    date_flag::varchar as date_flag,
    fetched_at,
    syndication_group_id,
    credited_agency,
    n_mentions,
    n_revisions
from article
where article_id in (select article_id from shown($selection))
order by article_id
"""
SOURCES = """
select *
from source
where source_id in (select source_id from shown($selection))
order by source_id
"""
SQL = dict(zip(PARTS, (MENTIONS, CLAIMS, ARTICLES, SOURCES), strict=True))


def counts(snapshot: Snapshot, selection: Selection, zone: str) -> pl.DataFrame:
    """One row: how many mentions, claims, articles and sources match."""
    sql = """
    select
        count(*)::integer as mentions,
        count(distinct claim_id)::integer as claims,
        count(distinct article_id)::integer as articles,
        count(distinct source_id)::integer as sources
    from shown($selection)
    """
    return snapshot.read(sql, SHOWN, selection=selection.bound(zone))


def write(
    snapshot: Snapshot,
    selection: Selection,
    zone: str,
    part: str,
    path: Path,
    kind: Kind,
    with_text: bool,
) -> int:
    """Stream one part to a file; returns its rows. Without text, TEXTS are left out."""
    leave_out = frozenset() if with_text else TEXTS
    bound = selection.bound(zone)
    return snapshot.write(path, kind, leave_out, SQL[part], SHOWN, selection=bound)


def run(snapshot: Snapshot) -> pl.DataFrame:
    """One row: the newest run with its versions; empty where there is none."""
    sql = """
    select
        run_id,
        finished_at,
        model_version,
        code_version
    from run
    order by started_at desc, run_id desc
    limit 1
    """
    return snapshot.read(sql)


def claim(snapshot: Snapshot, claim_id: str, as_of: datetime | None = None) -> pl.DataFrame:
    """One row: what a draft ClaimReview says of a claim; empty if it is unknown.

    The claimant is the party of the earliest dated mention that states it, if it names one.
    """
    sql = """
    with first_word as (
        select
            m.claim_id,
            coalesce(a.name, m.said_by) as claimant,
            a.kind as claimant_kind,
            a.wikidata_id
        from mention_wide m
        left join actor a on a.actor_id = m.actor_id
        where m.claim_id = $claim_id
            and stands_at(m.appeared_at, m.removed_at, $as_of::timestamptz)
            and m.status <> 'denied'
            and m.party_kind <> 'outlet'
            and m.cited_source_id is null
        order by m.appeared_at nulls last, m.mention_id
        limit 1
    )
    select
        c.claim_id,
        c.text,
        c.language,
        c.first_seen_at,
        f.claimant,
        f.claimant_kind,
        f.wikidata_id
    from claim_seen($as_of::timestamptz) c
    left join first_word f using (claim_id)
    where c.claim_id = $claim_id
    """
    return snapshot.read(sql, SHOWN, claim_id=claim_id, as_of=as_of)


def appearances(
    snapshot: Snapshot, claim_id: str, as_of: datetime | None = None, limit: int = 50
) -> pl.DataFrame:
    """Where a claim appears as stated, the earliest first: url, title, language, source, time."""
    sql = """
    select
        a.url,
        any_value(a.title) as title,
        any_value(a.language) as language,
        any_value(coalesce(s.name, a.source_id)) as source,
        min(m.appeared_at) as appeared_at
    from mention_wide m
    join article a using (article_id)
    left join source s on s.source_id = a.source_id
    where m.claim_id = $claim_id
        and stands_at(m.appeared_at, m.removed_at, $as_of::timestamptz)
        and m.status <> 'denied'
        and a.url is not null
    group by a.url
    order by appeared_at nulls last, a.url
    limit $limit
    """
    return snapshot.read(sql, claim_id=claim_id, as_of=as_of, limit=limit)

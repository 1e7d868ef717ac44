"""How one claim came about: its milestones, where outlets have it from, who has checked it."""

from datetime import datetime

import polars as pl

from dashboard.queries.shown import SHOWN
from dashboard.snapshot import Snapshot


def surviving(snapshot: Snapshot, claim_id: str) -> pl.DataFrame:
    """The claim under which a merged one's mentions stand now: claim_id; empty if it was not."""
    sql = """
    select surviving_claim_id as claim_id
    from claim_redirect
    where claim_id = $claim_id
    """
    return snapshot.read(sql, claim_id=claim_id)


def milestones(snapshot: Snapshot, claim_id: str, as_of: datetime | None) -> pl.DataFrame:
    """What happened to a claim, in order of time.

    kind is seen, second (independent outlet), fifth or tenth (outlet), denied, confirmed (for the
    first time), standing (it changed), added or removed (a sentence, in an article that was there).
    """
    sql = """
    with mentions as (
        select
            m.*,
            coalesce(s.name, m.source_id) as source,
            coalesce(ac.name, m.said_by, s.name, m.source_id) as party
        from mention_wide m
        left join source s on s.source_id = m.source_id
        left join actor ac on ac.actor_id = m.actor_id
        where m.claim_id = $claim_id
            and m.appeared_at is not null
    ),
    firsts as (
        select
            status::varchar as status,
            arg_min(mention_id, (appeared_at, article_id, sentence_index)) as mention_id
        from mentions
        where stands_at(appeared_at, removed_at, $as_of::timestamptz)
            and status <> 'alleged'
        group by status
    ),
    outlets as (
        select
            first_seen_at,
            first_source_id,
            second_independent_at,
            second_independent_source_id,
            fifth_outlet_at,
            tenth_outlet_at
        from claim_timeline
        where claim_id = $claim_id
    ),
    rows as (
        select
            first_seen_at as happened_at,
            'seen' as kind,
            first_source_id as source_id
        from outlets
        union all by name
        select
            second_independent_at as happened_at,
            'second' as kind,
            second_independent_source_id as source_id
        from outlets
        union all by name
        select
            fifth_outlet_at as happened_at,
            'fifth' as kind
        from outlets
        union all by name
        select
            tenth_outlet_at as happened_at,
            'tenth' as kind
        from outlets
        union all by name
        select
            m.appeared_at as happened_at,
            f.status as kind,
            m.source_id,
            m.party
        from firsts f
        join mentions m using (mention_id)
        union all by name
        select
            since as happened_at,
            'standing' as kind,
            array_to_string(parties[:3], ', ') as party,
            standing_before,
            standing
        from claim_standing_history
        where claim_id = $claim_id
            and standing_before is not null
        union all by name
        select
            changed_at as happened_at,
            change::varchar as kind,
            source_id,
            status::varchar as status
        from claim_revision
        where claim_id = $claim_id
    ),
    known as (
        select
            appeared_at as happened_at,
            min(precision::varchar) as precision
        from mentions
        group by appeared_at
    )
    select
        r.happened_at,
        r.kind,
        coalesce(s.name, r.source_id) as source,
        r.party,
        r.status,
        r.standing_before,
        r.standing,
        -- A sentence that came or went is known to the second of the fetch that saw it.
        coalesce(k.precision, 'second') as precision
    from rows r
    left join known k on k.happened_at = r.happened_at
    left join source s on s.source_id = r.source_id
    where r.happened_at <= coalesce($as_of::timestamptz, r.happened_at)
    order by
        r.happened_at,
        list_position(
            ['seen', 'second', 'fifth', 'tenth', 'confirmed', 'denied', 'standing', 'added',
                'removed'],
            r.kind
        ),
        r.source_id
    """
    return snapshot.read(sql, claim_id=claim_id, as_of=as_of)


def provenance(
    snapshot: Snapshot, claim_id: str, as_of: datetime | None = None, limit: int = 40
) -> pl.DataFrame:
    """Where outlets have the claim from: outlet, credited outlet, party, status, mentions."""
    sql = """
    select
        claim_id,
        source_id,
        source,
        via_source_id,
        via_source,
        credited_in,
        party,
        party_from,
        party_id,
        status::varchar as status,
        n_mentions,
        first_at,
        count(*) over ()::integer as n_chains
    from chains($as_of::timestamptz)
    where claim_id = $claim_id
        and (via_source_id is not null or party_id is not null)
    order by
        via_source_id is null,
        n_mentions desc,
        first_at nulls last,
        source,
        party,
        status
    limit $limit
    """
    return snapshot.read(sql, SHOWN, claim_id=claim_id, as_of=as_of, limit=limit)


def fact_checks(
    snapshot: Snapshot, claim_id: str, as_of: datetime | None = None, limit: int = 10
) -> pl.DataFrame:
    """Fact-checks that match the claim and were out at a moment, the newest first."""
    sql = """
    select
        url,
        publisher,
        claim_text,
        rating,
        language,
        published_at
    from fact_check
    where claim_id = $claim_id
        and stands_at(published_at, null, $as_of::timestamptz)
    order by published_at desc nulls last, fact_check_id
    limit $limit
    """
    return snapshot.read(sql, claim_id=claim_id, as_of=as_of, limit=limit)

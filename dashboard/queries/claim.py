"""One claim: what it says, who says it, who denies it, and every sentence."""

from datetime import datetime

import polars as pl

from dashboard.queries.selection import Selection
from dashboard.queries.shown import SHOWN
from dashboard.snapshot import Snapshot


def options(snapshot: Snapshot, selection: Selection, zone: str, limit: int = 500) -> pl.DataFrame:
    """The claims that match, the most widely reported first: claim_id, text, n_mentions."""
    sql = """
    select
        c.claim_id,
        c.text,
        c.n_mentions,
        c.n_sources
    from claim c
    where c.claim_id in (select claim_id from reported($selection))
    order by c.n_independent desc, c.n_mentions desc, c.claim_id
    limit $limit
    """
    return snapshot.read(sql, SHOWN, selection=selection.bound(zone), limit=limit)


def claim(snapshot: Snapshot, claim_id: str, as_of: datetime | None = None) -> pl.DataFrame:
    """The claim's own row with who had it first and how many parties deny it; empty if unknown."""
    sql = """
    with mentions as (
        select *
        from mention_wide
        where claim_id = $claim_id
            and stands_at(appeared_at, removed_at, $as_of::timestamptz)
    ),
    first_mention as (
        select
            coalesce(s.name, m.source_id) as source,
            m.precision::varchar as precision
        from mentions m
        left join source s on s.source_id = m.source_id
        where m.appeared_at is not null
        order by m.appeared_at, m.mention_id
        limit 1
    ),
    first_denial as (
        select precision::varchar as precision
        from mentions
        where status = 'denied'
            and appeared_at is not null
        order by appeared_at, mention_id
        limit 1
    ),
    outlets as (
        select
            count(distinct source_id) filter (status = 'confirmed')::integer as n_sources_confirmed,
            count(distinct source_id) filter (status = 'alleged')::integer as n_sources_alleged,
            count(distinct party_id) filter (status = 'denied')::integer as n_parties_denied,
            count(*) filter (appeared_at is null)::integer as n_undated
        from mentions
    )
    select
        c.claim_id,
        c.text,
        c.language,
        c.standing,
        c.first_seen_at,
        c.last_seen_at,
        c.first_denied_at,
        c.first_confirmed_at,
        c.n_mentions,
        c.n_articles,
        c.n_sources,
        c.n_independent,
        c.n_languages,
        c.n_confirmed,
        c.n_alleged,
        c.n_denied,
        o.n_sources_confirmed,
        o.n_sources_alleged,
        o.n_parties_denied,
        o.n_undated,
        f.source as first_source,
        f.precision as first_precision,
        d.precision as denied_precision
    from claim_seen($as_of::timestamptz) c
    cross join outlets o
    left join first_mention f on true
    left join first_denial d on true
    where c.claim_id = $claim_id
    """
    return snapshot.read(sql, SHOWN, claim_id=claim_id, as_of=as_of)


def evidence(
    snapshot: Snapshot, selection: Selection, zone: str, claim_id: str, limit: int = 2000
) -> pl.DataFrame:
    """The claim's mentions in order of time, those removed from their article included.

    n_beside counts mentions of one outlet at one moment and place numbers them, so that dots can
    stand side by side. why is what joined the mention to the claim: founded, statement, headline,
    denial, or person where somebody decided it.
    """
    # The rows are chosen first: a large claim has more mentions than a page ever shows.
    sql = """
    with told as (
        select
            *,
            case when removed_at <= coalesce($as_of::timestamptz, removed_at) then removed_at end
                as gone_at
        from mention_wide
        where claim_id = $claim_id
            and (
                removed_at <= coalesce($as_of::timestamptz, removed_at)
                or mention_id in (
                    select mention_id
                    from shown($selection)
                    where claim_id = $claim_id
                )
            )
        order by appeared_at nulls last, source_id, sentence_index, mention_id
        limit $limit
    )
    select
        m.mention_id,
        m.source_id,
        coalesce(s.name, m.source_id) as source,
        a.url,
        a.title,
        m.text,
        m.language,
        m.status::varchar as status,
        m.score,
        m.speaker,
        m.speaker_start,
        m.cue,
        m.cue_start,
        ac.name as actor,
        m.is_headline,
        m.matched_by::varchar as matched_by,
        m.similarity,
        case when o.mention_id is not null then 'person' else r.basis::varchar end as why,
        r.score as match_score,
        array_to_string(r.names || r.words, ', ') as shared_words,
        array_to_string(r.numbers, ', ') as shared_numbers,
        m.appeared_at,
        case
            when m.precision = 'day' then m.appeared_utc
            else m.appeared_at at time zone $zone
        end as local_at,
        m.precision::varchar as precision,
        was_added(m.mention_id) as was_added,
        m.gone_at as removed_at,
        row_number() over beside as place,
        count(*) over (partition by m.source_id, m.appeared_at, m.removed_at) as n_beside
    from told m
    join article a using (article_id)
    left join source s on s.source_id = m.source_id
    left join actor ac on ac.actor_id = m.actor_id
    left join match_reason r on r.mention_id = m.mention_id
    left join mention_override o on o.mention_id = m.mention_id
    window beside as (
        partition by m.source_id, m.appeared_at, m.removed_at
        order by m.sentence_index, m.mention_id
    )
    order by m.appeared_at nulls last, m.source_id, m.sentence_index, m.mention_id
    """
    return snapshot.read(
        sql,
        SHOWN,
        selection=selection.bound(zone),
        zone=zone,
        claim_id=claim_id,
        limit=limit,
        as_of=selection.as_of,
    )


def parties(
    snapshot: Snapshot, claim_id: str, as_of: datetime | None = None, limit: int = 60
) -> pl.DataFrame:
    """Who presents the claim how: a row per party, deniers and the most frequent first."""
    sql = """
    select
        p.party_id,
        p.party,
        case
            when p.party_kind = 'actor' then coalesce(ac.kind, 'actor')
            else p.party_kind
        end as kind,
        p.n_confirmed::integer as n_confirmed,
        p.n_alleged::integer as n_alleged,
        p.n_denied::integer as n_denied,
        p.first_status::varchar as first_status,
        p.last_status::varchar as last_status,
        p.first_at,
        p.last_at,
        count(*) over ()::integer as n_parties
    from party_stands($as_of::timestamptz) p
    left join actor ac on ac.actor_id = p.party_id
    where p.claim_id = $claim_id
    order by
        p.n_denied desc,
        p.n_confirmed + p.n_alleged desc,
        p.party,
        p.party_id
    limit $limit
    """
    return snapshot.read(sql, SHOWN, claim_id=claim_id, limit=limit, as_of=as_of)

"""One party: what it says on which claims, where it changed its word, every sentence."""

from datetime import datetime

import polars as pl

from dashboard.queries.selection import Selection
from dashboard.queries.shown import SHOWN
from dashboard.snapshot import Snapshot

# A name stands at the beginning of a word, whatever its ending: Arvenia, Arvenian.
WORDS = """
create temp macro as_words(told) as
' ' || trim(regexp_replace(told, '[^\\pL\\pN]+', ' ', 'g'));
"""


def party(snapshot: Snapshot, party_id: str, as_of: datetime | None = None) -> pl.DataFrame:
    """The party's own row over all of the data up to a moment; empty if it is unknown then."""
    sql = """
    select
        p.party_id,
        min(p.party) as party,
        case
            when any_value(p.party_kind) = 'actor' then coalesce(any_value(a.kind), 'actor')
            else any_value(p.party_kind)
        end as kind,
        any_value(a.wikidata_id) as wikidata_id,
        any_value(w.name) as part_of,
        count(*)::integer as n_claims,
        sum(p.n_confirmed)::integer as n_confirmed,
        sum(p.n_alleged)::integer as n_alleged,
        sum(p.n_denied)::integer as n_denied,
        count(*) filter (p.last_status = 'denied')::integer as n_denying,
        min(p.first_at) as first_at,
        max(p.last_at) as last_at
    from party_stands($as_of::timestamptz) p
    left join actor a on a.actor_id = p.party_id
    left join actor w on w.actor_id = a.part_of
    where p.party_id = $party_id
    group by p.party_id
    """
    return snapshot.read(sql, SHOWN, party_id=party_id, as_of=as_of)


def stands(
    snapshot: Snapshot, selection: Selection, zone: str, party_id: str, limit: int = 40
) -> pl.DataFrame:
    """The claims it speaks on, with its first and latest word; the newest first."""
    sql = """
    select
        p.claim_id,
        c.text,
        c.standing,
        c.n_sources,
        p.first_status::varchar as first_status,
        p.last_status::varchar as last_status,
        (p.first_status = 'denied') <> (p.last_status = 'denied') as turned,
        p.n_confirmed::integer as n_confirmed,
        p.n_alleged::integer as n_alleged,
        p.n_denied::integer as n_denied,
        p.first_at,
        p.last_at,
        count(*) over ()::integer as n_claims
    from party_stands($as_of::timestamptz) p
    join claim_seen($as_of::timestamptz) c using (claim_id)
    where p.party_id = $party_id
        and p.claim_id in (
            select claim_id
            from shown($selection)
            where party_id = $party_id
        )
    order by p.last_at desc nulls last, p.claim_id
    limit $limit
    """
    return snapshot.read(
        sql,
        SHOWN,
        selection=selection.bound(zone),
        party_id=party_id,
        limit=limit,
        as_of=selection.as_of,
    )


def statements(
    snapshot: Snapshot, selection: Selection, zone: str, party_id: str, limit: int = 500
) -> pl.DataFrame:
    """Its sentences, the newest first; turned marks one that goes against the one before it.

    The one before is its latest earlier word on the same claim, among the sentences shown.
    """
    # Only the sentences that are shown are looked up with their texts.
    sql = """
    with said as (
        select
            mention_id,
            appeared_at,
            lag(status) over course as status_before,
            count(*) over ()::integer as n_statements
        from shown($selection)
        where party_id = $party_id
        window course as (
            partition by claim_id
            order by appeared_at nulls first, article_id, sentence_index, mention_id
        )
    ),
    newest as (
        select *
        from said
        order by appeared_at desc nulls last, mention_id
        limit $limit
    )
    select
        m.*,
        coalesce(
            (b.status_before = 'denied') <> (m.status = 'denied') and m.appeared_at is not null,
            false
        ) as turned,
        b.status_before::varchar as status_before,
        b.n_statements
    from newest b
    join sentences($selection) m using (mention_id)
    order by m.appeared_at desc nulls last, m.mention_id
    """
    bound = selection.bound(zone)
    return snapshot.read(sql, SHOWN, selection=bound, party_id=party_id, limit=limit)


def named(snapshot: Snapshot, claims: list[str], party_id: str) -> pl.DataFrame:
    """Whom claims are about: the known parties, but for one, that their wording names.

    A party is called by its name in the lists and by the words under which texts quote it. Short
    names and those of several parties are left out: they are words of other meanings too.
    """
    # The limit keeps the conditions on names from being asked of every mention.
    sql = """
    with spoken as (
        select
            actor_id,
            coalesce(said_by, speaker) as name
        from mention_wide
        where actor_id is not null
            and speaker is not null
        group by all
        order by count(*) desc, name, actor_id
        limit 10_000
    ),
    called as (
        select
            actor_id,
            as_words(name) as name
        from actor
        union
        select
            actor_id,
            as_words(name) as name
        from spoken
    ),
    asked as (
        select
            claim_id,
            as_words(text) as wording
        from claim
        where list_contains($claims, claim_id)
    ),
    names as (
        select
            name,
            any_value(actor_id) as actor_id
        from called
        where length(name) > 5
            and name[2] <> lower(name[2])
        group by name
        having count(distinct actor_id) = 1
    )
    select distinct
        c.claim_id,
        a.actor_id as party_id,
        a.name as party
    from asked c
    join names n on contains(c.wording, n.name)
    join actor a on a.actor_id = n.actor_id
    where a.actor_id <> $party_id
    order by c.claim_id, a.name, a.actor_id
    """
    return snapshot.read(sql, WORDS, claims=claims, party_id=party_id)

"""One party: what it says on which claims, where it changed its word, every sentence."""

from datetime import datetime

import polars as pl

from dashboard.queries.selection import Selection
from dashboard.queries.shown import SHOWN
from dashboard.snapshot import Snapshot


def party(snapshot: Snapshot, party_id: str, as_of: datetime | None = None) -> pl.DataFrame:
    """The party's own row over all of the data up to a moment; empty if it is unknown then."""
    sql = """
    select
        p.party_id,
        p.party,
        case
            when p.party_kind = 'actor' then coalesce(a.kind, 'actor')
            else p.party_kind
        end as kind,
        a.wikidata_id,
        w.name as part_of,
        p.n_claims,
        p.n_confirmed,
        p.n_alleged,
        p.n_denied,
        p.n_denying,
        p.first_at,
        p.last_at
    from party_seen($as_of::timestamptz) p
    left join actor a on a.actor_id = p.party_id
    left join actor w on w.actor_id = a.part_of
    where p.party_id = $party_id
    """
    return snapshot.read(sql, SHOWN, party_id=party_id, as_of=as_of)


def named_as(snapshot: Snapshot, party_id: str) -> pl.DataFrame:
    """What a party is called, whether it has spoken or is only known: party; empty if unknown."""
    sql = """
    select coalesce(a.name, p.party) as party
    from (select $party_id::varchar as party_id) asked
    left join actor a on a.actor_id = asked.party_id
    left join party_total p on p.party_id = asked.party_id
    where coalesce(a.name, p.party) is not null
    """
    return snapshot.read(sql, party_id=party_id)


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
            row_id,
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
        m.* exclude (row_id),
        coalesce(
            (b.status_before = 'denied') <> (m.status = 'denied') and m.appeared_at is not null,
            false
        ) as turned,
        b.status_before::varchar as status_before,
        b.n_statements
    from newest b
    join sentences($selection) m using (row_id)
    where m.party_id = $party_id
    order by m.appeared_at desc nulls last, m.mention_id
    """
    bound = selection.bound(zone)
    return snapshot.read(sql, SHOWN, selection=bound, party_id=party_id, limit=limit)


def named(snapshot: Snapshot, claims: list[str], party_id: str) -> pl.DataFrame:
    """Whom claims are about: the known parties, but for one, that their wording names."""
    sql = """
    select
        s.claim_id,
        s.actor_id as party_id,
        a.name as party
    from claim_subject s
    join actor a using (actor_id)
    where list_contains($claims, s.claim_id)
        and s.actor_id <> $party_id
    order by s.claim_id, a.name, s.actor_id
    """
    return snapshot.read(sql, claims=claims, party_id=party_id)

"""Parties: who alleges, confirms and denies what, and whose word stands against whose."""

import polars as pl

from dashboard.queries.selection import Selection
from dashboard.queries.shown import SHOWN
from dashboard.snapshot import Snapshot


def parties(
    snapshot: Snapshot, selection: Selection, zone: str, order: str, limit: int = 40
) -> pl.DataFrame:
    """Parties by 'all' mentions, or by those that are 'confirmed', 'alleged' or 'denied'.

    Outlets in their own voice are no parties here. n_turned counts claims on which a party's
    latest word is a denial and its first was none, or the other way round.
    """
    sql = """
    with said as (
        select
            party_id,
            any_value(party_kind) as party_kind,
            count(*) filter (status = 'confirmed')::integer as n_confirmed,
            count(*) filter (status = 'alleged')::integer as n_alleged,
            count(*) filter (status = 'denied')::integer as n_denied,
            count(distinct claim_id)::integer as n_claims,
            count(distinct source_id)::integer as n_sources,
            max(appeared_at) as last_at
        from shown($selection)
        where party_kind <> 'outlet'
        group by party_id
    ),
    ranked as (
        select
            *,
            n_confirmed + n_alleged + n_denied as n_mentions,
            case $order
                when 'confirmed' then n_confirmed
                when 'alleged' then n_alleged
                when 'denied' then n_denied
                else n_confirmed + n_alleged + n_denied
            end as weight,
            count(*) over ()::integer as n_parties,
            sum(n_confirmed + n_alleged + n_denied) over ()::integer as n_all
        from said
        order by weight desc, n_mentions desc, party_id
        limit $limit
    ),
    named as (
        select
            party_id,
            min(party) as party,
            count(*) filter (
                (first_status = 'denied') <> (last_status = 'denied')
            )::integer as n_turned
        from party_stands($as_of::timestamptz)
        where party_id in (select party_id from ranked)
        group by party_id
    )
    select
        r.* exclude (weight, party_kind),
        n.party,
        n.n_turned,
        case
            when r.party_kind = 'actor' then coalesce(a.kind, 'actor')
            else r.party_kind
        end as kind
    from ranked r
    join named n using (party_id)
    left join actor a on a.actor_id = r.party_id
    where r.weight > 0
    order by r.weight desc, r.n_mentions desc, r.party_id
    """
    return snapshot.read(
        sql,
        SHOWN,
        selection=selection.bound(zone),
        order=order,
        limit=limit,
        as_of=selection.as_of,
    )


def against(
    snapshot: Snapshot,
    selection: Selection,
    zone: str,
    party_id: str | None = None,
    limit: int = 20,
) -> pl.DataFrame:
    """Whose latest word denies what another's latest word states: pairs by the number of claims.

    Only parties that the lists know: "a spokesman" is another person every time. With a party, only
    the pairs that it is part of. The example is the most widely reported claim.
    """
    # Counted by ids alone, and only the pairs that are shown are looked up again: a large claim
    # has hundreds of parties on both sides.
    sql = """
    with its as (
        select claim_id
        from claim_party
        where party_id = $party_id
    ),
    stands as (
        select
            p.claim_id,
            p.party_id,
            p.party,
            p.last_status = 'denied' as denies,
            c.n_independent
        from party_stands($as_of::timestamptz) p
        join claim_seen($as_of::timestamptz) c using (claim_id)
        where (p.party_kind = 'actor' or p.party_id = $party_id)
            and c.standing = 'contested'
            and p.claim_id in (select claim_id from reported($selection))
            and ($party_id is null or p.claim_id in (select claim_id from its))
    ),
    counted as (
        select
            d.party_id as denying_id,
            s.party_id as stating_id,
            count(*)::integer as n_claims
        from stands d
        join stands s on s.claim_id = d.claim_id and not s.denies
        where d.denies
            and ($party_id is null or d.party_id = $party_id or s.party_id = $party_id)
        group by d.party_id, s.party_id
    ),
    pairs as (
        select
            *,
            count(*) over ()::integer as n_pairs
        from counted
        order by n_claims desc, denying_id, stating_id
        limit $limit
    ),
    examples as (
        select
            p.denying_id,
            p.stating_id,
            min(d.party) as denying,
            min(s.party) as stating,
            arg_max(d.claim_id, (d.n_independent, d.claim_id)) as claim_id
        from pairs p
        join stands d on d.party_id = p.denying_id and d.denies
        join stands s
            on s.party_id = p.stating_id and s.claim_id = d.claim_id and not s.denies
        group by p.denying_id, p.stating_id
    )
    select
        p.denying_id,
        e.denying,
        p.stating_id,
        e.stating,
        p.n_claims,
        e.claim_id,
        c.text,
        p.n_pairs
    from pairs p
    join examples e using (denying_id, stating_id)
    join claim c using (claim_id)
    order by p.n_claims desc, p.denying_id, p.stating_id
    """
    return snapshot.read(
        sql,
        SHOWN,
        selection=selection.bound(zone),
        party_id=party_id,
        limit=limit,
        as_of=selection.as_of,
    )


def options(snapshot: Snapshot, limit: int = 500) -> pl.DataFrame:
    """The parties that can be chosen, the most talkative first: party_id, party."""
    sql = """
    select
        party_id,
        min(party) as party
    from claim_party
    where party_kind <> 'outlet'
    group by party_id
    order by sum(n_confirmed + n_alleged + n_denied) desc, party_id
    limit $limit
    """
    return snapshot.read(sql, limit=limit)

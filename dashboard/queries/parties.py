"""Parties: who alleges, confirms and denies, about whom, and whose word stands against whose."""

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
            party_kind,
            n_confirmed,
            n_alleged,
            n_denied,
            n_claims,
            n_sources,
            last_at
        from party_total
        where struct_extract($selection, 'everything')
            and party_kind <> 'outlet'
        union all
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
        where not struct_extract($selection, 'everything')
            and party_kind <> 'outlet'
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
    join party_seen($as_of::timestamptz) n using (party_id)
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
    # Counted by numbers alone, and only the pairs that are shown are looked up again: a large claim
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
    numbers as (
        select
            party_id,
            row_number() over (order by party_id) as number
        from (select distinct party_id from stands)
    ),
    sides as (
        select
            s.claim_id,
            s.denies,
            s.party_id = $party_id as is_asked,
            n.number
        from stands s
        join numbers n using (party_id)
    ),
    counted as (
        select
            d.number as denying,
            s.number as stating,
            count(*)::integer as n_claims
        from sides d
        join sides s on s.claim_id = d.claim_id and not s.denies
        where d.denies
            and ($party_id is null or d.is_asked or s.is_asked)
        group by d.number, s.number
    ),
    pairs as (
        select
            d.party_id as denying_id,
            s.party_id as stating_id,
            c.n_claims,
            count(*) over ()::integer as n_pairs
        from counted c
        join numbers d on d.number = c.denying
        join numbers s on s.number = c.stating
        order by c.n_claims desc, c.denying, c.stating
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


def about(snapshot: Snapshot, selection: Selection, zone: str, limit: int = 20) -> pl.DataFrame:
    """Who speaks about whom: pairs by the party's mentions on claims whose wording names the other.

    Only parties that the lists know. The example is the most widely reported claim.
    """
    sql = """
    with said as (
        select
            claim_id,
            party_id,
            n_confirmed,
            n_alleged,
            n_denied
        from claim_party
        where struct_extract($selection, 'everything')
            and party_kind = 'actor'
        union all
        select
            claim_id,
            party_id,
            count(*) filter (status = 'confirmed') as n_confirmed,
            count(*) filter (status = 'alleged') as n_alleged,
            count(*) filter (status = 'denied') as n_denied
        from shown($selection)
        where not struct_extract($selection, 'everything')
            and party_kind = 'actor'
        group by claim_id, party_id
    ),
    pairs as (
        select
            p.party_id,
            s.actor_id as about_id,
            sum(p.n_confirmed)::integer as n_confirmed,
            sum(p.n_alleged)::integer as n_alleged,
            sum(p.n_denied)::integer as n_denied,
            count(*)::integer as n_claims,
            arg_max(p.claim_id, (c.n_independent, p.claim_id)) as claim_id,
            count(*) over ()::integer as n_pairs
        from said p
        join claim_subject s on s.claim_id = p.claim_id and s.actor_id <> p.party_id
        join claim_seen($as_of::timestamptz) c on c.claim_id = p.claim_id
        group by p.party_id, s.actor_id
        order by
            sum(p.n_confirmed + p.n_alleged + p.n_denied) desc,
            p.party_id,
            s.actor_id
        limit $limit
    )
    select
        p.party_id,
        a.name as party,
        p.about_id,
        b.name as about,
        p.n_confirmed,
        p.n_alleged,
        p.n_denied,
        p.n_claims,
        p.claim_id,
        c.text,
        p.n_pairs
    from pairs p
    join actor a on a.actor_id = p.party_id
    join actor b on b.actor_id = p.about_id
    join claim c on c.claim_id = p.claim_id
    order by p.n_confirmed + p.n_alleged + p.n_denied desc, p.party_id, p.about_id
    """
    return snapshot.read(
        sql,
        SHOWN,
        selection=selection.bound(zone),
        limit=limit,
        as_of=selection.as_of,
    )


def options(snapshot: Snapshot, limit: int = 500) -> pl.DataFrame:
    """The parties that can be chosen, the most talkative first: party_id, party."""
    sql = """
    select
        party_id,
        party
    from party_total
    where party_kind <> 'outlet'
    order by n_confirmed + n_alleged + n_denied desc, party_id
    limit $limit
    """
    return snapshot.read(sql, limit=limit)

"""Lists of claims: ranked, each with its course, and some of them compared."""

from dataclasses import asdict, dataclass
from datetime import date

import polars as pl

from dashboard.queries.selection import Selection
from dashboard.queries.shown import SHOWN
from dashboard.snapshot import Snapshot

# What may happen to a claim in a period.
EVENTS = ("new", "contested", "denied", "confirmed")


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a list of claims is narrowed to besides the filters; nothing means no such limit.

    event: what happened to them in the period, one of EVENTS. denying, stating: parties whose
    latest word is a denial, or none. cited: an outlet that the articles credit. about: a party
    that the claims' wording names.
    """

    event: str | None = None
    denying: str | None = None
    stating: str | None = None
    cited: str | None = None
    about: str | None = None


ALL = Narrowed()


def ranked(
    snapshot: Snapshot,
    selection: Selection,
    zone: str,
    order: str,
    limit: int = 12,
    offset: int = 0,
    narrowed: Narrowed = ALL,
) -> pl.DataFrame:
    """Claims by one of seven orders, each counted within the selection.

    spreading (independent reports), outlets, contested (weight of both sides), denied (newest
    first denial), flipped (newest change of standing in the period), lag (longest way from the
    first mention to the first denial), changed (newest change of a party's stand).
    """
    sql = """
    with changes as (
        select
            claim_id,
            max(happened_at) as changed_at
        from claim_event
        where $order = 'changed'
            and happened_at <= coalesce($as_of::timestamptz, happened_at)
        group by claim_id
    ),
    flips as (
        select
            claim_id,
            max(since) as flipped_at,
            arg_max(standing_before, since) as flipped_from,
            arg_max(standing, since) as flipped_to
        from claim_standing_history
        where $order = 'flipped'
            and standing_before is not null
            and since <= coalesce($as_of::timestamptz, since)
            and (since at time zone $zone)::date >= coalesce($since::date, '-infinity'::date)
            and (since at time zone $zone)::date <= coalesce($until::date, 'infinity'::date)
        group by claim_id
    )
    select
        r.*,
        c.text,
        c.standing,
        c.first_seen_at,
        c.first_denied_at,
        (epoch_us(c.first_denied_at) - epoch_us(c.first_seen_at)) / 1e6 as seconds_to_denial,
        ch.changed_at,
        f.flipped_at,
        f.flipped_from,
        f.flipped_to,
        count(*) over ()::integer as n_ranked
    from reached($selection) r
    join claim_seen($as_of::timestamptz) c using (claim_id)
    left join changes ch using (claim_id)
    left join flips f using (claim_id)
    where case $order
        when 'contested' then c.standing = 'contested'
        when 'denied' then r.n_denied > 0
        when 'lag' then c.first_denied_at > c.first_seen_at
        when 'flipped' then f.flipped_at is not null
        else true
    end
        and (
            $event is null
            or claim_id in (
                select claim_id
                from happened($selection)
                where event = $event
            )
        )
        and (
            $denying is null
            or claim_id in (
                select claim_id
                from party_stands($as_of::timestamptz)
                where party_id = $denying
                    and last_status = 'denied'
            )
        )
        and (
            $stating is null
            or claim_id in (
                select claim_id
                from party_stands($as_of::timestamptz)
                where party_id = $stating
                    and last_status <> 'denied'
            )
        )
        and (
            $cited is null
            or claim_id in (
                select claim_id
                from shown($selection)
                where article_id in (
                    select article_id
                    from source_credit
                    where cited_source_id = $cited
                )
            )
        )
        and is_about(claim_id, $about)
    order by
        case $order
            when 'outlets' then r.n_sources
            when 'contested' then least(r.n_denied, r.n_confirmed + r.n_alleged)
            when 'denied' then epoch(c.first_denied_at)
            when 'flipped' then epoch(f.flipped_at)
            when 'lag' then epoch(c.first_denied_at) - epoch(c.first_seen_at)
            when 'changed' then epoch(ch.changed_at)
            else r.n_independent
        end desc nulls last,
        r.n_mentions desc,
        r.claim_id
    limit $limit
    offset $offset
    """
    return snapshot.read(
        sql,
        SHOWN,
        selection=selection.bound(zone),
        order=order,
        zone=zone,
        since=selection.since,
        until=selection.until,
        as_of=selection.as_of,
        limit=limit,
        offset=offset,
        **asdict(narrowed),
    )


def sparks(
    snapshot: Snapshot,
    selection: Selection,
    zone: str,
    claims: list[str],
    period: tuple[date, date],
    buckets: int = 28,
) -> pl.DataFrame:
    """The course of some claims in equal parts of a period: claim_id, bucket, count per status."""
    sql = """
    with span as (
        select
            epoch($since::timestamp) as first_at,
            epoch($until::timestamp + interval 1 day) - epoch($since::timestamp) as length
    )
    select
        claim_id,
        least(
            floor((epoch(local_at) - first_at) / length * $buckets),
            $buckets - 1
        )::integer as bucket,
        count(*) filter (status = 'confirmed')::integer as n_confirmed,
        count(*) filter (status = 'alleged')::integer as n_alleged,
        count(*) filter (status = 'denied')::integer as n_denied
    from shown($selection), span
    where claim_id in (select unnest($claims::varchar[]))
        and appeared_at is not null
    group by claim_id, bucket
    order by claim_id, bucket
    """
    return snapshot.read(
        sql,
        SHOWN,
        selection=selection.bound(zone),
        claims=claims,
        since=period[0],
        until=period[1],
        buckets=buckets,
    )


def texts(snapshot: Snapshot, claims: list[str]) -> pl.DataFrame:
    """The wording of some claims, in the order in which they are named: place, claim_id, text."""
    sql = """
    select
        list_position($claims, claim_id)::integer as place,
        claim_id,
        text
    from claim
    where list_contains($claims, claim_id)
    order by place
    """
    return snapshot.read(sql, claims=claims)


def compared(
    snapshot: Snapshot, selection: Selection, zone: str, step: str, claims: list[str]
) -> pl.DataFrame:
    """Mentions of some claims by step over the span of all of them, gaps as zero.

    bin, claim_id, place (1 for the first of the claims asked for), text, n_mentions.
    """
    sql = """
    with counted as (
        select
            date_trunc($step, local_at) as bin,
            claim_id,
            count(*)::integer as n_mentions
        from shown($selection)
        where appeared_at is not null
            and claim_id in (select unnest($claims::varchar[]))
        group by all
    ),
    course as (
        select unnest(steps(min(bin), max(bin), $step)) as bin
        from counted
        having count(*) > 0
    )
    select
        s.bin,
        c.claim_id,
        list_position($claims, c.claim_id)::integer as place,
        c.text,
        coalesce(n.n_mentions, 0)::integer as n_mentions
    from course s
    cross join claim c
    left join counted n on n.bin = s.bin and n.claim_id = c.claim_id
    where list_contains($claims, c.claim_id)
    order by place, s.bin
    """
    bound = selection.bound(zone)
    return snapshot.read(sql, SHOWN, selection=bound, step=step, claims=claims)

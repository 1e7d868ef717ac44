"""What is spreading, what is contested, what was denied last."""

import polars as pl

from dashboard.queries.selection import Selection
from dashboard.queries.shown import SHOWN
from dashboard.snapshot import Snapshot


def bounds(snapshot: Snapshot, zone: str) -> pl.DataFrame:
    """One row: the first and last day of all dated mentions, in the reader's zone."""
    # Asked on every page: only the two ends are put into the zone, not every mention.
    sql = """
    with ends as (
        select
            precision = 'day' as is_day,
            unnest([min(quarter), max(quarter)]) as quarter
        from mention_quarter
        where quarter is not null
        group by is_day
    ),
    local as (
        select
            case
                when is_day then make_timestamp(quarter * 900_000_000::bigint)
                else to_timestamp(quarter * 900::bigint) at time zone $zone
            end as local_at
        from ends
    )
    select
        min(local_at)::date as first_day,
        max(local_at)::date as last_day
    from local
    """
    return snapshot.read(sql, zone=zone)


def choices(snapshot: Snapshot, parties: int = 300) -> pl.DataFrame:
    """Outlets, languages and the most frequent parties: kind, id, name, mentions."""
    sql = """
    select
        'source' as kind,
        source_id as id,
        any_value(coalesce(s.name, source_id)) as name,
        sum(n_mentions)::integer as n_mentions
    from source_status
    left join source s using (source_id)
    group by source_id
    union all
    select
        'language' as kind,
        language as id,
        language as name,
        count(*)::integer as n_mentions
    from mention_wide
    where removed_at is null
    group by language
    union all
    (
        select
            'party' as kind,
            party_id as id,
            party as name,
            n_confirmed + n_alleged + n_denied as n_mentions
        from party_total
        where party_kind <> 'outlet'
        order by n_mentions desc, id
        limit $parties
    )
    order by kind, n_mentions desc, id
    """
    return snapshot.read(sql, parties=parties)


def as_of(snapshot: Snapshot) -> pl.DataFrame:
    """One row: when the newest finished run ended, and its id."""
    sql = """
    select
        max(finished_at) as finished_at,
        arg_max(run_id, finished_at) as run_id
    from run
    """
    return snapshot.read(sql)


def totals(snapshot: Snapshot, selection: Selection, zone: str) -> pl.DataFrame:
    """One row: how much is shown, and how many mentions lack a usable date."""
    sql = """
    with told as materialized (
        select claim_id
        from reported($selection)
    ),
    dated as (
        select
            min(local_at)::date as first_day,
            max(local_at)::date as last_day,
            coalesce(sum(n_mentions), 0)::integer as n_mentions
        from counted($selection)
        where struct_extract($selection, 'everything')
    ),
    undated as (
        select coalesce(sum(n_mentions), 0)::integer as n_mentions
        from mention_quarter
        where quarter is null
    ),
    counts as (
        select
            d.n_mentions + u.n_mentions as n_mentions,
            (select count(distinct source_id)::integer from source_status) as n_sources,
            d.first_day,
            d.last_day,
            u.n_mentions as n_undated
        from dated d
        cross join undated u
        where struct_extract($selection, 'everything')
        union all
        select
            count(*)::integer as n_mentions,
            count(distinct source_id)::integer as n_sources,
            min(local_at)::date as first_day,
            max(local_at)::date as last_day,
            -- Without a period nothing undated is left out, and there is no need to count again.
            case
                when $has_period then (
                    select count(*)::integer
                    from matching($selection)
                    where appeared_at is null
                        and $has_period
                )
                else count(*) filter (appeared_at is null)::integer
            end as n_undated
        from shown($selection)
        having not struct_extract($selection, 'everything')
    )
    select
        n_mentions,
        (select count(*)::integer from told) as n_claims,
        n_sources,
        (
            select count(*)::integer
            from claim_seen(struct_extract($selection, 'as_of')::timestamptz)
            where standing = 'contested'
                and claim_id in (select claim_id from told)
        ) as n_contested,
        first_day,
        last_day,
        n_undated
    from counts
    """
    has_period = selection.since is not None or selection.until is not None
    return snapshot.read(sql, SHOWN, selection=selection.bound(zone), has_period=has_period)


def key_figures(snapshot: Snapshot, selection: Selection, zone: str) -> pl.DataFrame:
    """One row: claims reported, and what happened to them in the chosen period.

    n_new, n_denied, n_confirmed: seen, denied, confirmed for the first time; n_contested: turned
    contested.
    """
    sql = """
    select
        (
            select count(*)::integer
            from claim_seen(struct_extract($selection, 'as_of')::timestamptz)
            where claim_id in (select claim_id from reported($selection))
        ) as n_claims,
        count(*) filter (event = 'new')::integer as n_new,
        count(*) filter (event = 'contested')::integer as n_contested,
        count(*) filter (event = 'denied')::integer as n_denied,
        count(*) filter (event = 'confirmed')::integer as n_confirmed
    from happened($selection)
    """
    return snapshot.read(sql, SHOWN, selection=selection.bound(zone))


def newest_denials(
    snapshot: Snapshot, selection: Selection, zone: str, limit: int = 6
) -> pl.DataFrame:
    """The newest denials, copies of one text and one party counted once."""
    sql = """
    with newest as (
        select
            arg_min(row_id, (appeared_at, mention_id)) as row_id,
            arg_min(mention_id, (appeared_at, mention_id)) as mention_id,
            min(appeared_at) as denied_at
        from shown($selection)
        where status = 'denied'
            and appeared_at is not null
        group by claim_id, party_id, syndication_group_id
        order by denied_at desc, mention_id
        limit $limit
    )
    select m.* exclude (row_id)
    from newest n
    join sentences($selection) m using (row_id)
    where m.status = 'denied'
    order by m.appeared_at desc, m.mention_id
    """
    return snapshot.read(sql, SHOWN, selection=selection.bound(zone), limit=limit)

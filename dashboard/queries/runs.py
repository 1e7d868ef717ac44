"""The ETL's own record: runs, rejected rows, outlets' health, dates by quality."""

import polars as pl

from dashboard.snapshot import Snapshot

# What a feed may be, as the key figures name it.
STATES = ("all", "working", "failed", "silent", "waiting")


def runs(snapshot: Snapshot, limit: int = 50) -> pl.DataFrame:
    """Runs, the newest first."""
    sql = """
    select
        run_id,
        started_at,
        epoch(finished_at - started_at) as seconds,
        outcome,
        reason,
        n_articles_new,
        n_articles_known,
        n_articles_revised,
        n_mentions_new,
        n_claims_new,
        n_rejected,
        model_version,
        count(*) over ()::integer as n_runs
    from run
    order by started_at desc, run_id desc
    limit $limit
    """
    return snapshot.read(sql, limit=limit)


def rejected(snapshot: Snapshot) -> pl.DataFrame:
    """Rejected rows by reason, over all runs, with one of them as an example."""
    sql = """
    select
        reason,
        stage,
        count(*)::integer as n_rows,
        count(distinct file)::integer as n_files,
        min_by(detail, rejected_id) as example,
        min_by(file, rejected_id) as file,
        min_by(line, rejected_id) as line
    from rejected
    group by reason, stage
    order by n_rows desc, reason, stage
    """
    return snapshot.read(sql)


def health(snapshot: Snapshot, limit: int = 60) -> pl.DataFrame:
    """What each outlet has given, the most prolific first."""
    sql = """
    select
        source_id,
        name,
        n_articles,
        n_articles - n_undated as n_dated,
        n_undated,
        n_without_claims,
        n_revised,
        last_published_at,
        last_fetched_at,
        n_feeds,
        feed_state,
        feed_reason,
        count(*) over ()::integer as n_outlets
    from source_health
    order by n_articles desc, source_id
    limit $limit
    """
    return snapshot.read(sql, limit=limit)


def dates(snapshot: Snapshot) -> pl.DataFrame:
    """Articles by the quality of their date: flag, precision, n_articles."""
    sql = """
    select
        date_flag::varchar as flag,
        published_precision::varchar as precision,
        count(*)::integer as n_articles
    from article
    group by all
    order by n_articles desc, flag, precision
    """
    return snapshot.read(sql)


def feeds(
    snapshot: Snapshot, source_id: str | None = None, state: str = "all", limit: int = 60
) -> pl.DataFrame:
    """Feeds that the lists name, those in trouble first: failed, then silent, then the others.

    Of one outlet, or in one of STATES. n_all, n_working and so on count those of every state.
    """
    sql = """
    with listed as (
        select
            *,
            case when state in ('failed', 'silent', 'waiting') then state else 'working' end as kind
        from feed_health
        where is_listed
            and ($source_id is null or source_id = $source_id)
    ),
    watched as (
        select
            *,
            count(*) over ()::integer as n_all,
            count(*) filter (kind = 'working') over ()::integer as n_working,
            count(*) filter (kind = 'failed') over ()::integer as n_failed,
            count(*) filter (kind = 'silent') over ()::integer as n_silent,
            count(*) filter (kind = 'waiting') over ()::integer as n_waiting
        from listed
    )
    select
        f.source_id,
        coalesce(s.name, f.source_id) as source,
        f.url,
        f.state,
        f.reason,
        f.detail,
        f.n_failures,
        f.n_new,
        f.usual_gap_hours,
        f.last_checked_at,
        f.last_ok_at,
        f.last_new_at,
        f.n_all,
        f.n_working,
        f.n_failed,
        f.n_silent,
        f.n_waiting,
        count(*) over ()::integer as n_listed
    from watched f
    left join source s on s.source_id = f.source_id
    where $state in ('all', f.kind)
    order by
        list_position(['failed', 'silent', 'empty', 'waiting'], f.state) nulls last,
        f.n_failures desc,
        f.last_new_at nulls first,
        f.feed_id
    limit $limit
    """
    return snapshot.read(sql, source_id=source_id, state=state, limit=limit)

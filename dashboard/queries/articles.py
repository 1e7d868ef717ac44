"""Articles as they came in: the lists behind the counts of what outlets have given."""

import polars as pl

from dashboard.snapshot import Snapshot

# What a list of articles may be of: all, those without a usable date, without a claim, changed.
KINDS = ("all", "undated", "without", "revised")


def listed(
    snapshot: Snapshot,
    source_id: str | None = None,
    kind: str = "all",
    flag: str | None = None,
    precision: str | None = None,
    limit: int = 25,
    offset: int = 0,
) -> pl.DataFrame:
    """Articles of one outlet or of all, the newest first; n_found counts them all.

    kind is one of KINDS; flag and precision are the quality of the date.
    """
    sql = """
    with chosen as (
        select
            *,
            count(*) over ()::integer as n_found
        from article
        where ($source_id is null or source_id = $source_id)
            and ($flag is null or date_flag::varchar = $flag)
            and ($precision is null or published_precision::varchar = $precision)
            and case $kind
                when 'undated' then date_flag <> 'ok'
                when 'without' then n_mentions = 0
                when 'revised' then n_revisions > 1
                else true
            end
        order by published_at desc nulls last, article_id
        limit $limit
        offset $offset
    )
    select
        a.article_id,
        a.source_id,
        coalesce(s.name, a.source_id) as source,
        a.url,
        a.title,
        a.language,
        a.published_at,
        a.published_precision::varchar as precision,
        a.date_flag::varchar as flag,
        a.fetched_at,
        a.n_mentions,
        a.n_revisions,
        a.n_found
    from chosen a
    left join source s on s.source_id = a.source_id
    order by a.published_at desc nulls last, a.article_id
    """
    return snapshot.read(
        sql,
        source_id=source_id,
        kind=kind,
        flag=flag,
        precision=precision,
        limit=limit,
        offset=offset,
    )

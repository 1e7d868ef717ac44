"""The sentences behind a mark of any chart or a figure of any table: all of them, page by page."""

import polars as pl

from dashboard.queries.selection import Selection
from dashboard.queries.shown import SHOWN
from dashboard.snapshot import Snapshot


def found(
    snapshot: Snapshot,
    selection: Selection,
    zone: str,
    claim_id: str | None = None,
    cited: str | None = None,
    late: str | None = None,
    article_id: str | None = None,
    about: str | None = None,
    limit: int = 25,
    offset: int = 0,
) -> pl.DataFrame:
    """Mentions as evidence, the newest first; n_found counts them all.

    cited keeps articles that credit this outlet; late keeps what outlets said on claims that they
    had so long after the first: first, 1h, 6h, 1d, 3d or later; shared for whichever of these;
    about keeps claims whose wording names this party.
    """
    sql = """
    with chosen as (
        select
            row_id,
            mention_id,
            appeared_at
        from shown($selection)
        where ($claim_id is null or claim_id = $claim_id)
            and ($article_id is null or article_id = $article_id)
            and (
                $cited is null
                or article_id in (
                    select article_id
                    from source_credit
                    where cited_source_id = $cited
                )
            )
            and is_about(claim_id, $about)
            and (
                $late is null
                or (claim_id, source_id) in (
                    select
                        claim_id,
                        source_id
                    from outlet_lags($as_of::timestamptz)
                    where $late in ('shared', lag_of(place, lag_hours))
                )
            )
    ),
    here as (
        select row_id
        from chosen
        order by appeared_at desc nulls last, mention_id
        limit $limit
        offset $offset
    )
    select
        m.* exclude (row_id),
        (select count(*)::integer from chosen) as n_found
    from here
    join sentences($selection) m using (row_id)
    order by m.appeared_at desc nulls last, m.mention_id
    """
    return snapshot.read(
        sql,
        SHOWN,
        selection=selection.bound(zone),
        claim_id=claim_id,
        cited=cited,
        late=late,
        article_id=article_id,
        about=about,
        as_of=selection.as_of,
        limit=limit,
        offset=offset,
    )

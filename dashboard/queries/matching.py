"""What matching was not sure of: claims that may be one, denials that turn down several."""

from datetime import datetime

import polars as pl

from dashboard.queries.shown import SHOWN
from dashboard.snapshot import Snapshot

# The probability of being one claim from which on a reader is asked to look.
LIKELY = 0.25


def suggestions(
    snapshot: Snapshot, claim_id: str, as_of: datetime | None = None, limit: int = 5
) -> pl.DataFrame:
    """Claims that might be this one, a row for each, the likeliest first.

    Below LIKELY a suggestion costs a reader more than it gives; `etl decide` lists those too.
    sentence is the one that matching was unsure about; is_ours says that it stands in this claim.
    """
    sql = """
    with pairs as (
        select
            suggested_claim_id as claim_id,
            mention_id,
            score,
            true as is_ours
        from open_suggestion
        where claim_id = $claim_id
        union all by name
        select
            claim_id,
            mention_id,
            score,
            false as is_ours
        from open_suggestion
        where suggested_claim_id = $claim_id
    )
    select
        c.claim_id,
        c.text,
        c.standing::varchar as standing,
        p.score,
        p.is_ours,
        m.mention_id,
        m.text as sentence,
        count(*) over ()::integer as n_claims
    from pairs p
    join claim c using (claim_id)
    join mention m using (mention_id)
    where stands_at(m.appeared_at, m.removed_at, $as_of::timestamptz)
        and p.score >= $likely
    qualify row_number() over (partition by c.claim_id order by p.score desc, m.mention_id) = 1
    order by p.score desc, c.claim_id
    limit $limit
    """
    return snapshot.read(sql, claim_id=claim_id, as_of=as_of, limit=limit, likely=LIKELY)


def turned_down_too(snapshot: Snapshot, claim_id: str) -> pl.DataFrame:
    """What else this claim's denials turn down: mention_id, claim_id, text, score."""
    sql = """
    select
        m.mention_id,
        c.claim_id,
        c.text,
        max(d.score) as score
    from denial_link d
    join mention m on m.mention_id = d.mention_id
    left join claim_redirect r on r.claim_id = d.claim_id
    join claim c on c.claim_id = coalesce(r.surviving_claim_id, d.claim_id)
    where m.claim_id = $claim_id
        and c.claim_id <> m.claim_id
    group by m.mention_id, c.claim_id, c.text
    order by m.mention_id, score desc, c.claim_id
    """
    return snapshot.read(sql, claim_id=claim_id)


def denied_elsewhere(
    snapshot: Snapshot, claim_id: str, as_of: datetime | None = None, limit: int = 25
) -> pl.DataFrame:
    """Denials under other claims that turn down this one too, the newest first."""
    sql = """
    select
        m.mention_id,
        m.claim_id,
        m.claim_text,
        m.source_id,
        coalesce(s.name, m.source_id) as source,
        a.url,
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
        m.appeared_at,
        was_added(m.mention_id) as was_added,
        m.precision::varchar as precision,
        max(d.score) as link_score
    from denial_link d
    join mention_wide m on m.mention_id = d.mention_id
    left join claim_redirect r on r.claim_id = d.claim_id
    join article a on a.article_id = m.article_id
    left join source s on s.source_id = a.source_id
    left join actor ac on ac.actor_id = m.actor_id
    where coalesce(r.surviving_claim_id, d.claim_id) = $claim_id
        and m.claim_id <> $claim_id
        and stands_at(m.appeared_at, m.removed_at, $as_of::timestamptz)
    group by all
    order by m.appeared_at desc nulls last, m.mention_id
    limit $limit
    """
    return snapshot.read(sql, SHOWN, claim_id=claim_id, as_of=as_of, limit=limit)

"""The one place that says which mentions match a selection: macros for the queries."""

from dashboard.queries.moments import MOMENTS

# A date without a time of day belongs to its own calendar day in every zone; a sentence that a
# later version added appeared at that version's fetch, which is known to the second.
# No zone changes its offset within a quarter of an hour, so that clock() asks once for each of
# them and not once for each mention, which would take most of every query's time.
# matching() leaves the period aside, so that undated mentions can be counted beside a time chart;
# shown() adds it. Neither says how a claim stands: claim_seen() does, at any moment.
# Where nothing is chosen, reached() and reported() read what the claims' own table holds already.
MATCHING = """
create temp macro width(step) as
case step
    when 'hour' then interval 1 hour
    when 'day' then interval 1 day
    when 'week' then interval 7 day
    else interval 1 month
end;

-- Every step between two moments, so that a gap is drawn as zero.
create temp macro steps(first_at, last_at, step) as
generate_series(date_trunc(step, first_at), date_trunc(step, last_at), width(step));

-- A word that is not there is null, and asks for nothing.
create temp macro found(words) as table
select mention_id
from mention_words
where contains(sought_in, as_sought(words[1]))
    and coalesce(contains(sought_in, as_sought(words[2])), true)
    and coalesce(contains(sought_in, as_sought(words[3])), true)
    and coalesce(contains(sought_in, as_sought(words[4])), true)
    and coalesce(contains(sought_in, as_sought(words[5])), true)
    and coalesce(contains(sought_in, as_sought(words[6])), true);

-- One row: the first quarter of an hour, and by how many microseconds the zone is ahead in it and
-- in each that follows.
create temp macro clock(zone) as table
select
    first,
    list_transform(
        range(first, last + 1),
        lambda q: epoch_us(to_timestamp(q * 900) at time zone zone) - q * 900_000_000
    ) as ahead
from (
    select
        min(quarter) as first,
        max(quarter) as last
    from mention_wide
);

create temp macro local_of(microseconds, quarter, is_day, k) as
make_timestamp(microseconds + case when is_day then 0 else k.ahead[quarter - k.first + 1] end);

-- Worked out for the claims' standing at that moment only where the filter asks for it.
create temp macro standing_as(standings, moment) as table
select claim_id
from claim_seen(moment)
where len(standings) > 0
    and list_contains(standings, standing);

-- The dearer filters stand apart: a search among other rows costs even where nothing is sought.
create temp macro told(p) as table
select
    rowid as row_id,
    *
from mention_wide
where len(struct_extract(p, 'standings')::varchar[]) = 0
    and len(struct_extract(p, 'words')::varchar[]) = 0
union all
select
    rowid as row_id,
    *
from mention_wide
where len(struct_extract(p, 'standings')::varchar[])
    + len(struct_extract(p, 'words')::varchar[]) > 0
    and (
        len(struct_extract(p, 'standings')::varchar[]) = 0
        or claim_id in (
            select claim_id
            from standing_as(
                struct_extract(p, 'standings')::varchar[],
                struct_extract(p, 'as_of')::timestamptz
            )
        )
    )
    and (
        len(struct_extract(p, 'words')::varchar[]) = 0
        or mention_id in (select mention_id from found(struct_extract(p, 'words')::varchar[]))
    );

create temp macro matching(p) as table
select
    m.* exclude (precision, standing),
    m.status::varchar as status_word,
    m.precision::varchar as precision,
    local_of(epoch_us(m.appeared_utc), m.quarter, m.precision = 'day', k) as local_at
from told(p) m
cross join clock(struct_extract(p, 'zone')) k
where stands_at(m.appeared_at, m.removed_at, struct_extract(p, 'as_of')::timestamptz)
    and (
        len(struct_extract(p, 'languages')::varchar[]) = 0
        or list_contains(struct_extract(p, 'languages')::varchar[], m.language)
    )
    and (
        len(struct_extract(p, 'sources')::varchar[]) = 0
        or list_contains(struct_extract(p, 'sources')::varchar[], m.source_id)
    )
    and (
        len(struct_extract(p, 'statuses')::varchar[]) = 0
        or list_contains(struct_extract(p, 'statuses')::varchar[], m.status::varchar)
    )
    and (
        len(struct_extract(p, 'parties')::varchar[]) = 0
        or list_contains(struct_extract(p, 'parties')::varchar[], m.party_id)
    );

create temp macro shown(p) as table
select *
from matching(p)
where (
        struct_extract(p, 'since')::date is null
        or appeared_utc >= struct_extract(p, 'since')::date - interval 1 day
    )
    and (
        struct_extract(p, 'until')::date is null
        or appeared_utc < struct_extract(p, 'until')::date + interval 2 day
    )
    and (
        struct_extract(p, 'since')::date is null
        or local_at::date >= struct_extract(p, 'since')::date
    )
    and (
        struct_extract(p, 'until')::date is null
        or local_at::date <= struct_extract(p, 'until')::date
    );

-- Whether the wording of a claim names a party; every claim does where none is asked for.
create temp macro is_about(its_claim, party) as
party is null
or its_claim in (
    select claim_id
    from claim_subject
    where actor_id = party
);

-- How many mentions appeared when, by status.
create temp macro counted(p) as table
select
    null::varchar as claim_id,
    q.status::varchar as status,
    local_of(q.quarter * 900_000_000::bigint, q.quarter, q.precision = 'day', k) as local_at,
    q.n_mentions
from mention_quarter q
cross join clock(struct_extract(p, 'zone')) k
where struct_extract(p, 'everything')
    and q.quarter is not null
union all
select
    claim_id,
    status_word as status,
    local_at,
    1 as n_mentions
from shown(p)
where not struct_extract(p, 'everything')
    and appeared_at is not null;

create temp macro reported(p) as table
select claim_id
from claim
where struct_extract(p, 'everything')
union all
select distinct claim_id
from shown(p)
where not struct_extract(p, 'everything');

-- What befell claims in the chosen days: first seen, denied, confirmed, and turned contested. The
-- key figures count these rows, and the list behind each figure holds them.
create temp macro happened(p) as table
with dated as (
    select
        claim_id,
        unnest(['new', 'denied', 'confirmed']) as event,
        unnest([first_seen_at, first_denied_at, first_confirmed_at]) as happened_at
    from claim_seen(struct_extract(p, 'as_of')::timestamptz)
    union all
    select
        claim_id,
        'contested' as event,
        since as happened_at
    from claim_standing_history
    where standing = 'contested'
        and since <= coalesce(struct_extract(p, 'as_of')::timestamptz, since)
)
select distinct
    claim_id,
    event
from dated
where claim_id in (select claim_id from reported(p))
    and happened_at is not null
    and (
        -- Without a period nothing needs to be put into the zone.
        (struct_extract(p, 'since')::date is null and struct_extract(p, 'until')::date is null)
        or (happened_at at time zone struct_extract(p, 'zone'))::date
            between coalesce(struct_extract(p, 'since')::date, '-infinity'::date)
            and coalesce(struct_extract(p, 'until')::date, 'infinity'::date)
    );

create temp macro reached(p) as table
select
    claim_id,
    n_mentions,
    n_sources,
    n_languages,
    n_independent,
    n_confirmed,
    n_alleged,
    n_denied
from claim
where struct_extract(p, 'everything')
union all by name
select
    claim_id,
    count(*)::integer as n_mentions,
    count(distinct source_id)::integer as n_sources,
    count(distinct language)::integer as n_languages,
    count(distinct syndication_group_id)::integer as n_independent,
    count(*) filter (status = 'confirmed')::integer as n_confirmed,
    count(*) filter (status = 'alleged')::integer as n_alleged,
    count(*) filter (status = 'denied')::integer as n_denied
from shown(p)
where not struct_extract(p, 'everything')
group by claim_id;

-- Mentions as evidence: with what stands in their article, who reports them and who speaks.
create temp macro sentences(p) as table
select
    m.row_id,
    m.mention_id,
    m.claim_id,
    m.party_id,
    m.claim_text,
    m.source_id,
    coalesce(s.name, m.source_id) as source,
    a.url,
    m.text,
    m.language,
    m.status_word as status,
    m.score,
    m.speaker,
    m.speaker_start,
    m.cue,
    m.cue_start,
    ac.name as actor,
    coalesce(ac.name, m.speaker, s.name, m.source_id) as party,
    m.is_headline,
    m.matched_by::varchar as matched_by,
    m.appeared_at,
    m.local_at,
    m.precision,
    was_added(m.mention_id) as was_added,
    m.article_id,
    m.sentence_index
from shown(p) m
join article a using (article_id)
left join source s on s.source_id = m.source_id
left join actor ac on ac.actor_id = m.actor_id;
"""
SHOWN = MOMENTS + MATCHING

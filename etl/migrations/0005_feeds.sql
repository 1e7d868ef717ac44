-- Feeds that are watched: their state, what each request came to, and what only the ETL needs to go on.

create type feed_outcome as enum ('fetched', 'not_modified', 'empty', 'failed');

alter table run add column reason varchar;
comment on column run.reason is 'Why a run failed or was stopped, in one line; null where all went well.';

create table feed (
    feed_id varchar primary key,
    source_id varchar not null,
    url varchar not null,
    kind varchar,
    is_listed boolean not null,
    outcome feed_outcome,
    reason varchar,
    detail varchar,
    n_entries integer,
    n_failures integer not null default 0,
    first_checked_at timestamptz,
    last_checked_at timestamptz,
    last_ok_at timestamptz,
    last_new_at timestamptz,
    next_check_at timestamptz
);
comment on table feed is 'A feed that is or was watched, with the outcome of its last check.';
comment on column feed.feed_id is 'Hash of the address as config/sources.toml lists it.';
comment on column feed.source_id is 'The outlet that lists it.';
comment on column feed.url is 'Where it is fetched from now; passwords and keys are left out.';
comment on column feed.kind is 'rss, atom, rdf, json or sitemap, as last read.';
comment on column feed.is_listed is 'Whether the lists still name it; one that they no longer name is not fetched.';
comment on column feed.outcome is 'What the last check came to; null before the first.';
comment on column feed.reason is 'Why it failed, in fixed words such as timeout, not_found, not_a_feed; null if it did not.';
comment on column feed.detail is 'One sentence for a person on why it failed.';
comment on column feed.n_entries is 'Entries when it was last read.';
comment on column feed.n_failures is 'Failures in a row; 0 after a check that worked.';
comment on column feed.first_checked_at is 'First check.';
comment on column feed.last_checked_at is 'Last check, whatever it came to.';
comment on column feed.last_ok_at is 'Last check that worked.';
comment on column feed.last_new_at is 'When it last brought something new; for what it held at the first check, the date of the newest entry.';
comment on column feed.next_check_at is 'Not asked again before this time: a Retry-After, or a pause that grows with failures in a row; null for the next run.';

create table fetch_event (
    feed_id varchar not null,
    run_id varchar not null,
    checked_at timestamptz not null,
    outcome feed_outcome not null,
    reason varchar,
    http_status integer,
    n_entries integer not null,
    n_new integer not null,
    n_bytes bigint not null,
    seconds float not null,
    primary key (feed_id, run_id)
);
comment on table fetch_event is 'One check of one feed.';
comment on column fetch_event.feed_id is 'The feed.';
comment on column fetch_event.run_id is 'The run that checked it.';
comment on column fetch_event.checked_at is 'When the answer had come.';
comment on column fetch_event.outcome is 'fetched, not_modified (304 or the same bytes), empty (a feed without entries), or failed.';
comment on column fetch_event.reason is 'Why it failed, in fixed words; null if it did not.';
comment on column fetch_event.http_status is 'The status of the answer; null without an answer.';
comment on column fetch_event.n_entries is 'Entries in the answer.';
comment on column fetch_event.n_new is 'Entries not seen before, or changed.';
comment on column fetch_event.n_bytes is 'Size of the answer, unpacked.';
comment on column fetch_event.seconds is 'How long the check took, further tries included.';

create table feed_request (
    feed_id varchar primary key,
    listed_url varchar not null,
    url varchar not null,
    etag varchar,
    last_modified varchar,
    body_hash varchar
);
comment on table feed_request is 'How a feed is asked for. Never leaves the warehouse: addresses may hold keys.';
comment on column feed_request.feed_id is 'The feed.';
comment on column feed_request.listed_url is 'Address as listed.';
comment on column feed_request.url is 'Address to ask: the listed one, or where it has moved for good.';
comment on column feed_request.etag is 'ETag of the last answer, for a conditional request.';
comment on column feed_request.last_modified is 'Last-Modified of the last answer.';
comment on column feed_request.body_hash is 'Hash of the last answer.';

create table feed_entry (
    feed_id varchar not null,
    entry_id varchar not null,
    content_hash varchar not null,
    is_first boolean not null,
    first_seen_at timestamptz not null,
    last_seen_at timestamptz not null,
    primary key (feed_id, entry_id)
);
comment on table feed_entry is 'Entries seen, so that what is known is not loaded again. Never leaves the warehouse.';
comment on column feed_entry.feed_id is 'The feed.';
comment on column feed_entry.entry_id is 'Hash of the canonical link, or of feed and id.';
comment on column feed_entry.content_hash is 'Hash of title and text as last seen.';
comment on column feed_entry.is_first is 'Whether this feed brought the entry first; only its changes are loaded, so that two wordings of one article do not take turns.';
comment on column feed_entry.first_seen_at is 'When it was first in the feed.';
comment on column feed_entry.last_seen_at is 'When it was last in the feed.';

create table pending_page (
    entry_id varchar primary key,
    feed_id varchar not null,
    record varchar not null,
    attempts integer not null default 0,
    added_at timestamptz not null
);
comment on table pending_page is 'Entries with a teaser only, whose page is still to be fetched. Never leaves the warehouse.';
comment on column pending_page.entry_id is 'The entry.';
comment on column pending_page.feed_id is 'The feed that brought it.';
comment on column pending_page.record is 'The entry as JSON, as etl/collect/wire.py writes it.';
comment on column pending_page.attempts is 'Runs that tried in vain.';
comment on column pending_page.added_at is 'When the feed brought it.';

create table fetched_page (
    url varchar primary key,
    feed_id varchar not null
);
comment on table fetched_page is 'Articles whose text is that of their page, not of their feed: these pages are fetched again. Never leaves the warehouse.';
comment on column fetched_page.url is 'Canonical address of the article.';
comment on column fetched_page.feed_id is 'The feed that named it.';

create table robots_file (
    host varchar primary key,
    body varchar not null,
    fetched_at timestamptz not null
);
comment on table robots_file is 'robots.txt of the hosts asked. Never leaves the warehouse.';
comment on column robots_file.host is 'Scheme, host and port.';
comment on column robots_file.body is 'The text; empty where the host has none.';
comment on column robots_file.fetched_at is 'When it was fetched.';

create view feed_health as
select
    f.feed_id,
    f.source_id,
    f.url,
    f.is_listed,
    case
        when f.outcome is null then 'waiting'
        when f.outcome = 'failed' then 'failed'
        when f.last_checked_at - coalesce(f.last_new_at, f.first_checked_at)
            > to_hours(greatest(24, ceil(3 * coalesce(g.usual_gap_hours, 56)))::integer) then 'silent'
        else f.outcome::varchar
    end as state,
    f.reason,
    f.detail,
    f.n_failures,
    f.n_entries,
    f.last_checked_at,
    f.last_ok_at,
    f.last_new_at,
    f.next_check_at,
    g.usual_gap_hours,
    coalesce(g.n_checks, 0) as n_checks,
    coalesce(g.n_failed_checks, 0) as n_failed_checks,
    coalesce(g.n_new, 0) as n_new
from feed f
left join (
    select
        feed_id,
        count(*)::integer as n_checks,
        count(*) filter (outcome = 'failed')::integer as n_failed_checks,
        sum(n_new)::integer as n_new,
        case when count(gap_hours) >= 3 then quantile_cont(gap_hours, 0.9) end as usual_gap_hours
    from (
        select
            *,
            case when n_new > 0 then
                epoch(checked_at - lag(checked_at) over (partition by feed_id, n_new > 0 order by checked_at)) / 3600
            end as gap_hours
        from fetch_event
    )
    group by feed_id
) g using (feed_id);
comment on view feed_health is 'State of each feed: waiting (not asked yet), fetched, not_modified, empty, failed, or silent: it answers, but has brought nothing new for three times its usual gap (the 90th percentile of the gaps between checks with news; 56 hours while fewer than three are known), and for a day at least.';

create or replace view source_health as
select
    s.source_id,
    s.name,
    count(a.article_id)::integer as n_articles,
    count(a.article_id) filter (a.date_flag <> 'ok')::integer as n_undated,
    count(a.article_id) filter (a.n_mentions = 0)::integer as n_without_claims,
    count(a.article_id) filter (a.n_revisions > 1)::integer as n_revised,
    max(a.published_at) filter (a.date_flag = 'ok') as last_published_at,
    max(a.fetched_at) as last_fetched_at,
    any_value(f.n_feeds) as n_feeds,
    any_value(f.feed_state) as feed_state,
    any_value(f.feed_reason) as feed_reason,
    any_value(f.last_checked_at) as last_checked_at,
    any_value(f.last_new_at) as last_new_at
from (
    select source_id, name from source
    union all
    select distinct source_id, source_id from feed_health
    where is_listed
        and source_id not in (select source_id from source)
) s
left join article a using (source_id)
left join (
    select
        source_id,
        count(*)::integer as n_feeds,
        case
            when bool_and(state = 'failed') then 'failed'
            when bool_and(state in ('failed', 'silent')) then 'silent'
            when bool_or(state = 'failed') then 'partly failed'
            when bool_or(state = 'fetched') then 'fetched'
            else min(state)
        end as feed_state,
        min(reason) filter (state = 'failed') as feed_reason,
        max(last_checked_at) as last_checked_at,
        max(last_new_at) as last_new_at
    from feed_health
    where is_listed
    group by source_id
) f using (source_id)
group by all;
comment on view source_health is 'What each outlet has given us, and when last; the state of its feeds, null where it has none. An outlet whose feeds have never given anything is there too.';

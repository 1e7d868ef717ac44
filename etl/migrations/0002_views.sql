-- The definitions. What counts as a party, an independent report, a standing or a lag is said here and nowhere else.

create view live_mention as
select
    m.*,
    a.source_id,
    a.syndication_group_id,
    coalesce(m.actor_id, lower(m.said_by), a.source_id) as party_id,
    case
        when m.actor_id is not null then 'actor'
        when m.said_by is not null then 'speaker'
        else 'outlet'
    end as party_kind
from mention m
join article a using (article_id)
where m.removed_at is null;
comment on view live_mention is 'Mentions that still stand in their article, with outlet, syndication group and party. The party is the actor, else the speaker''s words, else the outlet itself.';

create view claim_party as
select
    claim_id,
    party_id,
    any_value(party_kind) as party_kind,
    coalesce(any_value(ac.name), any_value(said_by), any_value(s.name), any_value(source_id)) as party,
    min(appeared_at) as first_at,
    max(appeared_at) as last_at,
    arg_min(status, (appeared_at is null, appeared_at, mention_id)) as first_status,
    arg_max(status, (appeared_at is not null, appeared_at, mention_id)) as last_status,
    count(*) filter (status = 'confirmed') as n_confirmed,
    count(*) filter (status = 'alleged') as n_alleged,
    count(*) filter (status = 'denied') as n_denied
from live_mention
left join actor ac using (actor_id)
left join source s using (source_id)
group by claim_id, party_id;
comment on view claim_party is 'Each party''s stand on each claim: its first, its latest, and how often.';

create view claim_standing as
select
    claim_id,
    case
        when bool_or(last_status = 'denied') and bool_or(last_status <> 'denied') then 'contested'
        when bool_and(last_status = 'denied') then 'denied'
        when bool_or(last_status = 'confirmed') then 'confirmed'
        else 'alleged'
    end as standing
from claim_party
group by claim_id;
comment on view claim_standing is 'A claim''s state over the latest stand of every party: contested where some deny and others do not; a party that denied first and admits later counts as confirming.';

create view claim as
select
    f.claim_id,
    f.text,
    f.language,
    min(m.appeared_at) as first_seen_at,
    max(m.appeared_at) as last_seen_at,
    count(*)::integer as n_mentions,
    count(distinct m.article_id)::integer as n_articles,
    count(distinct m.source_id)::integer as n_sources,
    count(distinct m.syndication_group_id)::integer as n_independent,
    count(distinct m.language)::integer as n_languages,
    count(*) filter (m.status = 'confirmed')::integer as n_confirmed,
    count(*) filter (m.status = 'alleged')::integer as n_alleged,
    count(*) filter (m.status = 'denied')::integer as n_denied,
    min(m.appeared_at) filter (m.status = 'denied') as first_denied_at,
    min(m.appeared_at) filter (m.status = 'confirmed') as first_confirmed_at,
    any_value(s.standing) as standing
from claim_founding f
join live_mention m using (claim_id)
join claim_standing s using (claim_id)
group by f.claim_id, f.text, f.language;
comment on view claim is 'The cluster of mentions that state the same proposition, with its counts. n_independent counts syndication groups: copies of one text are one report. Materialised as a table in every snapshot.';

create view claim_spread_hourly as
select
    claim_id,
    date_trunc('hour', appeared_at) as hour,
    status,
    source_id,
    count(*)::integer as n_mentions
from live_mention
where appeared_at is not null
group by all;
comment on view claim_spread_hourly is 'Mentions per claim, hour (UTC), status and outlet; undated ones are left out.';

create view claim_spread_daily as
select
    claim_id,
    date_trunc('day', appeared_at at time zone 'UTC')::date as day,
    status,
    source_id,
    count(*)::integer as n_mentions
from live_mention
where appeared_at is not null
group by all;
comment on view claim_spread_daily is 'Mentions per claim, day (UTC), status and outlet; undated ones are left out.';

create view claim_actor_status as
select
    claim_id,
    party_id,
    party,
    party_kind,
    unnest([
        {'status': 'confirmed'::status, 'n_mentions': n_confirmed},
        {'status': 'alleged'::status, 'n_mentions': n_alleged},
        {'status': 'denied'::status, 'n_mentions': n_denied}
    ], recursive := true),
    first_at,
    last_at,
    last_status
from claim_party;
comment on view claim_actor_status is 'Who presents a claim how: one row for each claim, party and status.';

create view source_status as
select
    source_id,
    status,
    count(*)::integer as n_mentions,
    count(distinct article_id)::integer as n_articles,
    count(distinct claim_id)::integer as n_claims
from live_mention
group by all;
comment on view source_status is 'Outlet by status over all claims.';

create view source_lag as
select
    m.claim_id,
    m.source_id,
    min(m.appeared_at) as first_at,
    epoch(min(m.appeared_at) - any_value(f.first_seen_at)) / 3600 as lag_hours,
    rank() over (partition by m.claim_id order by min(m.appeared_at)) as place
from live_mention m
join (
    select
        claim_id,
        min(appeared_at) as first_seen_at,
        count(distinct source_id) as n_sources
    from live_mention
    where appeared_at is not null
    group by claim_id
) f using (claim_id)
where m.appeared_at is not null
    and f.n_sources > 1
group by m.claim_id, m.source_id;
comment on view source_lag is 'For claims in two outlets or more: each outlet''s first mention, its lag to the first seen in hours, and its place in the order.';

create view citation as
select
    source_id,
    cited_source_id,
    count(*)::integer as n_mentions,
    count(distinct article_id)::integer as n_articles,
    min(appeared_at) as first_at,
    max(appeared_at) as last_at
from live_mention
where cited_source_id is not null
    and cited_source_id <> source_id
group by all;
comment on view citation is 'Which outlet credits which.';

create view source_health as
select
    s.source_id,
    s.name,
    count(a.article_id)::integer as n_articles,
    count(a.article_id) filter (a.date_flag <> 'ok')::integer as n_undated,
    count(a.article_id) filter (a.n_mentions = 0)::integer as n_without_claims,
    count(a.article_id) filter (a.n_revisions > 1)::integer as n_revised,
    max(a.published_at) filter (a.date_flag = 'ok') as last_published_at,
    max(a.fetched_at) as last_fetched_at
from source s
left join article a using (source_id)
group by all;
comment on view source_health is 'What each outlet has given us, and when last.';

create view rejected_summary as
select
    run_id,
    stage,
    reason,
    count(*)::integer as n_rows
from rejected
group by all;
comment on view rejected_summary is 'Rejected rows by run, stage and reason.';

-- A year of an invented newsroom's data, written straight into the tables of the warehouse.
-- Parameters: $mentions, $claims, $sources. Everything follows from hash(), so that two machines
-- get the same rows. Sizes of claims and outlets are as uneven as in real news.
create temp macro chance(n) as (hash(n) >> 1)::bigint;

insert into source by name
select
    'outlet' || i || '.example' as source_id,
    'The ' || ['Morning', 'Harbour', 'Northern', 'River', 'City', 'Old'][1 + i % 6]
        || ' ' || ['Post', 'Ledger', 'Courier', 'Beacon', 'Wire'][1 + i // 6 % 5]
        || ' ' || i as name,
    ['DE', 'GB', 'FR', 'ES', 'PL', 'UA'][1 + i % 6] as country,
    ['de', 'en', 'fr', 'es', 'pl', 'uk'][1 + i % 6] as language,
    ['newspaper', 'online', 'agency', 'broadcaster'][1 + i % 4] as media_type
from range($sources) t(i);

insert into actor by name
select
    'actor' || i as actor_id,
    -- Names that a claim's wording can name, none the beginning of another.
    'Party ' || chr((65 + i // 26)::integer) || chr((97 + i % 26)::integer) as name,
    ['person', 'office', 'state', 'organisation'][1 + i % 4] as kind
from range(300) t(i);

-- Words and claims: what a sentence is made of.
create temp table word as
select
    i,
    ['ministry', 'bridge', 'river', 'soldiers', 'port', 'mayor', 'treaty', 'water', 'school',
        'budget', 'drone', 'station', 'border', 'factory', 'union', 'court'][1 + i % 16]
        || case when i >= 16 then '-' || i // 16 else '' end as word
from range(512) t(i);

create temp table founding as
select
    i,
    substr(md5('claim' || i), 1, 16) as claim_id,
    -- The first claims are the large ones: a size falls with the rank.
    (chance(i * 7 + 1) % 31_536_000)::bigint as starts,
    1 + chance(i * 7 + 2) % 40 as days,
    (select string_agg(w.word, ' ' order by k)
        from range(11) r(k)
        join word w on w.i = chance(c.i * 11 + k) % 512)
        -- Every third claim is about one of the known parties.
        || case when i % 3 = 0 then ' of ' || a.name else '' end as text
from range($claims) c(i)
join actor a on a.actor_id = 'actor' || chance(c.i * 13) % 300;

create temp table draft as
select
    i,
    i // 4 as article,
    -- Three in four mentions belong to a tenth of the claims.
    case
        when chance(i * 5 + 1) % 4 > 0
            then floor(pow((chance(i * 5 + 2) % 1_000_000) / 1e6, 3) * $claims / 10)
        else chance(i * 5 + 2) % $claims
    end::bigint as claim
from range($mentions) t(i);

create temp table report as
select
    a.article,
    substr(md5('article' || a.article), 1, 16) as article_id,
    floor(pow((chance(a.article * 3 + 1) % 1_000_000) / 1e6, 2) * $sources)::integer as outlet,
    f.starts
        + floor(pow((chance(a.article * 3 + 2) % 1_000_000) / 1e6, 3) * f.days * 86_400) as seconds,
    chance(a.article * 3 + 3) % 100 as luck
from (select article, min_by(claim, i) as claim from draft group by article) a
join founding f on f.i = a.claim;

insert into article by name
select
    article_id,
    'outlet' || outlet || '.example' as source_id,
    'https://outlet' || outlet || '.example/' || article as url,
    'Report ' || article as title,
    ['de', 'en', 'fr', 'es', 'pl', 'uk'][1 + outlet % 6] as language,
    case when luck > 1 then timestamptz '2025-04-01 00:00:00+00' + to_seconds(seconds) end
        as published_at,
    case when luck > 1 then 'second' else 'unknown' end as published_precision,
    'feed' as published_from,
    case when luck > 1 then 'ok' else 'undated' end as date_flag,
    timestamptz '2026-04-15 00:00:00+00' as fetched_at,
    case
        when luck < 12 then substr(md5('article' || article // 50 * 50), 1, 16)
        else article_id
    end as syndication_group_id,
    4 as n_mentions,
    1 as n_revisions,
    article_id as content_hash,
    'r1' as run_id
from report;

insert into mention by name
select
    substr(md5('mention' || d.i), 1, 16) as mention_id,
    a.article_id,
    f.claim_id,
    1 + d.i % 4 as sentence_index,
    case status
        when 'confirmed' then 'It is settled that ' || f.text || '.'
        when 'alleged' then 'According to ' || speaker || ', ' || f.text || '.'
        else speaker || ' denied that ' || f.text || '.'
    end as text,
    f.text as proposition,
    a.language,
    d.status,
    0.9 as score,
    0.03 as p_confirmed,
    0.9 as p_alleged,
    0.07 as p_denied,
    case when d.status <> 'confirmed' then d.speaker end as speaker,
    case when d.status <> 'confirmed' then d.speaker end as said_by,
    case when d.status <> 'confirmed' and d.party < 300 then 'actor' || d.party end as actor_id,
    case when d.luck < 3 then 'outlet' || d.luck * 7 || '.example' end as cited_source_id,
    case d.status when 'alleged' then 'According to' when 'denied' then 'denied' end as cue,
    0 as speaker_start,
    0 as cue_start,
    100 as char_start,
    200 as char_end,
    d.i % 4 = 0 as is_headline,
    a.published_at as appeared_at,
    case when d.luck = 99 then timestamptz '2026-04-15 00:00:00+00' end as removed_at,
    0.8 as similarity,
    'repeated' as matched_by,
    'bench' as model_version,
    'r1' as run_id
from (
    select
        *,
        case when party < 300 then 'party number ' || party else 'an official of ' || party end
            as speaker
    from (
        select
            *,
            ['confirmed', 'confirmed', 'confirmed', 'alleged', 'alleged', 'alleged', 'alleged',
                'alleged', 'alleged', 'denied'][1 + chance(i * 5 + 3) % 10] as status,
            floor(pow((chance(i * 5 + 4) % 1_000_000) / 1e6, 2) * 600)::integer as party,
            chance(i * 5) % 100 as luck
        from draft
    )
) d
join report r on r.article = d.article
join article a on a.article_id = r.article_id
join founding f on f.i = d.claim;

insert into claim_founding by name
select
    claim_id,
    min(mention_id) as mention_id,
    any_value(f.text) as text,
    any_value(m.language) as language,
    'r1' as run_id
from mention m
join founding f using (claim_id)
group by claim_id;

insert into run by name
select
    'r' || i as run_id,
    timestamptz '2025-04-01 00:00:00+00' + to_hours(i) as started_at,
    timestamptz '2025-04-01 00:03:00+00' + to_hours(i) as finished_at,
    'ok' as outcome,
    28 as n_articles_new,
    114 as n_mentions_new,
    'bench' as model_version,
    '0' as code_version
from range(9000) t(i);

insert into rejected by name
select
    'x' || i as rejected_id,
    'r' || i % 9000 as run_id,
    'parse' as stage,
    ['no_text', 'bad_json', 'bad_encoding'][1 + i % 3] as reason,
    'file' || i % 400 || '.jsonl' as file,
    i as line,
    'The record has neither text nor title.' as detail
from range(20_000) t(i);

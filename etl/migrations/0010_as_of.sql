-- What the dashboard shows as it stood at an earlier moment: an outlet's lag, where a claim came
-- from, who credits whom. The views are those macros at the moment null, which is now.

create macro source_lag_as_of(moment) as table
with said as (
    select *
    from every_mention
    where appeared_at is not null
        and stands_at(appeared_at, removed_at, moment)
),
seen as (
    select
        claim_id,
        min(appeared_at) as first_seen_at,
        count(distinct source_id) as n_sources
    from said
    group by claim_id
)
select
    m.claim_id,
    m.source_id,
    min(m.appeared_at) as first_at,
    epoch(min(m.appeared_at) - any_value(f.first_seen_at)) / 3600 as lag_hours,
    rank() over (partition by m.claim_id order by min(m.appeared_at)) as place
from said m
join seen f on f.claim_id = m.claim_id
where f.n_sources > 1
group by m.claim_id, m.source_id;
comment on macro table source_lag_as_of is 'The view source_lag as it was at a moment (null: now).';

create or replace view source_lag as
select *
from source_lag_as_of(null);
comment on view source_lag is 'For claims in two outlets or more: each outlet''s first mention, its lag to the first seen in hours, and its place in the order.';

create macro citation_as_of(moment) as table
select
    a.source_id,
    c.cited_source_id,
    count(*)::integer as n_mentions,
    count(distinct c.article_id)::integer as n_articles,
    count(*) filter (c.kind = 'byline')::integer as n_bylines,
    min(a.published_at) filter (a.date_flag = 'ok') as first_at,
    max(a.published_at) filter (a.date_flag = 'ok') as last_at
from source_credit c
join article a using (article_id)
where c.cited_source_id <> a.source_id
    and (moment is null or (a.date_flag = 'ok' and a.published_at <= moment))
group by a.source_id, c.cited_source_id;
comment on macro table citation_as_of is 'The view citation over the articles that were out at a moment (null: all of them), by their newest version.';

create or replace view citation as
select *
from citation_as_of(null);
comment on view citation is 'Which outlet credits which: n_mentions counts the crediting places, n_bylines those that say that the text is the other''s.';

create macro claim_provenance_as_of(moment) as table
with credits as (
    select
        article_id,
        sentence_index,
        arg_min(cited_source_id, (char_start, cited_source_id)) as cited_source_id,
        arg_min(words, (char_start, cited_source_id)) as words
    from source_credit
    where kind <> 'byline'
    group by article_id, sentence_index
),
bylines as (
    select
        article_id,
        arg_min(cited_source_id, (char_start, cited_source_id)) as cited_source_id,
        arg_min(words, (char_start, cited_source_id)) as words
    from source_credit
    where kind = 'byline'
    group by article_id
),
carried as (
    select
        m.claim_id,
        m.article_id,
        m.source_id,
        m.status,
        m.appeared_at,
        m.mention_id,
        coalesce(
            nullif(c.cited_source_id, m.source_id),
            nullif(b.cited_source_id, m.source_id)
        ) as via_source_id,
        case
            when nullif(c.cited_source_id, m.source_id) is not null then 'sentence'
            when nullif(b.cited_source_id, m.source_id) is not null then 'byline'
        end as credited_in,
        -- An outlet that is credited as the speaker is the link, not the origin.
        case when m.cited_source_id is null and m.party_kind <> 'outlet' then m.party_id end as origin_id
    from every_mention m
    left join credits c on c.article_id = m.article_id and c.sentence_index = m.sentence_index
    left join bylines b on b.article_id = m.article_id
    where stands_at(m.appeared_at, m.removed_at, moment)
),
own as (
    -- Whom the credited outlet itself names for the claim, where we have its article.
    select
        claim_id,
        source_id,
        arg_min(origin_id, (appeared_at is null, appeared_at, mention_id)) as origin_id
    from carried
    where origin_id is not null
    group by claim_id, source_id
),
chains as (
    select
        c.*,
        coalesce(c.origin_id, o.origin_id) as party_id,
        case
            when c.origin_id is not null then 'text'
            when o.origin_id is not null then 'credited outlet'
        end as party_from
    from carried c
    left join own o on o.claim_id = c.claim_id and o.source_id = c.via_source_id
)
select
    c.claim_id,
    c.source_id,
    coalesce(any_value(s.name), c.source_id) as source,
    c.via_source_id,
    coalesce(any_value(v.name), c.via_source_id) as via_source,
    c.credited_in,
    c.party_id,
    any_value(p.party) as party,
    c.party_from,
    c.status,
    count(*)::integer as n_mentions,
    count(distinct c.article_id)::integer as n_articles,
    min(c.appeared_at) as first_at
from chains c
left join source s on s.source_id = c.source_id
left join source v on v.source_id = c.via_source_id
left join claim_party_as_of(moment) p on p.claim_id = c.claim_id and p.party_id = c.party_id
group by c.claim_id, c.source_id, c.via_source_id, c.credited_in, c.party_id, c.party_from, c.status;
comment on macro table claim_provenance_as_of is 'The view claim_provenance over the mentions that stood at a moment (null: now), with the credits of each article''s newest version.';

create or replace view claim_provenance as
select *
from claim_provenance_as_of(null);
comment on view claim_provenance is 'Where outlets have a claim from: outlet ← credited outlet (in the sentence, else by the byline) ← party. Where the text names no party, the one that the credited outlet''s own article names (party_from). Null where the text credits nobody.';

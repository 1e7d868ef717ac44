-- A claim is called by the headline that most of its mentions are most like. Its first wording is
-- often an odd one: a comment, the beginning of a liveblog, the story before the news.

create view claim_wording as
with alike as (
    select
        f.claim_id,
        o.mention_id,
        o.mention_id = f.mention_id as is_first,
        o.proposition,
        o.appeared_at,
        count(distinct m.article_id) as n_articles,
        round(sum(r.score)::double, 4) as alike
    from match_reason r
    join live_mention m on m.mention_id = r.mention_id
    join live_mention o on o.mention_id = r.compared_with
        and o.claim_id = m.claim_id
    join claim_founding f on f.claim_id = o.claim_id
    where r.basis = 'statement'
        -- A headline can stand alone, and a claim does not change its language.
        and o.is_headline
        and o.language = f.language
    group by f.claim_id, f.mention_id, o.mention_id, o.proposition, o.appeared_at
),
likest as (
    select *
    from alike
    qualify row_number() over (
        partition by claim_id
        order by alike desc, is_first desc, appeared_at nulls last, mention_id
    ) = 1
)
select
    f.claim_id,
    coalesce(l.mention_id, f.mention_id) as mention_id,
    coalesce(l.proposition, f.text) as text,
    f.language
from claim_founding f
-- Two articles are too few to call a claim by another wording than its first.
left join likest l on l.claim_id = f.claim_id
    and l.n_articles > 2;
comment on view claim_wording is 'What a claim is called: the proposition of the headline, in the language of its first wording, that its mentions were found most like (by the sum of match_reason.score); its first wording until those are of three articles.';

create or replace view claim as
select
    w.claim_id,
    w.text,
    w.language,
    c.* exclude (claim_id)
from claim_wording w
join claim_as_of(null) c on c.claim_id = w.claim_id;
comment on view claim is 'The cluster of mentions that state the same proposition, with its counts, called by the headline that most of them are most like. n_independent counts syndication groups: copies of one text are one report. Materialised as a table in every snapshot.';

create or replace view mention_words as
select
    m.mention_id,
    as_sought(concat_ws(chr(10), m.text, w.text, m.speaker, m.said_by, ac.name, s.name)) as sought_in
from every_mention m
join claim_wording w on w.claim_id = m.claim_id
left join actor ac on ac.actor_id = m.actor_id
left join source s on s.source_id = m.source_id;
comment on view mention_words is 'What can be sought of a mention, in lower case and without accents: its sentence, its claim, its speaker, party and outlet, a line each. A table in every snapshot.';

comment on column claim_founding.text is 'Its proposition: the first wording of the claim.';

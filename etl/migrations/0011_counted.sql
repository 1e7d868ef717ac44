-- What the dashboard would otherwise count again over all mentions for each reader: the course of
-- all mentions, every party over all claims, and whom each claim is about.

create view mention_quarter as
select
    quarter,
    precision,
    status,
    count(*)::integer as n_mentions
from mention_wide
where removed_at is null
group by quarter, precision, status;
comment on view mention_quarter is 'Mentions that stand, by the quarter of an hour in which they appeared (counted from 1970, null where no date is known), how exactly that is known, and status. A table in every snapshot.';

create macro party_total_as_of(moment) as table
with said as (
    select
        party_id,
        count(distinct source_id)::integer as n_sources
    from every_mention
    where stands_at(appeared_at, removed_at, moment)
    group by party_id
)
select
    p.party_id,
    min(p.party) as party,
    any_value(p.party_kind) as party_kind,
    sum(p.n_confirmed)::integer as n_confirmed,
    sum(p.n_alleged)::integer as n_alleged,
    sum(p.n_denied)::integer as n_denied,
    count(*)::integer as n_claims,
    any_value(s.n_sources) as n_sources,
    count(*) filter (p.last_status = 'denied')::integer as n_denying,
    count(*) filter (
        (p.first_status = 'denied') <> (p.last_status = 'denied')
    )::integer as n_turned,
    min(p.first_at) as first_at,
    max(p.last_at) as last_at
from claim_party_as_of(moment) p
join said s on s.party_id = p.party_id
group by p.party_id;
comment on macro table party_total_as_of is 'The view party_total as it was at a moment (null: now).';

create view party_total as
select *
from party_total_as_of(null);
comment on view party_total is 'Each party over all claims. n_denying counts claims on which its latest word is a denial, n_turned those on which either its first or its latest word is one. A table in every snapshot.';

create macro as_words(told) as
' ' || trim(regexp_replace(told, '[^\pL\pN]+', ' ', 'g'));
comment on macro as_words is 'A text as its words, each after a space, without punctuation.';

create view claim_subject as
with spoken as (
    select
        actor_id,
        coalesce(said_by, speaker) as name
    from every_mention
    where actor_id is not null
        and speaker is not null
    group by all
    order by count(*) desc, name, actor_id
    limit 10_000
),
called as (
    select
        actor_id,
        as_words(name) as name
    from actor
    union
    select
        actor_id,
        as_words(name) as name
    from spoken
),
-- Short names and those of several parties are left out: they are words of other meanings too.
names as (
    select
        name,
        any_value(actor_id) as actor_id
    from called
    where length(name) > 5
        and name[2] <> lower(name[2])
    group by name
    having count(distinct actor_id) = 1
),
worded as (
    select
        claim_id,
        string_split(trim(as_words(text)), ' ') as words
    from claim
),
begun as (
    select
        claim_id,
        words,
        unnest(range(1, len(words) + 1)) as place
    from worded
),
-- The wording from each capital on: a name stands at the beginning of one, whatever its ending.
tails as (
    select
        claim_id,
        place,
        ' ' || array_to_string(words[place:], ' ') as tail
    from begun
    where words[place][1] <> lower(words[place][1])
),
found as (
    select
        t.claim_id,
        n.actor_id,
        t.place,
        t.place + len(string_split(trim(n.name), ' ')) as ends
    from tails t
    join names n
        on left(n.name, 6) = left(t.tail, 6)
        and starts_with(t.tail, n.name)
)
-- A name inside a longer one is a part of it: Tarsk in Atletik Tarsk.
select distinct
    f.claim_id,
    f.actor_id
from found f
where not exists (
    from found o
    where o.claim_id = f.claim_id
        and o.place <= f.place
        and o.ends >= f.ends
        and o.ends - o.place > f.ends - f.place
);
comment on view claim_subject is 'Whom a claim is about: the known parties that its wording names, by their names in the lists or by words under which texts quote them. A table in every snapshot.';

-- What the dashboard's search reads: one lower-case column instead of four that would be put
-- together for every question. See docs/decisions/0008-search.md.

create macro as_sought(words) as lower(strip_accents(words));
comment on macro as_sought is 'Words as they are compared in a search: lower case, without accents.';

create view mention_words as
select
    m.mention_id,
    as_sought(concat_ws(chr(10), m.text, f.text, m.speaker, m.said_by, ac.name, s.name)) as sought_in
from every_mention m
join claim_founding f on f.claim_id = m.claim_id
left join actor ac on ac.actor_id = m.actor_id
left join source s on s.source_id = m.source_id;
comment on view mention_words is 'What can be sought of a mention, in lower case and without accents: its sentence, its claim, its speaker, party and outlet, a line each. A table in every snapshot.';

-- Fact-checks under the claims that they are about; revisions as people's decisions leave the claims.

alter table fact_check add column similarity float;
comment on column fact_check.claim_id is 'The claim that it is about; null while none of the running claims is near enough.';
comment on column fact_check.similarity is 'Mean probability that the claim''s statements say the same as the fact-check''s claim text, 0 to 1.';

create view decided_fact_check as
select f.* replace (
    coalesce(r.surviving_claim_id, f.claim_id) as claim_id
)
from fact_check f
left join claim_redirect r using (claim_id);
comment on view decided_fact_check is 'Every fact-check under the claim that its claim was merged into. A snapshot''s table fact_check holds these rows.';

create or replace view claim_revision as
select
    m.claim_id,
    m.article_id,
    m.source_id,
    r.seen_at as changed_at,
    e.change::change_kind as change,
    m.status,
    m.mention_id,
    m.text,
    m.said_by,
    m.actor_id,
    r.content_hash,
    r.run_id
from every_mention m
cross join (values ('added'), ('removed')) e(change)
join (
    select
        article_id,
        content_hash,
        seen_at,
        run_id,
        min(seen_at) over (partition by article_id) as first_seen_at
    from article_revision
) r
    on r.article_id = m.article_id
    and r.seen_at > r.first_seen_at
    and r.seen_at = case e.change when 'added' then m.appeared_at else m.removed_at end;
comment on view claim_revision is 'What later versions of an article added to a claim or took away, sentences that are gone again included: "denial added at 14:05". The claim is the one that stands after all decisions of people. The first version of an article adds nothing here.';

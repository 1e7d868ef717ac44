-- Fact-checks under the claims that they are about; revisions as people's decisions leave the claims,
-- and an outlet that takes a change back: one text of an article may be seen at several times.

alter table article_revision rename to article_revision_once;
create table article_revision (
    article_id varchar not null,
    content_hash varchar not null,
    seen_at timestamptz not null,
    title varchar not null,
    n_added integer not null,
    n_removed integer not null,
    run_id varchar not null,
    primary key (article_id, content_hash, seen_at)
);
insert into article_revision by name from article_revision_once;
drop table article_revision_once;
comment on table article_revision is 'Every version of an article that was seen, the first included; an older text that comes back is a version, too.';
comment on column article_revision.article_id is 'The article.';
comment on column article_revision.content_hash is 'Hash of title and text.';
comment on column article_revision.seen_at is 'When this version was fetched.';
comment on column article_revision.title is 'Headline of this version.';
comment on column article_revision.n_added is 'Mentions that this version added.';
comment on column article_revision.n_removed is 'Mentions of the version before that are gone.';
comment on column article_revision.run_id is 'The run that stored it.';

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

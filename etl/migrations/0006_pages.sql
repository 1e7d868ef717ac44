-- Pages: where a date was found, the outlet's own update time, fetches again, fact-checks as published.

create type date_basis as enum ('feed', 'metadata', 'text', 'url', 'file');
create type change_kind as enum ('added', 'removed');

alter table article add column published_basis date_basis;
alter table article add column updated_at timestamptz;
alter table article add column first_fetched_at timestamptz;
alter table article add column checked_at timestamptz;
-- The one with a default comes last: DuckDB 1.5 cannot alter a filled table again behind it.
alter table article add column is_stub boolean default false;
comment on column article.published_basis is 'What named the publication date: the feed, the page''s metadata, a date line in the page, the address, or the file. Null if undated.';
comment on column article.updated_at is 'When the outlet says that it last changed the article; null if it does not say so or says the publication time.';
comment on column article.is_stub is 'Only the beginning could be read, because the rest is for subscribers.';
comment on column article.first_fetched_at is 'When the first version was fetched; null for articles stored before this was kept.';
comment on column article.checked_at is 'When it was last fetched, changed or not; null for articles stored before this was kept.';

alter table fact_check add column title varchar;
alter table fact_check add column claimant varchar;
alter table fact_check add column claimed_at timestamptz;
alter table fact_check add column run_id varchar;
comment on column fact_check.title is 'Headline of the fact-check, where it has one.';
comment on column fact_check.claimant is 'Who made the claim, as the fact-check names them.';
comment on column fact_check.claimed_at is 'When the claim was made, as the fact-check says.';
comment on column fact_check.run_id is 'The run that stored it.';

create view claim_revision as
select
    m.claim_id,
    m.article_id,
    a.source_id,
    r.seen_at as changed_at,
    e.change::change_kind as change,
    m.status,
    m.mention_id,
    m.text,
    m.said_by,
    m.actor_id,
    r.content_hash,
    r.run_id
from mention m
join article a using (article_id)
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
comment on view claim_revision is 'What later versions of an article added to a claim or took away: "denial added at 14:05". The first version of an article adds nothing here.';

create view refetch_due as
select
    article_id,
    source_id,
    url,
    first_fetched_at,
    checked_at,
    case
        when checked_at < first_fetched_at + interval 1 hour then first_fetched_at + interval 1 hour
        when checked_at < first_fetched_at + interval 6 hours then first_fetched_at + interval 6 hours
        when checked_at < first_fetched_at + interval 24 hours then first_fetched_at + interval 24 hours
        else first_fetched_at + interval 7 days
    end as due_at,
    first_fetched_at + interval 8 days as closes_at
from article
where url is not null
    and checked_at < first_fetched_at + interval 7 days;
comment on view refetch_due is 'Articles that are to be fetched again, and when: 1, 6 and 24 hours and 7 days after the first fetch. A time that was missed is made up once; after closes_at no more.';

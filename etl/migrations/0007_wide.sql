-- One wide table in every snapshot from which all charts and filters of the dashboard read: without
-- it each of them would join mentions, articles and claims again. Sorted by claim and time.

create view mention_wide as
select
    m.claim_id,
    m.appeared_at,
    m.* exclude (claim_id, appeared_at),
    c.text as claim_text,
    c.standing,
    case
        when m.appeared_at is null then 'unknown'
        when m.appeared_at = a.published_at then a.published_precision
        else 'second'
    end::date_precision as precision,
    make_timestamp(epoch_us(m.appeared_at)) as appeared_utc,
    (epoch_us(m.appeared_at) // 900_000_000)::integer as quarter
from every_mention m
join article a using (article_id)
join claim c using (claim_id);
comment on view mention_wide is 'Mentions, removed ones too, with what every filter and chart asks about them: their claim''s text and standing, how exactly their time is known, that time without a zone (UTC), and its quarter of an hour, counted from 1970, by which a clock''s offset is looked up. A table in every snapshot.';

-- What people decide, who credits whom, and how a claim's standing came about.
-- The definitions of 0002 that change are replaced here; the others stand.

create type decision_kind as enum ('merge', 'split', 'move', 'accept', 'decline', 'undo');
create type credit_kind as enum ('report', 'told', 'seen', 'byline');

create table decision (
    decision_id integer primary key,
    decided_at timestamptz not null,
    kind decision_kind not null,
    claim_id varchar,
    target_claim_id varchar,
    whole_claim boolean not null,
    undoes integer,
    who varchar not null,
    why varchar not null
);
comment on table decision is 'What people decided about claims. Rows are only ever added: an undo is a row too.';
comment on column decision.decision_id is 'Counted from 1 in the order of deciding.';
comment on column decision.decided_at is 'When it was decided.';
comment on column decision.kind is 'merge, split, move, accept or decline (of a suggested join), undo.';
comment on column decision.claim_id is 'The claim that loses mentions; for decline, the suggested claim; null for undo.';
comment on column decision.target_claim_id is 'The claim that gains them; for split, the new claim. Null for decline and undo.';
comment on column decision.whole_claim is 'The claim goes as a whole, later mentions included, not only the mentions listed in decision_mention.';
comment on column decision.undoes is 'For undo: the decision that no longer holds.';
comment on column decision.who is 'Who decided, as given.';
comment on column decision.why is 'Why, in their words.';

create table decision_mention (
    decision_id integer not null,
    mention_id varchar not null,
    primary key (decision_id, mention_id)
);
comment on table decision_mention is 'The mentions that a decision names.';
comment on column decision_mention.decision_id is 'The decision.';
comment on column decision_mention.mention_id is 'A mention that it moves, or whose suggested claim it accepts or declines.';

create table credit (
    article_id varchar not null,
    cited_source_id varchar not null,
    kind credit_kind not null,
    sentence_index integer not null,
    words varchar not null,
    char_start integer not null,
    char_end integer not null,
    primary key (article_id, kind, cited_source_id, sentence_index, char_start)
);
comment on table credit is 'A place where an article credits another outlet, in its newest version.';
comment on column credit.article_id is 'The article that credits.';
comment on column credit.cited_source_id is 'The outlet that is credited.';
comment on column credit.kind is 'report (it reports or is quoted), told (it was told, in an interview), seen (it saw the document), byline (the text is its text).';
comment on column credit.sentence_index is 'The sentence, 0 for the headline; -1 for a byline outside of the sentences.';
comment on column credit.words is 'The crediting words as they stand in the text.';
comment on column credit.char_start is 'Offset of the words in the article''s text, in characters; in the title for a headline.';
comment on column credit.char_end is 'End of the words.';

create table article_anchor (
    article_id varchar primary key,
    n_words integer not null,
    anchors varchar[] not null
);
comment on table article_anchor is 'Names and numbers of a text, to tell copies from look-alikes. Never leaves the warehouse.';
comment on column article_anchor.article_id is 'The article.';
comment on column article_anchor.n_words is 'Words of its text.';
comment on column article_anchor.anchors is 'Stems of its names in Latin letters, and its numbers.';

-- Decisions that hold: all but undos and what they undo.
create view standing_decision as
select *
from decision
where kind <> 'undo'
    and decision_id not in (select undoes from decision where kind = 'undo');
comment on view standing_decision is 'The decisions that still hold: those that no later undo names.';

create view claim_redirect as
with recursive step as (
    select
        claim_id,
        target_claim_id as next_id
    from standing_decision
    where whole_claim
    union all
    -- What later articles added to a claim whose split was undone goes back with the rest.
    select
        target_claim_id,
        claim_id
    from decision
    where kind = 'split'
        and decision_id not in (select decision_id from standing_decision)
),
walk as (
    select
        claim_id,
        next_id,
        1 as hops
    from step
    union all
    select
        w.claim_id,
        s.next_id,
        w.hops + 1
    from walk w
    join step s on s.claim_id = w.next_id
    where w.hops < 1000
)
select
    claim_id,
    arg_max(next_id, hops) as surviving_claim_id
from walk
group by claim_id;
comment on view claim_redirect is 'Claims that no longer stand by themselves, and the claim under which their mentions are shown. A claim id is never renamed: an old link leads on by this view. A table in snapshots.';

create view mention_override as
select
    dm.mention_id,
    arg_max(d.target_claim_id, d.decision_id) as claim_id,
    max(d.decision_id) as decision_id
from standing_decision d
join decision_mention dm using (decision_id)
where not d.whole_claim
    and d.kind <> 'decline'
group by dm.mention_id;
comment on view mention_override is 'Mentions that a person put into another claim than the matcher did: the last decision that holds. A table in snapshots.';

create view decided_mention as
select m.* replace (
    coalesce(r.surviving_claim_id, o.claim_id, m.claim_id) as claim_id
)
from mention m
left join mention_override o on o.mention_id = m.mention_id
left join claim_redirect r on r.claim_id = coalesce(o.claim_id, m.claim_id);
comment on view decided_mention is 'Every mention under the claim that it belongs to after all decisions of people. A snapshot''s table mention holds these rows.';

create view open_suggestion as
select
    s.mention_id,
    m.claim_id,
    coalesce(r.surviving_claim_id, s.claim_id) as suggested_claim_id,
    max(s.score) as score
from claim_suggestion s
join decided_mention m on m.mention_id = s.mention_id
left join claim_redirect r on r.claim_id = s.claim_id
where m.removed_at is null
    and coalesce(r.surviving_claim_id, s.claim_id) <> m.claim_id
    and not exists (
        select 1
        from standing_decision d
        join decision_mention dm on dm.decision_id = d.decision_id
        where d.kind = 'decline'
            and dm.mention_id = s.mention_id
            and d.claim_id in (s.claim_id, r.surviving_claim_id)
    )
group by s.mention_id, m.claim_id, suggested_claim_id;
comment on view open_suggestion is 'Suggested joins that nobody has accepted or declined yet, under the claims as they stand now.';

create view every_mention as
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
from decided_mention m
join article a using (article_id);
comment on view every_mention is 'Mentions with outlet, syndication group and party, those included that their article no longer has. The party is the actor, else the speaker''s words, else the outlet itself.';

create or replace view live_mention as
select *
from every_mention
where removed_at is null;
comment on view live_mention is 'Mentions that still stand in their article, with outlet, syndication group and party.';

create macro stands_at(appeared_at, removed_at, moment) as
case
    when moment is null then removed_at is null
    else appeared_at <= moment and (removed_at is null or removed_at > moment)
end;
comment on macro stands_at is 'Whether a mention counts at a moment: it had appeared and was not yet removed. Null is now, and counts undated mentions too; at an earlier moment they cannot be placed and are left out.';

create macro standing_of(n_confirming, n_alleging, n_denying) as
case
    when n_denying > 0 and n_confirming + n_alleging > 0 then 'contested'
    when n_denying > 0 then 'denied'
    when n_confirming > 0 then 'confirmed'
    else 'alleged'
end;
comment on macro standing_of is 'A claim''s state from the number of parties whose latest stand is confirmed, alleged, denied: contested where some deny and others do not.';

create macro claim_party_as_of(moment) as table
select
    m.claim_id,
    m.party_id,
    any_value(m.party_kind) as party_kind,
    coalesce(min(ac.name), min(m.said_by), min(s.name), min(m.source_id)) as party,
    min(m.appeared_at) as first_at,
    max(m.appeared_at) as last_at,
    arg_min(
        m.status,
        (m.appeared_at is null, m.appeared_at, m.article_id, m.sentence_index, m.mention_id)
    ) as first_status,
    arg_max(
        m.status,
        (m.appeared_at is not null, m.appeared_at, m.article_id, m.sentence_index, m.mention_id)
    ) as last_status,
    count(*) filter (m.status = 'confirmed') as n_confirmed,
    count(*) filter (m.status = 'alleged') as n_alleged,
    count(*) filter (m.status = 'denied') as n_denied
from every_mention m
left join actor ac on ac.actor_id = m.actor_id
left join source s on s.source_id = m.source_id
where stands_at(m.appeared_at, m.removed_at, moment)
group by m.claim_id, m.party_id;
comment on macro table claim_party_as_of is 'Each party''s stand on each claim as it was at a moment (null: now).';

create or replace view claim_party as
select *
from claim_party_as_of(null);
comment on view claim_party is 'Each party''s stand on each claim: its first, its latest, and how often.';

create macro claim_as_of(moment) as table
with standing as (
    select
        claim_id,
        count(*) filter (last_status = 'confirmed')::integer as n_confirming,
        count(*) filter (last_status = 'alleged')::integer as n_alleging,
        count(*) filter (last_status = 'denied')::integer as n_denying
    from claim_party_as_of(moment)
    group by claim_id
)
select
    m.claim_id,
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
    any_value(standing_of(s.n_confirming, s.n_alleging, s.n_denying)) as standing,
    any_value(s.n_confirming) as n_parties_confirming,
    any_value(s.n_alleging) as n_parties_alleging,
    any_value(s.n_denying) as n_parties_denying
from every_mention m
join standing s on s.claim_id = m.claim_id
where stands_at(m.appeared_at, m.removed_at, moment)
group by m.claim_id;
comment on macro table claim_as_of is 'Every claim''s counts and standing as they were at a moment (null: now), by today''s clusters. Without its words: join claim.';

create or replace view claim_standing as
select
    claim_id,
    standing
from claim_as_of(null);
comment on view claim_standing is 'A claim''s state over the latest stand of every party: contested where some deny and others do not; a party that denied first and admits later counts as confirming.';

create or replace view claim as
select
    f.claim_id,
    f.text,
    f.language,
    c.* exclude (claim_id)
from claim_founding f
join claim_as_of(null) c on c.claim_id = f.claim_id;
comment on view claim is 'The cluster of mentions that state the same proposition, with its counts. n_independent counts syndication groups: copies of one text are one report. Materialised as a table in every snapshot.';

create view claim_event as
with stands as (
    -- A party's stand at an instant is the last one that it takes then.
    select
        claim_id,
        appeared_at as happened_at,
        party_id,
        party_kind,
        mention_id,
        source_id,
        status
    from live_mention
    where appeared_at is not null
    qualify row_number() over (
        partition by claim_id, party_id, appeared_at
        order by article_id desc, sentence_index desc, mention_id desc
    ) = 1
),
turns as (
    select
        *,
        lag(status) over (partition by claim_id, party_id order by happened_at) as status_before
    from stands
),
changes as (
    select *
    from turns
    where status_before is null
        or status_before <> status
),
counted as (
    -- The default frame takes in all that happened at the same instant.
    select
        *,
        sum((status = 'confirmed')::integer - coalesce((status_before = 'confirmed')::integer, 0))
            over course as n_confirming,
        sum((status = 'alleged')::integer - coalesce((status_before = 'alleged')::integer, 0))
            over course as n_alleging,
        sum((status = 'denied')::integer - coalesce((status_before = 'denied')::integer, 0))
            over course as n_denying
    from changes
    window course as (partition by claim_id order by happened_at)
),
confirmed as (
    select
        claim_id,
        min(appeared_at) as first_confirmed_at
    from live_mention
    where status = 'confirmed'
    group by claim_id
)
select
    e.claim_id,
    e.happened_at,
    e.party_id,
    p.party,
    e.party_kind,
    case
        when e.status_before is null then 'first'
        when (e.status = 'denied') <> (e.status_before = 'denied') then 'flip'
        else 'shift'
    end as change,
    e.status_before,
    e.status,
    e.status = 'denied' and e.happened_at > c.first_confirmed_at as is_late_denial,
    e.mention_id,
    e.source_id,
    e.n_confirming::integer as n_parties_confirming,
    e.n_alleging::integer as n_parties_alleging,
    e.n_denying::integer as n_parties_denying,
    standing_of(e.n_confirming, e.n_alleging, e.n_denying) as standing
from counted e
join claim_party p on p.claim_id = e.claim_id and p.party_id = e.party_id
left join confirmed c on c.claim_id = e.claim_id;
comment on view claim_event is 'What happened to a claim, one row for each change of a party''s stand: first (it takes one), shift (between alleged and confirmed), flip (to or from denied), with the mention that shows it and the standing after that instant. Undated mentions have no place here.';

create view claim_standing_history as
with instants as (
    select
        claim_id,
        happened_at,
        any_value(standing) as standing,
        list(distinct party order by party) as parties,
        any_value(n_parties_confirming) as n_parties_confirming,
        any_value(n_parties_alleging) as n_parties_alleging,
        any_value(n_parties_denying) as n_parties_denying
    from claim_event
    group by claim_id, happened_at
),
turns as (
    select
        *,
        lag(standing) over (partition by claim_id order by happened_at) as standing_before
    from instants
    qualify standing_before is null
        or standing_before <> standing
)
select
    claim_id,
    happened_at as since,
    lead(happened_at) over (partition by claim_id order by happened_at) as until,
    standing_before,
    standing,
    parties,
    n_parties_confirming,
    n_parties_alleging,
    n_parties_denying
from turns;
comment on view claim_standing_history is 'The standings that a claim had, one row a change, with the parties that brought it about; until is null for the one that holds.';

create view claim_timeline as
with dated as (
    select *
    from live_mention
    where appeared_at is not null
),
firsts as (
    select
        claim_id,
        min(appeared_at) as first_seen_at,
        arg_min(source_id, (appeared_at, article_id)) as first_source_id,
        arg_min(syndication_group_id, (appeared_at, article_id)) as first_group_id,
        min(appeared_at) filter (status <> 'denied') as first_stated_at,
        min(appeared_at) filter (status = 'alleged') as first_alleged_at,
        min(appeared_at) filter (status = 'confirmed') as first_confirmed_at,
        min(appeared_at) filter (status = 'denied') as first_denied_at
    from dated
    group by claim_id
),
seconds as (
    select
        d.claim_id,
        min(d.appeared_at) as second_independent_at,
        arg_min(d.source_id, (d.appeared_at, d.article_id)) as second_independent_source_id
    from dated d
    join firsts f on f.claim_id = d.claim_id
    where d.syndication_group_id <> f.first_group_id
        and d.source_id <> f.first_source_id
    group by d.claim_id
),
outlets as (
    select
        claim_id,
        min(appeared_at) as first_at,
        row_number() over (partition by claim_id order by min(appeared_at), source_id) as place
    from dated
    group by claim_id, source_id
),
reach as (
    select
        claim_id,
        min(first_at) filter (place = 3) as third_outlet_at,
        min(first_at) filter (place = 5) as fifth_outlet_at,
        min(first_at) filter (place = 10) as tenth_outlet_at
    from outlets
    group by claim_id
),
carriers as (
    select
        claim_id,
        count(*) filter (states)::integer as n_carriers,
        count(*) filter (states and denies)::integer as n_carriers_with_denial
    from (
        select
            claim_id,
            source_id,
            bool_or(status <> 'denied') as states,
            bool_or(status = 'denied') as denies
        from live_mention
        group by claim_id, source_id
    )
    group by claim_id
),
events as (
    select
        claim_id,
        count(*) filter (change = 'flip')::integer as n_flips,
        count(*) filter (change = 'shift')::integer as n_shifts,
        min(happened_at) filter (is_late_denial) as first_late_denial_at,
        count(distinct party_id) filter (is_late_denial)::integer as n_late_deniers
    from claim_event
    group by claim_id
),
standings as (
    select
        claim_id,
        (count(*) - 1)::integer as n_standing_changes,
        max(since) as standing_since
    from claim_standing_history
    group by claim_id
)
select
    c.claim_id,
    f.first_seen_at,
    f.first_source_id,
    s.second_independent_at,
    s.second_independent_source_id,
    r.third_outlet_at,
    r.fifth_outlet_at,
    r.tenth_outlet_at,
    f.first_alleged_at,
    f.first_confirmed_at,
    f.first_denied_at,
    e.first_late_denial_at,
    epoch(s.second_independent_at - f.first_seen_at) / 3600 as hours_to_second_independent,
    epoch(r.third_outlet_at - f.first_seen_at) / 3600 as hours_to_3_outlets,
    epoch(r.fifth_outlet_at - f.first_seen_at) / 3600 as hours_to_5_outlets,
    epoch(r.tenth_outlet_at - f.first_seen_at) / 3600 as hours_to_10_outlets,
    epoch(f.first_denied_at - f.first_stated_at) / 3600 as hours_to_denial,
    c.n_carriers,
    c.n_carriers_with_denial,
    c.n_carriers_with_denial / nullif(c.n_carriers, 0) as denial_share,
    coalesce(e.n_flips, 0) as n_flips,
    coalesce(e.n_shifts, 0) as n_shifts,
    coalesce(e.n_late_deniers, 0) as n_late_deniers,
    coalesce(t.n_standing_changes, 0) as n_standing_changes,
    t.standing_since
from carriers c
left join firsts f on f.claim_id = c.claim_id
left join seconds s on s.claim_id = c.claim_id
left join reach r on r.claim_id = c.claim_id
left join events e on e.claim_id = c.claim_id
left join standings t on t.claim_id = c.claim_id;
comment on view claim_timeline is 'Each claim''s milestones: first seen; the second outlet with a text of its own; the third, fifth and tenth outlet; hours from the first mention that states it to the first denial (negative where the denial was seen first); the share of the outlets that state it (carriers) that also carry a denial; flips of parties; denials after a confirmation. Null where it has not happened, or only undated.';

create view source_credit as
select
    c.article_id,
    c.cited_source_id,
    c.kind::varchar as kind,
    c.sentence_index,
    c.words,
    c.char_start,
    c.char_end
from credit c
union all
-- A speaker that is an outlet credits it as well, where the sentence gave no credit of its own.
select
    m.article_id,
    m.cited_source_id,
    'report',
    m.sentence_index,
    any_value(m.said_by),
    min(m.char_start),
    min(m.char_end)
from mention m
where m.removed_at is null
    and m.cited_source_id is not null
    and not exists (
        select 1
        from credit c
        where c.article_id = m.article_id
            and c.cited_source_id = m.cited_source_id
            and c.sentence_index = m.sentence_index
    )
group by m.article_id, m.cited_source_id, m.sentence_index;
comment on view source_credit is 'Every place where an article credits an outlet: the credits found in its sentences and bylines, and speakers that are outlets.';

create or replace view citation as
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
group by a.source_id, c.cited_source_id;
comment on view citation is 'Which outlet credits which: n_mentions counts the crediting places, n_bylines those that say that the text is the other''s.';

create view claim_provenance as
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
    from live_mention m
    left join credits c on c.article_id = m.article_id and c.sentence_index = m.sentence_index
    left join bylines b on b.article_id = m.article_id
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
left join claim_party p on p.claim_id = c.claim_id and p.party_id = c.party_id
group by c.claim_id, c.source_id, c.via_source_id, c.credited_in, c.party_id, c.party_from, c.status;
comment on view claim_provenance is 'Where outlets have a claim from: outlet ← credited outlet (in the sentence, else by the byline) ← party. Where the text names no party, the one that the credited outlet''s own article names (party_from). Null where the text credits nobody.';

create view syndication_group as
select
    a.syndication_group_id,
    arg_min(a.article_id, (a.date_flag <> 'ok', a.published_at, a.fetched_at, a.article_id)) as first_article_id,
    arg_min(a.source_id, (a.date_flag <> 'ok', a.published_at, a.fetched_at, a.article_id)) as first_source_id,
    min(a.published_at) filter (a.date_flag = 'ok') as first_at,
    max(a.published_at) filter (a.date_flag = 'ok') as last_at,
    coalesce(
        mode(c.cited_source_id order by c.cited_source_id),
        min(a.source_id) filter (s.media_type = 'agency')
    ) as credited_source_id,
    mode(a.credited_agency order by a.credited_agency) as credited_agency,
    count(distinct a.article_id)::integer as n_articles,
    count(distinct a.source_id)::integer as n_sources,
    count(distinct a.language)::integer as n_languages
from article a
left join source s on s.source_id = a.source_id
left join credit c on c.article_id = a.article_id and c.kind = 'byline'
group by a.syndication_group_id
having count(distinct a.article_id) > 1;
comment on view syndication_group is 'Texts that ran more than once, as copies or rewrites: the earliest article, the agency that is credited or is itself among them, and how far it went. One group is one independent report.';

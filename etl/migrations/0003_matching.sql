-- Why a mention is where it is, what it might be instead, and what matching remembers in less room.

create type match_basis as enum ('founded', 'statement', 'headline', 'denial');

create table match_reason (
    mention_id varchar primary key,
    basis match_basis not null,
    compared_with varchar,
    score float not null,
    names varchar[] not null,
    words varchar[] not null,
    numbers varchar[] not null
);
comment on table match_reason is 'Why a mention is in its claim: what it was compared with and what both name.';
comment on column match_reason.mention_id is 'The mention.';
comment on column match_reason.basis is 'founded the claim; statement: says the same as another mention; headline: goes on about its article''s headline; denial: turns down what the article states, without content of its own.';
comment on column match_reason.compared_with is 'The mention that it is most like; null where that is a headline without a claim of its own, or none.';
comment on column match_reason.score is 'Probability of one claim, 0 to 1: over the claim''s members for a statement, of the sentence itself for a headline; for a denial the score of the link.';
comment on column match_reason.names is 'Names in the mention that the other has too, the rarest first.';
comment on column match_reason.words is 'Other rare words in the mention that the other has too, the rarest first.';
comment on column match_reason.numbers is 'Numbers that both state.';

create table claim_suggestion (
    mention_id varchar not null,
    claim_id varchar not null,
    score float not null,
    primary key (mention_id, claim_id)
);
comment on table claim_suggestion is 'A claim that the mention might belong to, not sure enough to join it: for a person to decide.';
comment on column claim_suggestion.mention_id is 'The mention; it founded a claim of its own.';
comment on column claim_suggestion.claim_id is 'The other claim.';
comment on column claim_suggestion.score is 'Probability of one claim, below the threshold of joining.';

create table denial_link (
    mention_id varchar not null,
    claim_id varchar not null,
    score float not null,
    primary key (mention_id, claim_id)
);
comment on table denial_link is 'What a denial without content of its own turns down ("rejected these claims"): one row for each claim. mention.claim_id holds the best.';
comment on column denial_link.mention_id is 'The denial.';
comment on column denial_link.claim_id is 'A claim that it turns down.';
comment on column denial_link.score is 'How well it fits, 0 to 1: what others alleged, close by and often, fits best.';

create table word_count (
    code uinteger primary key,
    n_statements uinteger not null
);
comment on table word_count is 'In how many statements a word or letter group was met: the rare ones tell claims apart. Never leaves the warehouse.';
comment on column word_count.code is 'Hash of the word''s stem or the letter group; the highest code counts the statements.';
comment on column word_count.n_statements is 'Statements that hold it.';

create table claim_statement (
    mention_id varchar primary key,
    position bigint not null,
    vector blob not null
);
comment on table claim_statement is 'Mentions that new ones are compared with. Never leaves the warehouse.';
comment on column claim_statement.mention_id is 'The mention.';
comment on column claim_statement.position is 'Order in which the matcher took them; the founding one of a claim comes first.';
comment on column claim_statement.vector is 'Sentence vector of the proposition, 512 signed bytes; 320 is length 1.';

insert into claim_statement
select
    mention_id,
    position,
    array_to_string(
        list_transform(vector::float[], x -> printf('%02x', (round(x * 320)::integer + 256) % 256)),
        ''
    ).unhex()
from mention_vector;

drop table mention_vector;

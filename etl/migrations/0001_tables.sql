-- The tables of the warehouse. A snapshot carries all of them but the private ones
-- (article_text, article_signature, mention_vector, rejected_record, claim_founding): see etl/publish.py.
-- Times are UTC. Ids are content hashes (16 hex digits), so that loading the same again changes nothing.

create type status as enum ('confirmed', 'alleged', 'denied');
create type date_precision as enum ('second', 'day', 'unknown');
create type date_origin as enum ('feed', 'page', 'file', 'crawl');
create type date_flag as enum ('ok', 'undated', 'future', 'too_old');
create type match_kind as enum ('founded', 'repeated', 'denial_link');

create table source (
    source_id varchar primary key,
    name varchar not null,
    country varchar,
    language varchar,
    media_type varchar
);
comment on table source is 'A publishing outlet.';
comment on column source.source_id is 'Registrable domain, such as spiegel.de.';
comment on column source.name is 'Name as the outlet writes it; the domain where config/sources.toml has none.';
comment on column source.country is 'ISO 3166-1 alpha-2 code, or null where no list names it.';
comment on column source.language is 'Main language, ISO 639-1.';
comment on column source.media_type is 'newspaper, agency, broadcaster, online, tabloid, …, as the list names it.';

create table run (
    run_id varchar primary key,
    started_at timestamptz not null,
    finished_at timestamptz,
    outcome varchar not null,
    n_articles_new integer not null default 0,
    n_articles_known integer not null default 0,
    n_articles_revised integer not null default 0,
    n_mentions_new integer not null default 0,
    n_claims_new integer not null default 0,
    n_rejected integer not null default 0,
    model_version varchar,
    code_version varchar
);
comment on table run is 'One execution of the ETL.';
comment on column run.run_id is 'UTC start time and a random tail; sorts by time.';
comment on column run.started_at is 'When it started.';
comment on column run.finished_at is 'When it ended; null while running or if it was killed.';
comment on column run.outcome is 'running, ok, failed, or interrupted (found unfinished by a later run).';
comment on column run.n_articles_new is 'Articles seen for the first time.';
comment on column run.n_articles_known is 'Articles read again with nothing changed.';
comment on column run.n_articles_revised is 'Articles whose text or title had changed.';
comment on column run.n_mentions_new is 'Mentions added.';
comment on column run.n_claims_new is 'Claims founded.';
comment on column run.n_rejected is 'Records that could not be used and are kept in rejected.';
comment on column run.model_version is 'Version of the status model.';
comment on column run.code_version is 'Version of Claimwatch.';

create table article (
    article_id varchar primary key,
    source_id varchar not null,
    url varchar,
    title varchar not null,
    language varchar not null,
    published_at timestamptz,
    published_precision date_precision not null,
    published_from date_origin not null,
    date_flag date_flag not null,
    fetched_at timestamptz not null,
    syndication_group_id varchar not null,
    credited_agency varchar,
    n_mentions integer not null,
    n_revisions integer not null,
    content_hash varchar not null,
    run_id varchar not null
);
comment on table article is 'One canonical URL with text, in its newest version.';
comment on column article.article_id is 'Hash of the canonical URL, or of source and id where there is no URL.';
comment on column article.source_id is 'The outlet.';
comment on column article.url is 'Canonical URL without tracking parameters; null for files without one.';
comment on column article.title is 'Headline, plain text.';
comment on column article.language is 'ISO 639-1, as given or detected.';
comment on column article.published_at is 'Publication time as given; may be null, in the future or implausibly old: see date_flag.';
comment on column article.published_precision is 'second, day (no time of day is known), or unknown.';
comment on column article.published_from is 'Where the date was found.';
comment on column article.date_flag is 'ok, undated, future (more than a day after the fetch) or too_old (before 1995). Only ok is drawn on a time axis.';
comment on column article.fetched_at is 'When the text was obtained; for files without such a column, when the file was written.';
comment on column article.syndication_group_id is 'Articles that are copies or light rewrites of one text share it; the id of the earliest of them.';
comment on column article.credited_agency is 'News agency credited in byline or text (dpa, Reuters, …), if any.';
comment on column article.n_mentions is 'Mentions in the newest version.';
comment on column article.n_revisions is 'Versions seen; 1 if it never changed.';
comment on column article.content_hash is 'Hash of title and text of the newest version.';
comment on column article.run_id is 'The run that first stored it.';

create table article_revision (
    article_id varchar not null,
    content_hash varchar not null,
    seen_at timestamptz not null,
    title varchar not null,
    n_added integer not null,
    n_removed integer not null,
    run_id varchar not null,
    primary key (article_id, content_hash)
);
comment on table article_revision is 'Every version of an article that was seen, the first included.';
comment on column article_revision.article_id is 'The article.';
comment on column article_revision.content_hash is 'Hash of title and text.';
comment on column article_revision.seen_at is 'When this version was fetched.';
comment on column article_revision.title is 'Headline of this version.';
comment on column article_revision.n_added is 'Mentions that this version added.';
comment on column article_revision.n_removed is 'Mentions of the version before that are gone.';
comment on column article_revision.run_id is 'The run that stored it.';

create table article_text (
    article_id varchar primary key,
    text varchar not null
);
comment on table article_text is 'Full text of the newest version. Never leaves the warehouse.';
comment on column article_text.article_id is 'The article.';
comment on column article_text.text is 'Plain text as extracted.';

create table actor (
    actor_id varchar primary key,
    name varchar not null,
    kind varchar not null,
    wikidata_id varchar,
    part_of varchar
);
comment on table actor is 'A normalised party: Kreml, Kremlin and Кремль are one.';
comment on column actor.actor_id is 'Short name from config/actors.toml.';
comment on column actor.name is 'Display name.';
comment on column actor.kind is 'person, office, state or organisation.';
comment on column actor.wikidata_id is 'Wikidata item, where known for certain.';
comment on column actor.part_of is 'The party it belongs to, if any.';

create table mention (
    mention_id varchar primary key,
    article_id varchar not null,
    claim_id varchar not null,
    sentence_index integer not null,
    text varchar not null,
    proposition varchar not null,
    language varchar not null,
    status status not null,
    score float not null,
    p_confirmed float not null,
    p_alleged float not null,
    p_denied float not null,
    speaker varchar,
    said_by varchar,
    actor_id varchar,
    cited_source_id varchar,
    cue varchar,
    speaker_start integer,
    cue_start integer,
    char_start integer not null,
    char_end integer not null,
    is_headline boolean not null,
    appeared_at timestamptz,
    removed_at timestamptz,
    similarity float,
    matched_by match_kind not null,
    model_version varchar not null,
    run_id varchar not null
);
comment on table mention is 'One sentence of one article that states a claim, with one speaker and one status.';
comment on column mention.mention_id is 'Hash of article, sentence and its place among equal sentences, and the speaker''s turn within it.';
comment on column mention.article_id is 'The article.';
comment on column mention.claim_id is 'The claim that it states or denies.';
comment on column mention.sentence_index is '0 is the headline, then the sentences of the text in order.';
comment on column mention.text is 'The sentence.';
comment on column mention.proposition is 'Its content without the frame; for a denial, what is denied.';
comment on column mention.language is 'ISO 639-1.';
comment on column mention.status is 'How the sentence presents the proposition. Never a verdict on truth.';
comment on column mention.score is 'Calibrated probability of the status, 0 to 1.';
comment on column mention.p_confirmed is 'Calibrated probability of confirmed.';
comment on column mention.p_alleged is 'Calibrated probability of alleged.';
comment on column mention.p_denied is 'Calibrated probability of denied.';
comment on column mention.speaker is 'The words that say whose word it is; null in the outlet''s own voice.';
comment on column mention.said_by is 'The speaker, or the one named before where the words are only a pronoun; null in the outlet''s own voice.';
comment on column mention.actor_id is 'The party that the speaker belongs to, where config/actors.toml knows it.';
comment on column mention.cited_source_id is 'The outlet that is credited, where the speaker is one.';
comment on column mention.cue is 'The words that carry the status; parts of a split cue are joined by " … ".';
comment on column mention.speaker_start is 'Offset of the speaker in the sentence, in characters.';
comment on column mention.cue_start is 'Offset of the cue''s first part in the sentence, in characters.';
comment on column mention.char_start is 'Offset of the sentence in the article''s text, in characters; 0 for a headline.';
comment on column mention.char_end is 'End of the sentence in the article''s text.';
comment on column mention.is_headline is 'The sentence is the headline.';
comment on column mention.appeared_at is 'When the sentence first appeared: the article''s date, or the fetch time of the version that added it. Null where the date is not usable.';
comment on column mention.removed_at is 'Fetch time of the version in which the sentence was gone; null while it stands.';
comment on column mention.similarity is 'Similarity to the claim when it joined, 0 to 1; 1 for the founding mention.';
comment on column mention.matched_by is 'founded the claim, repeated it, or was linked as a denial without content of its own.';
comment on column mention.model_version is 'Version of the status model.';
comment on column mention.run_id is 'The run that stored it.';

create table mention_vector (
    mention_id varchar primary key,
    position bigint not null,
    vector float[512] not null
);
comment on table mention_vector is 'Sentence vector of the proposition. Never leaves the warehouse.';
comment on column mention_vector.mention_id is 'The mention.';
comment on column mention_vector.position is 'Order in which the matcher took the mentions.';
comment on column mention_vector.vector is 'Unit length.';

create table article_signature (
    article_id varchar primary key,
    signature uinteger[128] not null
);
comment on table article_signature is 'MinHash of the text, to find copies again. Never leaves the warehouse.';
comment on column article_signature.article_id is 'The article.';
comment on column article_signature.signature is '128 permutations over word 3-grams.';

create table claim_founding (
    claim_id varchar primary key,
    mention_id varchar not null,
    text varchar not null,
    language varchar not null,
    run_id varchar not null
);
comment on table claim_founding is 'The identity of a claim; everything else about it is the view claim.';
comment on column claim_founding.claim_id is 'Minted from the founding mention, never renamed.';
comment on column claim_founding.mention_id is 'The founding mention.';
comment on column claim_founding.text is 'Its proposition: the wording of the claim.';
comment on column claim_founding.language is 'Language of that wording.';
comment on column claim_founding.run_id is 'The run that founded it.';

create table fact_check (
    fact_check_id varchar primary key,
    claim_id varchar,
    url varchar,
    publisher varchar,
    claim_text varchar not null,
    rating varchar,
    language varchar,
    published_at timestamptz
);
comment on table fact_check is 'Published fact-checks (ClaimReview), with the rating in the publisher''s words.';
comment on column fact_check.fact_check_id is 'Hash of URL and claim.';
comment on column fact_check.claim_id is 'The claim it matches, if any.';
comment on column fact_check.url is 'Where the fact-check is published.';
comment on column fact_check.publisher is 'Who published it.';
comment on column fact_check.claim_text is 'The claim as the fact-check words it.';
comment on column fact_check.rating is 'The publisher''s own rating, never ours.';
comment on column fact_check.language is 'ISO 639-1.';
comment on column fact_check.published_at is 'When the fact-check was published.';

create table rejected (
    rejected_id varchar primary key,
    run_id varchar not null,
    stage varchar not null,
    reason varchar not null,
    file varchar,
    line integer,
    field varchar,
    detail varchar
);
comment on table rejected is 'Records that could not be used: kept, counted, never dropped in silence.';
comment on column rejected.rejected_id is 'Hash of file, place, reason and record.';
comment on column rejected.run_id is 'The run that met it first.';
comment on column rejected.stage is 'The stage that turned it down.';
comment on column rejected.reason is 'Fixed words, such as no_text, bad_json, bad_encoding.';
comment on column rejected.file is 'Name of the file.';
comment on column rejected.line is 'Line or row, counted from 1.';
comment on column rejected.field is 'The field at fault, if one is.';
comment on column rejected.detail is 'One sentence for a person.';

create table rejected_record (
    rejected_id varchar primary key,
    record varchar not null
);
comment on table rejected_record is 'The raw record of a rejected row, bounded in length. Never leaves the warehouse.';
comment on column rejected_record.rejected_id is 'The rejected row.';
comment on column rejected_record.record is 'The record as read.';

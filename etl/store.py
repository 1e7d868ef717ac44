"""A batch into the warehouse: one transaction, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import polars as pl

from etl import store_facts as facts
from etl.batch import LINK_COLUMNS, REASON_COLUMNS, Batch, Matched
from etl.config import ActorEntry, SourceEntry
from etl.factcheck_records import FACT_CHECK_COLUMNS
from etl.records import (
    ARTICLE_COLUMNS,
    MATCH_COLUMNS,
    MENTION_COLUMNS,
    REJECTED_COLUMNS,
    REVISION_COLUMNS,
    TIME,
    frame,
)
from etl.warehouse import Warehouse

SOURCE_COLUMNS = dict.fromkeys(
    ["source_id", "name", "country", "language", "media_type"], pl.String
)
ACTOR_COLUMNS = dict.fromkeys(["actor_id", "name", "kind", "wikidata_id", "part_of"], pl.String)


def name_parties(
    warehouse: Warehouse, sources: list[SourceEntry], actors: list[ActorEntry]
) -> None:
    """Actors and known outlets as the lists name them now: what is stored follows the lists."""
    outlets = pl.DataFrame(
        [(s.id, s.name, s.country, s.language, s.media_type) for s in sources],
        schema=SOURCE_COLUMNS,
        orient="row",
    )
    parties = pl.DataFrame(
        [(a.id, a.name, a.kind, a.wikidata_id, a.part_of) for a in actors],
        schema=ACTOR_COLUMNS,
        orient="row",
    )
    with warehouse.transaction():
        warehouse.merge("actor", "actor_id", parties, replacing=True)
        warehouse.write(
            "update source set name = rows.name, country = rows.country,"
            " language = rows.language, media_type = rows.media_type"
            " from rows where source.source_id = rows.source_id",
            outlets,
        )


def store(
    warehouse: Warehouse, batch: Batch, run_id: str, model_version: str, sources: list[SourceEntry]
) -> None:
    """Write a batch and count it in its run, in one transaction."""
    matched = batch.matched
    matches = frame(matched.matches, MATCH_COLUMNS)
    mentions = (
        frame(batch.mentions, MENTION_COLUMNS)
        .join(matches, on="mention_id", maintain_order="left")
        .with_columns(pl.lit(run_id).alias("run_id"), pl.lit(model_version).alias("model_version"))
    )
    founded = mentions.filter(pl.col("matched_by") == "founded")
    with warehouse.transaction():
        _articles(warehouse, batch, run_id, sources)
        warehouse.write(
            "insert into mention by name select * exclude (headline, has_content) from rows",
            mentions,
        )
        warehouse.write(
            "insert into claim_founding"
            " select claim_id, mention_id, proposition, language, run_id from rows",
            founded,
        )
        _matching(warehouse, matched)
        facts.credits(warehouse, batch)
        _changes(warehouse, batch)
        _checked(warehouse, batch)
        _fact_checks(warehouse, batch, run_id)
        n_rejected = _rejected(warehouse, batch, run_id)
        _count(warehouse, batch, run_id, founded.height, n_rejected)


def _articles(warehouse: Warehouse, batch: Batch, run_id: str, sources: list[SourceEntry]) -> None:
    listed = {s.id: (s.id, s.name, s.country, s.language, s.media_type) for s in sources}
    articles = list(batch.articles.values())
    outlets = {
        a.source_id: listed.get(a.source_id, (a.source_id, a.source_id, None, None, None))
        for a in articles
    }
    rows = pl.DataFrame(sorted(outlets.values()), schema=SOURCE_COLUMNS, orient="row")
    warehouse.merge("source", "source_id", rows, replacing=False)
    data = frame(articles, ARTICLE_COLUMNS).with_columns(
        pl.col("article_id")
        .replace_strict({i: one.group for i, one in batch.prints.items()}, default=None)
        .alias("syndication_group_id"),
        pl.lit(run_id).alias("run_id"),
    )
    # A later version keeps the first one's date, outlet and group: those are facts of the article.
    warehouse.write(
        "merge into article using ("
        " select * exclude (text, version_at), fetched_at as first_fetched_at,"
        " fetched_at as checked_at, 0 as n_mentions, 0 as n_revisions from rows"
        ") as new using (article_id)"
        " when matched then update set title = new.title, content_hash = new.content_hash,"
        " fetched_at = new.fetched_at, updated_at = new.updated_at, is_stub = new.is_stub"
        " when not matched then insert by name",
        data,
    )
    warehouse.merge("article_text", "article_id", data.select("article_id", "text"), replacing=True)
    revisions = frame(batch.revisions, REVISION_COLUMNS).with_columns(
        pl.lit(run_id).alias("run_id")
    )
    warehouse.write(
        "insert into article_revision by name select * exclude (n_before) from rows",
        revisions,
    )
    facts.fingerprints(
        warehouse, [one for one in batch.prints.values() if one.signature is not None]
    )


def _matching(warehouse: Warehouse, matched: Matched) -> None:
    """Reasons, suggestions and links; what later mentions are compared with; counts of words."""
    reasons = frame(matched.reasons, REASON_COLUMNS)
    suggestions = frame(matched.suggestions, LINK_COLUMNS)
    denials = frame(matched.denial_links, LINK_COLUMNS)
    warehouse.write("insert into match_reason by name from rows", reasons)
    warehouse.write("insert into claim_suggestion by name from rows", suggestions)
    warehouse.write("insert into denial_link by name from rows", denials)
    first = _scalar(warehouse, "select coalesce(max(position) + 1, 0) from claim_statement")
    kept = pl.DataFrame(
        {
            "mention_id": matched.kept,
            "position": range(first, first + len(matched.kept)),
            "vector": [row.tobytes() for row in matched.vectors],
        },
        schema={"mention_id": pl.String, "position": pl.Int64, "vector": pl.Binary},
    )
    warehouse.write("insert into claim_statement by name from rows", kept)
    counts = pl.DataFrame(
        {
            "code": list(matched.word_counts.keys()),
            "n_statements": list(matched.word_counts.values()),
        },
        schema={"code": pl.UInt32, "n_statements": pl.UInt32},
    )
    warehouse.write(
        "merge into word_count using rows using (code)"
        " when matched then update set n_statements = word_count.n_statements + rows.n_statements"
        " when not matched then insert by name",
        counts,
    )


def _changes(warehouse: Warehouse, batch: Batch) -> None:
    """Mentions that a new version lost or brought back; then the articles' counts."""
    changed = pl.DataFrame(
        [*batch.removed.items(), *((mention_id, None) for mention_id in batch.returned)],
        schema={"mention_id": pl.String, "removed_at": TIME},
        orient="row",
    )
    warehouse.write(
        "update mention set removed_at = rows.removed_at from rows"
        " where mention.mention_id = rows.mention_id",
        changed,
    )
    touched = pl.DataFrame({"article_id": list(batch.articles)}, schema={"article_id": pl.String})
    warehouse.write(
        "update article set"
        " n_mentions = (select count(*) from mention m"
        " where m.article_id = article.article_id and m.removed_at is null),"
        " n_revisions = (select count(*) from article_revision r"
        " where r.article_id = article.article_id)"
        " from rows where article.article_id = rows.article_id",
        touched,
    )


def _checked(warehouse: Warehouse, batch: Batch) -> None:
    """When each article was last fetched, also where nothing had changed."""
    rows = pl.DataFrame(
        list(batch.checked.items()),
        schema={"article_id": pl.String, "checked_at": TIME},
        orient="row",
    )
    warehouse.write(
        "update article set checked_at = rows.checked_at from rows"
        " where article.article_id = rows.article_id"
        " and (article.checked_at is null or article.checked_at < rows.checked_at)",
        rows,
    )


def _fact_checks(warehouse: Warehouse, batch: Batch, run_id: str) -> None:
    """Fact-checks; one that is published again with another rating replaces the old one."""
    rows = (
        frame(batch.fact_checks, FACT_CHECK_COLUMNS)
        .with_columns(pl.lit(run_id).alias("run_id"))
        .unique("fact_check_id", keep="last", maintain_order=True)
    )
    warehouse.write(
        "merge into fact_check using rows using (fact_check_id)"
        " when matched then update set rating = rows.rating, publisher = rows.publisher,"
        " title = rows.title, language = rows.language, claimant = rows.claimant,"
        " published_at = rows.published_at, claimed_at = rows.claimed_at"
        " when not matched then insert by name",
        rows,
    )


def _rejected(warehouse: Warehouse, batch: Batch, run_id: str) -> int:
    """Keep what could not be used; returns how many of them are new."""
    rows = (
        frame(batch.rejected, REJECTED_COLUMNS)
        .with_columns(
            pl.Series("rejected_id", [r.rejected_id for r in batch.rejected], dtype=pl.String),
            pl.lit(run_id).alias("run_id"),
        )
        .unique("rejected_id", keep="first", maintain_order=True)
    )
    before = _scalar(warehouse, "select count(*) from rejected")
    warehouse.merge("rejected", "rejected_id", rows.drop("record"), replacing=False)
    warehouse.merge(
        "rejected_record", "rejected_id", rows.select("rejected_id", "record"), replacing=False
    )
    return _scalar(warehouse, "select count(*) from rejected") - before


def _count(warehouse: Warehouse, batch: Batch, run_id: str, n_claims: int, n_rejected: int) -> None:
    new = sum(r.n_before == 0 for r in batch.revisions)
    warehouse.con.execute(
        "update run set"
        " n_articles_new = n_articles_new + $new,"
        " n_articles_known = n_articles_known + $known,"
        " n_articles_revised = n_articles_revised + $revised,"
        " n_mentions_new = n_mentions_new + $mentions,"
        " n_claims_new = n_claims_new + $claims,"
        " n_rejected = n_rejected + $rejected"
        " where run_id = $run_id",
        {
            "new": new,
            "known": batch.n_known,
            "revised": len(batch.revisions) - new,
            "mentions": len(batch.mentions),
            "claims": n_claims,
            "rejected": n_rejected,
            "run_id": run_id,
        },
    )


def _scalar(warehouse: Warehouse, sql: str) -> int:
    row: Iterable[Any] | None = warehouse.con.execute(sql).fetchone()
    return int(next(iter(row or (0,))))

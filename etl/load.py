"""One batch of raw records through the stages, up to its transaction."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from etl.batch import Batch, Matched
from etl.config import Settings
from etl.extract import extract
from etl.match import Memory, match
from etl.parse import Outlets, parse
from etl.parties import Parties
from etl.records import Article, Mention, RawArticle, Rejected, Revision, Stated
from etl.report import Report
from etl.store import store
from etl.syndication import CopyIndex, group
from etl.tag import tag
from etl.warehouse import Warehouse


class Loader:
    """Takes batches into an open warehouse; holds the memory of matcher and copy finder."""

    def __init__(
        self, warehouse: Warehouse, settings: Settings, report: Report, model: str
    ) -> None:
        self.warehouse, self.settings, self.report, self.model = warehouse, settings, report, model
        self.outlets = Outlets.of(settings.sources)
        self.parties = Parties.of(settings.actors, settings.sources)
        self.memory, self.copies = Memory.of(warehouse.word_counts()), CopyIndex()
        for signature, day, group_id in warehouse.signatures():
            self.copies.add(signature, day, group_id)

    def load(self, items: list[RawArticle | Rejected]) -> None:
        """Parse, extract, tag, match and store one batch."""
        self.report.records += len(items)
        with self._timed("parse"):
            rejected, articles = self._parse(items)
            rounds, known = self._new_versions(articles)
        batch = self._tag(rounds)
        batch.rejected, batch.n_known = rejected, known
        with self._timed("match"):
            stated = self._remember(batch.mentions)
            batch.matched = match(
                batch.mentions, stated, self.memory, self.parties, self.settings.match
            )
            first = (
                [a for a in rounds[0].values() if a.article_id not in self._stored]
                if rounds
                else []
            )
            batch.groups, batch.signatures = group(first, self.copies, self.settings.match)
        with self._timed("store"):
            store(self.warehouse, batch, self.report.run_id, self.model, self.settings.sources)
        self.report.count(batch)

    def _remember(self, mentions: list[Mention]) -> list[Stated]:
        """Bring back the claims that these mentions may join, and what their articles stated."""
        days = self.memory.missing(mentions, self.settings.match.window_days)
        if days:
            known = self.memory.index.of_claim
            wanted = [c for c in self.warehouse.claims_between(*days) if c not in known]
            for statements, vectors in self.warehouse.propositions(wanted):
                self.memory.index.add(statements, vectors)
        revised = {m.article_id for m in mentions} & self._stored.keys()
        return self.warehouse.stated(sorted(revised))

    def _parse(self, items: list[RawArticle | Rejected]) -> tuple[list[Rejected], list[Article]]:
        parsed = [
            item if isinstance(item, Rejected) else parse(item, self.settings.input, self.outlets)
            for item in items
        ]
        return (
            [item for item in parsed if isinstance(item, Rejected)],
            [item for item in parsed if isinstance(item, Article)],
        )

    def _new_versions(self, articles: list[Article]) -> tuple[list[dict[str, Article]], int]:
        """The versions not stored yet, in rounds: the n-th new version of each article."""
        ids = list({article.article_id for article in articles})
        seen = self.warehouse.versions(ids)
        self._stored = {article_id: len(seen[article_id]) for article_id in list(seen)}
        turn: dict[str, int] = defaultdict(int)
        rounds: list[dict[str, Article]] = []
        known = 0
        for article in articles:
            if article.content_hash in seen[article.article_id]:
                known += 1
                continue
            seen[article.article_id].add(article.content_hash)
            place = turn[article.article_id]
            turn[article.article_id] += 1
            if place == len(rounds):
                rounds.append({})
            rounds[place][article.article_id] = article
        return rounds, known

    def _tag(self, rounds: list[dict[str, Article]]) -> Batch:
        batch = Batch(
            articles={},
            revisions=[],
            mentions=[],
            matched=Matched(),
            groups={},
            signatures={},
            removed={},
            returned=[],
            rejected=[],
            n_known=0,
        )
        standing = self.warehouse.mentions_of(list(self._stored))
        before = dict(self._stored)
        for articles in rounds:
            with self._timed("extract"):
                sentences = [s for a in articles.values() for s in extract(a)]
            with self._timed("tag"):
                dates = {i: _appeared(a, before.get(i, 0)) for i, a in articles.items()}
                mentions = tag(sentences, dates, self.parties)
            by_article: dict[str, list[Mention]] = defaultdict(list)
            for mention in mentions:
                by_article[mention.article_id].append(mention)
            for article_id, article in articles.items():
                _compare(batch, article, by_article[article_id], standing[article_id], before)
        return batch

    @contextmanager
    def _timed(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        spent = self.report.stage_seconds.get(stage, 0.0) + time.perf_counter() - start
        self.report.stage_seconds[stage] = round(spent, 3)


def _appeared(article: Article, versions_before: int) -> datetime | None:
    """When a version's new sentences appeared; None where the article's date is not usable."""
    if article.date_flag != "ok":
        return None
    return article.version_at if versions_before else article.published_at


def _compare(
    batch: Batch,
    article: Article,
    mentions: list[Mention],
    standing: dict[str, bool],
    before: dict[str, int],
) -> None:
    """Add a version to the batch: what it adds, loses and brings back; `standing` is updated."""
    now = {mention.mention_id for mention in mentions}
    added = [mention for mention in mentions if mention.mention_id not in standing]
    lost = [m for m, stands in standing.items() if stands and m not in now]
    when = article.version_at or article.fetched_at
    batch.mentions += added
    batch.removed |= dict.fromkeys(lost, when)
    for mention_id in now & standing.keys():
        if not standing[mention_id]:
            batch.removed.pop(mention_id, None)
            batch.returned.append(mention_id)
    standing |= dict.fromkeys(lost, False) | dict.fromkeys(now, True)
    first = batch.articles.get(article.article_id)
    # The first version of a batch brings the row; a later one only its newer title and text.
    batch.articles[article.article_id] = (
        replace(
            first,
            title=article.title,
            text=article.text,
            content_hash=article.content_hash,
            fetched_at=article.fetched_at,
        )
        if first
        else article
    )
    n_before = before.get(article.article_id, 0)
    before[article.article_id] = n_before + 1
    batch.revisions.append(
        Revision(
            article.article_id,
            article.content_hash,
            when,
            article.title,
            len(added),
            len(lost),
            n_before,
        )
    )

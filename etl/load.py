"""One batch of raw records through the stages, up to its transaction."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

import numpy as np

from etl.config import Settings
from etl.errors import StoppedError
from etl.extract import extract
from etl.factcheck_records import FactCheck, RawFactCheck
from etl.match import ClaimIndex, match
from etl.noise import words_of
from etl.parse import Outlets, parse, parse_fact_check
from etl.parties import Parties
from etl.records import (
    VECTOR_SIZE,
    Article,
    Batch,
    Mention,
    RawArticle,
    Rejected,
    Revision,
    Sentence,
)
from etl.report import Report
from etl.store import store
from etl.syndication import CopyIndex, group
from etl.tag import identity, tag
from etl.warehouse import Warehouse

MOST_TURNS = 16  # mentions of one sentence that are looked for; the models give fewer


class Loader:
    """Takes batches into an open warehouse; holds the memory of matcher and copy finder."""

    def __init__(
        self, warehouse: Warehouse, settings: Settings, report: Report, model: str
    ) -> None:
        self.warehouse, self.settings, self.report, self.model = warehouse, settings, report, model
        self.stopped: Callable[[], bool] = lambda: False
        self.outlets = Outlets.of(settings.sources)
        self.parties = Parties.of(settings.actors, settings.sources)
        self.claims, self.copies = ClaimIndex(), CopyIndex()
        for proposition, vector in warehouse.propositions():
            self.claims.add(proposition.claim_id, proposition, vector)
        for signature, day, group_id in warehouse.signatures():
            self.copies.add(signature, day, group_id)

    def load(self, items: list[RawArticle | RawFactCheck | Rejected]) -> None:
        """Parse, extract, tag, match and store one batch."""
        self.report.records += len(items)
        with self._timed("parse"):
            rejected, articles, fact_checks = self._parse(items)
            rounds, known = self._new_versions(articles)
        batch = self._tag(rounds)
        batch.rejected, batch.n_known, batch.fact_checks = rejected, known, fact_checks
        batch.checked = _latest_fetch(articles)
        with self._timed("match"):
            batch.matches, batch.vectors, batch.order = match(
                batch.mentions, self.claims, self.settings.match
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

    def _parse(
        self, items: list[RawArticle | RawFactCheck | Rejected]
    ) -> tuple[list[Rejected], list[Article], list[FactCheck]]:
        parsed = [self._check(item) for item in items]
        return (
            [item for item in parsed if isinstance(item, Rejected)],
            [item for item in parsed if isinstance(item, Article)],
            [item for item in parsed if isinstance(item, FactCheck)],
        )

    def _check(self, item: RawArticle | RawFactCheck | Rejected) -> Article | FactCheck | Rejected:
        if isinstance(item, Rejected):
            return item
        if isinstance(item, RawFactCheck):
            return parse_fact_check(item, self.settings.input)
        return parse(item, self.settings.input, self.outlets)

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
            matches=[],
            vectors=np.zeros((0, VECTOR_SIZE), dtype=np.float32),
            order=[],
            groups={},
            signatures={},
            removed={},
            returned=[],
            rejected=[],
            n_known=0,
        )
        revised = [i for articles in rounds for i in articles if i in self._stored]
        standing = self.warehouse.mentions_of(list(self._stored))
        texts = self.warehouse.texts_of(revised)
        before = dict(self._stored)
        for articles in rounds:
            with self._timed("extract"):
                by_text = {i: extract(a) for i, a in articles.items()}
                kept = {
                    i: _kept(by_text[i], extract(replace(a, title=texts[i][0], text=texts[i][1])))
                    for i, a in articles.items()
                    if i in texts
                }
                texts |= {i: (a.title, a.text) for i, a in articles.items()}
            with self._timed("tag"):
                dates = {i: _appeared(a, before.get(i, 0)) for i, a in articles.items()}
                mentions = tag(
                    [s for found in by_text.values() for s in found], dates, self.parties
                )
            by_article: dict[str, list[Mention]] = defaultdict(list)
            for mention in mentions:
                by_article[mention.article_id].append(mention)
            for article_id, article in articles.items():
                found = by_article[article_id]
                unchanged = kept.get(article_id, {})
                _compare(batch, article, found, standing[article_id], before, unchanged)
        return batch

    @contextmanager
    def _timed(self, stage: str) -> Iterator[None]:
        if self.stopped():
            # Between stages nothing of the batch is stored yet: it comes again as it was.
            raise StoppedError("asked to stop")
        start = time.perf_counter()
        yield
        spent = self.report.stage_seconds.get(stage, 0.0) + time.perf_counter() - start
        self.report.stage_seconds[stage] = round(spent, 3)


def _latest_fetch(articles: list[Article]) -> dict[str, datetime]:
    """When each article of the batch was fetched last."""
    found: dict[str, datetime] = {}
    for article in articles:
        known = found.get(article.article_id)
        found[article.article_id] = max(known or article.fetched_at, article.fetched_at)
    return found


def _appeared(article: Article, versions_before: int) -> datetime | None:
    """When a version's new sentences appeared; None where no usable date tells it.

    What a later fetch brought is dated by that fetch, even in an article without a date.
    """
    if versions_before and article.version_at == article.fetched_at:
        return article.version_at
    if article.date_flag != "ok":
        return None
    return article.version_at if versions_before else article.published_at


def _kept(new: list[Sentence], old: list[Sentence]) -> dict[int, str]:
    """Index and text of the new version's sentences that stood in the old one too."""
    left = Counter(words_of(sentence.text) for sentence in old)
    kept = {}
    for sentence in new:
        words = words_of(sentence.text)
        if left[words] > 0:
            left[words] -= 1
            kept[sentence.index] = sentence.text
    return kept


def _compare(
    batch: Batch,
    article: Article,
    mentions: list[Mention],
    standing: dict[str, bool],
    before: dict[str, int],
    kept: dict[int, str],
) -> None:
    """Add a version to the batch: what it adds, loses and brings back; `standing` is updated.

    Sentences that both versions hold keep the mentions that they have: what changed is the text
    around them, or our models, and neither is news.
    """
    places: Counter[str] = Counter()
    untouched = set()
    for text in kept.values():
        places[words_of(text)] += 1
        untouched |= {
            identity(article.article_id, text, places[words_of(text)], turn)
            for turn in range(MOST_TURNS)
        }
    now = {m.mention_id for m in mentions if m.sentence_index not in kept}
    now |= {m for m in untouched if standing.get(m)}
    added = [m for m in mentions if m.mention_id in now and m.mention_id not in standing]
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

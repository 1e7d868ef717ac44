"""One batch of raw records through the stages, up to its transaction."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from etl import factcheck_claims
from etl.article_facts import Credit, Fingerprint
from etl.batch import Batch, Matched
from etl.config import Settings
from etl.errors import StoppedError
from etl.extract import extract
from etl.match import Encoded, Memory, match
from etl.matching.factchecks import statement, ties
from etl.prepare import Context, Prepared, Preparer, Raw
from etl.records import Article, Mention, Revision
from etl.report import Report
from etl.store import store
from etl.syndication import CopyIndex, anchor_codes, group
from etl.versions import kept, untouched
from etl.warehouse import Warehouse


class Loader:
    """Takes batches into an open warehouse; holds the memory of matcher and copy finder."""

    def __init__(
        self, warehouse: Warehouse, settings: Settings, report: Report, model: str
    ) -> None:
        self.warehouse, self.settings, self.report, self.model = warehouse, settings, report, model
        self.stopped: Callable[[], bool] = lambda: False
        self.preparer = Preparer(Context.of(settings), self._timed)
        self.parties = self.preparer.parties
        most = settings.match.remembered_statements
        self.memory = Memory.of(warehouse.word_counts(), most)
        self.copies = CopyIndex(self._remembered)

    def load(self, items: list[Raw], prepared: Prepared | None = None) -> None:
        """Prepare, match and store one batch; or match and store what was prepared elsewhere."""
        self.report.records += len(items)
        for stage, seconds in (prepared.seconds if prepared else {}).items():
            self._spent(stage, seconds)
        with self._timed("parse"):
            rejected, articles, fact_checks = (
                (prepared.rejected, prepared.articles, prepared.fact_checks)
                if prepared
                else self.preparer.check(items)
            )
            rounds, known = self._new_versions(articles)
        batch, encoded = self._tag(rounds, prepared)
        batch.rejected, batch.n_known, batch.fact_checks = rejected, known, fact_checks
        batch.checked = _latest_fetch(articles)
        with self._timed("match"):
            self._remember(batch.mentions)
            revised = {m.article_id for m in batch.mentions} & self._stored.keys()
            stated = self.warehouse.stated(sorted(revised))
            batch.matched = match(
                batch.mentions, stated, self.memory, self.parties, self.settings.match, encoded
            )
            first = (
                [a for a in rounds[0].values() if a.article_id not in self._stored]
                if rounds
                else []
            )
            labels = {i: _labels(found) for i, found in batch.credits.items()}
            batch.prints = group(first, labels, self.copies, self.settings.match)
        with self._timed("store"):
            store(self.warehouse, batch, self.report.run_id, self.model, self.settings.sources)
        self.report.count(batch)

    def check_facts(self) -> None:
        """Find the claims that fact-checks are about; one without waits for further articles."""
        window = self.settings.match.window_days
        for checks in factcheck_claims.waiting(self.warehouse, self.report.run_id, window):
            with self._timed("check"):
                self._remember([statement(check) for check in checks])
                found = ties(checks, self.memory, self.parties, self.settings.match)
                factcheck_claims.keep(self.warehouse, found)
            self.report.fact_checks_tied += sum(tie.claim_id is not None for tie in found)

    def unknown(self, articles: list[Article]) -> list[Article]:
        """The articles of which this version is not stored yet."""
        seen = self.warehouse.versions(list({article.article_id for article in articles}))
        return [a for a in articles if not seen[a.article_id].holds(a.content_hash, a.fetch_given)]

    def _remember(self, mentions: list[Mention]) -> None:
        """Bring back the claims that these mentions may join."""
        days = self.memory.missing(mentions, self.settings.match.window_days)
        if days:
            known = self.memory.index.of_claim
            # Half, so that it is not full again with the next batch.
            most = self.settings.match.remembered_statements // 2
            wanted = [c for c in self.warehouse.claims_between(*days, most) if c not in known]
            for statements, vectors in self.warehouse.propositions(wanted):
                self.memory.index.add(statements, vectors)

    def _remembered(self, day: int) -> Iterator[Fingerprint]:
        """The stored articles of a day, for the copy finder."""
        for stored in self.warehouse.fingerprints(day):
            yield replace(
                stored,
                anchors=anchor_codes(stored.words),
                numbers=anchor_codes(w for w in stored.words if w[0].isdigit()),
            )

    def _new_versions(self, articles: list[Article]) -> tuple[list[dict[str, Article]], int]:
        """The versions not stored yet, in rounds: the n-th new version of each article."""
        ids = list({article.article_id for article in articles})
        seen = self.warehouse.versions(ids)
        self._stored = {article_id: known.n for article_id, known in seen.items()}
        turn: dict[str, int] = defaultdict(int)
        rounds: list[dict[str, Article]] = []
        known = 0
        for article in articles:
            of = seen[article.article_id]
            if of.holds(article.content_hash, article.fetch_given):
                known += 1
                continue
            of.add(article.content_hash, article.version_at or article.fetched_at)
            place = turn[article.article_id]
            turn[article.article_id] += 1
            if place == len(rounds):
                rounds.append({})
            rounds[place][article.article_id] = article
        return rounds, known

    def _tag(
        self, rounds: list[dict[str, Article]], prepared: Prepared | None
    ) -> tuple[Batch, Encoded]:
        batch = Batch(
            articles={},
            revisions=[],
            mentions=[],
            matched=Matched(),
            prints={},
            credits={},
            removed={},
            returned=[],
            rejected=[],
            n_known=0,
        )
        revised = [i for articles in rounds for i in articles if i in self._stored]
        standing = self.warehouse.mentions_of(list(self._stored))
        texts = self.warehouse.texts_of(revised)
        before = dict(self._stored)
        encoded = prepared.encoded if prepared else Encoded()
        for articles in rounds:
            held = {
                i: kept(extract(a), extract(replace(a, title=texts[i][0], text=texts[i][1])))
                for i, a in articles.items()
                if i in texts
            }
            texts |= {i: (a.title, a.text) for i, a in articles.items()}
            if prepared:
                read = prepared.readings
            else:
                read, vectors = self.preparer.read(articles.values())
                encoded.take(vectors)
            for article_id, article in articles.items():
                reading = read[article_id, article.content_hash]
                batch.credits[article_id] = reading.credits
                when = _appeared(article, before.get(article_id, 0))
                mentions = [replace(mention, appeared_at=when) for mention in reading.mentions]
                unchanged = held.get(article_id, {})
                _compare(batch, article, mentions, standing[article_id], before, unchanged)
        return batch, encoded

    @contextmanager
    def _timed(self, stage: str) -> Iterator[None]:
        if self.stopped():
            # Between stages nothing of the batch is stored yet: it comes again as it was.
            raise StoppedError("asked to stop")
        start = time.perf_counter()
        yield
        self._spent(stage, time.perf_counter() - start)

    def _spent(self, stage: str, seconds: float) -> None:
        spent = self.report.stage_seconds.get(stage, 0.0) + seconds
        self.report.stage_seconds[stage] = round(spent, 3)


def _labels(found: list[Credit]) -> frozenset[str]:
    """The agencies that a text is credited to."""
    return frozenset(c.cited_source_id for c in found if c.kind == "byline")


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
    if versions_before and article.fetch_given:
        return article.fetch_given
    if article.date_flag != "ok":
        return None
    return article.version_at if versions_before else article.published_at


def _compare(
    batch: Batch,
    article: Article,
    mentions: list[Mention],
    standing: dict[str, bool],
    before: dict[str, int],
    held: dict[int, str],
) -> None:
    """Add a version to the batch: what it adds, loses and brings back; `standing` is updated.

    Sentences that both versions hold keep the mentions that they have: what changed is the text
    around them, or our models, and neither is news.
    """
    same = untouched(article.article_id, held)
    now = {m.mention_id for m in mentions if m.sentence_index not in held}
    now |= {mention_id for mention_id in same if standing.get(mention_id)}
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

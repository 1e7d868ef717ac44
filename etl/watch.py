"""One round over the feeds: ask, load what is new, fetch pages behind teasers, keep the state."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta

from etl import feedstate, pagequeue
from etl.collect.answers import Failure
from etl.collect.client import Client, Clock
from etl.collect.inputs import Item
from etl.collect.pagekinds import NO_ARTICLE
from etl.collect.polling import Check, PageJob, check_all, fetch_pages
from etl.collect.reader import Reader
from etl.config import Settings
from etl.errors import StoppedError
from etl.feedstate import Entry, News
from etl.load import Loader
from etl.records import RawArticle, Rejected, content_id
from etl.report import Report
from etl.urls import canonical_url
from etl.warehouse import Warehouse


class Watch:
    """A round of one run; `clock.stopped` ends it after the batch in hand."""

    def __init__(
        self,
        warehouse: Warehouse,
        loader: Loader,
        settings: Settings,
        clock: Clock,
        progress: Callable[[Report], None],
    ) -> None:
        self.warehouse, self.loader, self.settings = warehouse, loader, settings
        self.clock, self.progress, self.report = clock, progress, loader.report

    def run(self) -> None:
        """Feeds first, then pages. Raises StoppedError when asked to stop."""
        kept_for = timedelta(hours=self.settings.fetch.robots_hours)
        known = pagequeue.robots(self.warehouse, kept_for)
        jobs = feedstate.due(self.warehouse, self.settings.sources, self.clock.now())
        try:
            with (
                Client(self.settings.fetch, self.clock, known) as client,
                Reader(self.settings.feeds.read_seconds) as reader,
            ):
                limit = self.settings.feeds.max_entries
                with closing(check_all(client, reader, jobs, limit)) as checks:
                    self._feeds(checks)
                if self.settings.feeds.pages:
                    self._pages(client, reader)
                    self._again(client, reader)
        finally:
            pagequeue.keep_robots(self.warehouse, known)

    def _feeds(self, checks: Iterator[Check]) -> None:
        """Load what is new, a full batch of articles at a time; then keep the feeds' state."""
        gathered: list[News] = []
        size = 0
        for check in checks:
            if self._stopped(check):
                break
            one = self._news(check, gathered)
            gathered.append(one)
            size += len(one.fresh)
            if size >= self.settings.input.batch_size:
                self._keep(gathered)
                gathered, size = [], 0
        self._keep(gathered)
        if self.clock.stopped():
            raise StoppedError("asked to stop")

    def _stopped(self, check: Check) -> bool:
        return self.clock.stopped() or bool(check.failure and check.failure.reason == "stopped")

    def _news(self, check: Check, gathered: list[News]) -> News:
        """The entries of a check that are new, or changed in the feed that brought them first."""
        articles = check.feed.articles if check.feed else []
        entries = [_entry(check.job.feed_id, article) for article in articles]
        known = feedstate.known_entries(self.warehouse, [e.entry_id for e in entries])
        for one in gathered:
            for entry in one.entries:
                known.setdefault(entry.entry_id, (one.check.job.feed_id, entry.content_hash))
        fresh: dict[str, Entry] = {}
        for entry in entries:
            owner, content = known.get(entry.entry_id, (check.job.feed_id, ""))
            if owner == check.job.feed_id and content != entry.content_hash:
                fresh.setdefault(entry.entry_id, entry)
        return News(check, entries, list(fresh.values()))

    def _keep(self, gathered: list[News]) -> None:
        """Articles first, state after: a run that is killed in between only asks again."""
        teasers = [e for one in gathered for e in one.fresh if self._is_teaser(e.article)]
        waiting = {entry.entry_id for entry in teasers}
        items: list[Item] = []
        for one in gathered:
            items += [e.article for e in one.fresh if e.entry_id not in waiting]
            items += one.check.feed.rejected if one.check.feed else []
        self._load(items)
        feedstate.record(self.warehouse, gathered, teasers, self.report.run_id)
        for one in gathered:
            self.report.count_feed(one.check)
        self.progress(self.report)

    def _load(self, items: list[Item]) -> None:
        size = self.settings.input.batch_size
        for start in range(0, len(items), size):
            self.loader.load(items[start : start + size])
            self.progress(self.report)

    def _is_teaser(self, article: RawArticle) -> bool:
        enough = len(article.text or "") >= self.settings.feeds.teaser_chars
        return self.settings.feeds.pages and bool(article.url) and not enough

    def _pages(self, client: Client, reader: Reader) -> None:
        """Fetch the pages that wait, load them batch by batch."""
        jobs = pagequeue.waiting(self.warehouse, self.settings.feeds.pages_per_run)
        size = self.settings.input.batch_size
        for start in range(0, len(jobs), size):
            items: list[Item] = []
            done: list[str] = []
            failed: list[str] = []
            pages: list[tuple[str, str]] = []
            with closing(fetch_pages(client, reader, jobs[start : start + size])) as found:
                for job, result in found:
                    if isinstance(result, Failure) and result.reason == "stopped":
                        continue
                    settled = self._settled(job, result)
                    (done if settled else failed).append(job.entry_id)
                    items += settled
                    if isinstance(result, list):
                        pages += [(job.entry_id, url) for url in _addresses(result)]
                    self.report.count_page(result)
            self._load(items)
            pagequeue.settle(self.warehouse, done, failed, pages)
            if self.clock.stopped():
                raise StoppedError("asked to stop")

    def _again(self, client: Client, reader: Reader) -> None:
        """Fetch again what is due, on the falling schedule: a changed text becomes a revision."""
        now, limit = self.clock.now(), self.settings.feeds.pages_per_run
        jobs = pagequeue.again(self.warehouse, now, limit)
        size = self.settings.input.batch_size
        for start in range(0, len(jobs), size):
            items: list[Item] = []
            gone: list[str] = []
            with closing(fetch_pages(client, reader, jobs[start : start + size])) as found:
                for job, result in found:
                    if isinstance(result, Failure):
                        if not result.may_pass and result.reason != "stopped":
                            gone.append(job.entry_id)
                    else:
                        items += result
                        if not any(isinstance(item, RawArticle) for item in result):
                            gone.append(job.entry_id)
                    self.report.count_page(result)
            self._load(items)
            pagequeue.give_up(self.warehouse, gone, now)
            if self.clock.stopped():
                raise StoppedError("asked to stop")

    def _settled(self, job: PageJob, result: list[Item] | Failure) -> list[Item]:
        """What to load for an entry; nothing if its page is worth another try.

        Where the page could not be used, the entry's teaser stands in for it and the reason is
        kept; but an entry that leads to no article at all is none.
        """
        entry = job.entry
        if isinstance(result, Failure):
            if result.may_pass and job.attempts + 1 < self.settings.feeds.page_attempts:
                return []
            where = (entry.file, entry.line, "url")
            result = [Rejected("collect", result.reason, *where, result.detail, entry.url or "")]
        reasons = {item.reason if isinstance(item, Rejected) else None for item in result}
        readable = None in reasons or reasons & NO_ARTICLE or not (entry.title or entry.text)
        return result if readable else [entry, *result]


def _addresses(items: list[Item]) -> list[str]:
    return [item.url for item in items if isinstance(item, RawArticle) and item.url]


def _entry(feed_id: str, article: RawArticle) -> Entry:
    link = canonical_url(article.url) if article.url else None
    entry_id = content_id(link) if link else content_id(feed_id, article.id or article.title or "")
    return Entry(entry_id, content_id(article.title or "", article.text or ""), article)

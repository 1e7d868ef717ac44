"""Feeds and pages asked for, several hosts at a time: what each answer came to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from threading import Event
from typing import Literal, TypeVar

from etl.collect import feeds
from etl.collect.answers import Failure, Fetched, shown
from etl.collect.client import Client
from etl.collect.feeds import Feed
from etl.collect.inputs import Item
from etl.collect.reader import Reader
from etl.collect.robots import host_of
from etl.records import RawArticle, Rejected

Outcome = Literal["fetched", "not_modified", "empty", "failed"]
T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Job:
    """A feed to check, and what its last answer was."""

    feed_id: str
    source_id: str
    listed_url: str
    url: str
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """What checking a feed came to."""

    job: Job
    outcome: Outcome
    checked_at: datetime
    seconds: float
    failure: Failure | None = None
    answer: Fetched | None = None
    feed: Feed | None = None

    @property
    def body_hash(self) -> str | None:
        """Hash of the answer's bytes."""
        return body_hash(self.answer.body) if self.answer else None


@dataclass(frozen=True, slots=True)
class PageJob:
    """An entry whose page is to be fetched."""

    entry_id: str
    entry: RawArticle
    attempts: int


def body_hash(body: bytes) -> str:
    """What tells whether two answers are the same."""
    return blake2b(body, digest_size=8).hexdigest()


def check(client: Client, reader: Reader, job: Job, max_entries: int) -> Check:
    """Ask for one feed and read it."""
    start = client.clock.monotonic()
    found = client.get(job.url, _conditions(job))

    def done(outcome: Outcome, failure: Failure | None = None, feed: Feed | None = None) -> Check:
        answer = found if isinstance(found, Fetched) else None
        spent = client.clock.monotonic() - start
        return Check(job, outcome, client.clock.now(), spent, failure, answer, feed)

    if isinstance(found, Failure):
        return done("failed", found)
    if found.status == 304:
        return done("not_modified")
    if not found.body.strip():
        return done("failed", Failure(job.url, "not_a_feed", "an answer without a body"))
    blank = RawArticle(
        file=shown(job.url), source=job.source_id, fetched_at=found.fetched_at.isoformat()
    )
    feed = reader.feed(found, blank)
    if isinstance(feed, Failure):
        return done("failed", feed)
    if feed is None:
        kind = found.headers.get("content-type", "no content type")[:100]
        return done("failed", Failure(job.url, "not_a_feed", f"neither feed nor sitemap: {kind}"))
    if feeds.is_cut(found.body):
        return done("failed", Failure(job.url, "truncated", "the feed ends before its end tag"))
    if feed.children:
        feed = _with_children(client, reader, feed, blank)
        if isinstance(feed, Failure):
            return done("failed", feed)
    elif job.body_hash == body_hash(found.body):
        return done("not_modified")
    feed = replace(feed, articles=feed.articles[:max_entries])
    return done("fetched" if feed.articles or feed.rejected else "empty", feed=feed)


def check_all(
    client: Client, reader: Reader, jobs: list[Job], max_entries: int
) -> Generator[Check, None, None]:
    """Check feeds, several hosts at a time; the results come in the order of the jobs."""
    return _by_host(client, jobs, lambda j: j.url, lambda j: check(client, reader, j, max_entries))


def fetch_pages(
    client: Client, reader: Reader, jobs: list[PageJob]
) -> Generator[tuple[PageJob, list[Item] | Failure], None, None]:
    """Fetch the pages of entries: what is in them, or why nobody could be asked."""
    return _by_host(
        client, jobs, lambda j: j.entry.url or "", lambda j: (j, _page(client, reader, j.entry))
    )


def _page(client: Client, reader: Reader, entry: RawArticle) -> list[Item] | Failure:
    found = client.get(entry.url or "")
    return found if isinstance(found, Failure) else reader.page(found, entry)


def _by_host(
    client: Client, jobs: list[T], url: Callable[[T], str], work: Callable[[T], R]
) -> Generator[R, None, None]:
    """Work through the jobs, those of one host one after another; results in the jobs' order."""
    hosts: dict[str, list[int]] = defaultdict(list)
    for place, job in enumerate(jobs):
        hosts[host_of(url(job))].append(place)
    results: list[Future[R]] = [Future() for _ in jobs]

    given_up = Event()  # nobody waits for the results any more

    def work_off(places: list[int]) -> None:
        for place in places:
            if given_up.is_set():
                return
            try:
                results[place].set_result(work(jobs[place]))
            except BaseException as error:  # it is raised again where the result is awaited
                results[place].set_exception(error)

    with ThreadPoolExecutor(client.settings.concurrency, thread_name_prefix="fetch") as pool:
        for places in hosts.values():
            pool.submit(work_off, places)
        try:
            for place, future in enumerate(results):
                yield future.result()
                results[place] = Future()  # a result may be large; it is not kept
        finally:
            given_up.set()


def _conditions(job: Job) -> dict[str, str]:
    """The headers of a conditional request."""
    headers = {"accept": "application/atom+xml, application/rss+xml, application/feed+json, */*"}
    if job.etag:
        headers["if-none-match"] = job.etag
    if job.last_modified:
        headers["if-modified-since"] = job.last_modified
    return headers


def _with_children(
    client: Client, reader: Reader, index: Feed, blank: RawArticle
) -> Feed | Failure:
    """The newest sitemaps of an index, read as one; those that do not answer are left out.

    Where none does, the index has failed.
    """
    articles: list[RawArticle] = []
    rejected: list[Rejected] = []
    failures: list[Failure] = []
    for url in index.children:
        found = client.get(url)
        child = found if isinstance(found, Failure) else reader.feed(found, blank)
        child = child or Failure(url, "not_a_feed", "neither feed nor sitemap")
        if isinstance(child, Failure):
            failures.append(child)
            detail = f"a sitemap of the index: {child.detail}"
            rejected.append(Rejected("collect", child.reason, shown(url), None, None, detail, ""))
        else:
            articles += child.articles
            rejected += child.rejected
    if len(failures) == len(index.children):
        return replace(failures[0], detail=f"{shown(failures[0].url)}: {failures[0].detail}")
    return replace(index, articles=articles, rejected=rejected)

"""What is known of each feed: which to ask now, what is new in it, and keeping the outcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from etl.collect import wire
from etl.collect.answers import Failure, shown
from etl.collect.polling import Check, Job
from etl.config import SourceEntry
from etl.records import TIME, RawArticle, content_id
from etl.warehouse import Warehouse

FREE_FAILURES = 2  # failures in a row before a feed is asked less often
LONGEST_PAUSE = timedelta(hours=24)
# Nobody answered: more often our own network than theirs, so these are asked every time. A laptop
# that was off the net for a night must not leave its feeds alone for the next day.
UNANSWERED = ("unknown_host", "no_connection", "timeout")

FEED_COLUMNS = {
    "feed_id": pl.String,
    "url": pl.String,
    "kind": pl.String,
    "outcome": pl.String,
    "reason": pl.String,
    "detail": pl.String,
    "n_entries": pl.Int32,
    "checked_at": TIME,
    "new_at": TIME,
    "pause_seconds": pl.Float64,
}
EVENT_COLUMNS = {
    "feed_id": pl.String,
    "run_id": pl.String,
    "checked_at": TIME,
    "outcome": pl.String,
    "reason": pl.String,
    "http_status": pl.Int32,
    "n_entries": pl.Int32,
    "n_new": pl.Int32,
    "n_bytes": pl.Int64,
    "seconds": pl.Float32,
}
REQUEST_COLUMNS = dict.fromkeys(
    ["feed_id", "listed_url", "url", "etag", "last_modified", "body_hash"], pl.String
)
ENTRY_COLUMNS = {
    "feed_id": pl.String,
    "entry_id": pl.String,
    "content_hash": pl.String,
    "is_first": pl.Boolean,
    "seen_at": TIME,
}
PENDING_COLUMNS = {
    "entry_id": pl.String,
    "feed_id": pl.String,
    "record": pl.String,
    "added_at": TIME,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed with the ids that tell whether it is known."""

    entry_id: str
    content_hash: str
    article: RawArticle


@dataclass(frozen=True, slots=True)
class News:
    """A check with all its entries and those of them that are new or changed."""

    check: Check
    entries: list[Entry]
    fresh: list[Entry]


def listed(sources: list[SourceEntry]) -> list[Job]:
    """The feeds that the lists name, each address once, in the lists' order."""
    jobs = {
        url: Job(content_id(url), source.id, url, url)
        for source in reversed(sources)
        for url in reversed(source.feeds)
    }
    return list(reversed(jobs.values()))


def due(warehouse: Warehouse, sources: list[SourceEntry], now: datetime) -> list[Job]:
    """Bring the list of feeds up to date; the feeds to ask now, with what they said last."""
    jobs = listed(sources)
    rows = pl.DataFrame(
        [(job.feed_id, job.source_id, shown(job.url)) for job in jobs],
        schema={"feed_id": pl.String, "source_id": pl.String, "url": pl.String},
        orient="row",
    )
    with warehouse.transaction():
        warehouse.con.execute("update feed set is_listed = false where is_listed")
        warehouse.write(
            "merge into feed using (select *, true as is_listed from rows) as new using (feed_id)"
            " when matched then update set is_listed = true, source_id = new.source_id"
            " when not matched then insert by name",
            rows,
        )
    known = warehouse.con.execute(
        "select f.feed_id, f.next_check_at, r.url, r.etag, r.last_modified, r.body_hash"
        " from feed f left join feed_request r using (feed_id) where f.is_listed"
    ).fetchall()
    memory = {feed_id: rest for feed_id, *rest in known}
    found = []
    for job in jobs:
        next_at, url, etag, modified, body = memory[job.feed_id]
        # A pause that ends later than any pause can: the clock has gone back meanwhile.
        if next_at is None or not now < next_at <= now + LONGEST_PAUSE:
            found.append(
                Job(
                    job.feed_id,
                    job.source_id,
                    job.listed_url,
                    url or job.url,
                    etag,
                    modified,
                    body,
                )
            )
    return found


def known_entries(warehouse: Warehouse, entry_ids: list[str]) -> dict[str, tuple[str, str]]:
    """For entries seen before: the feed that brought them first, and their hash."""
    rows = warehouse.con.execute(
        "select entry_id, feed_id, content_hash from feed_entry"
        " where is_first and entry_id in (select unnest($ids))",
        {"ids": entry_ids},
    ).fetchall()
    return {entry_id: (feed_id, content_hash) for entry_id, feed_id, content_hash in rows}


def pause(failures: int, failure: Failure | None) -> timedelta | None:
    """How long a feed is left alone: its Retry-After, or longer with each failure in a row."""
    if failure is None:
        return None
    wished = timedelta(seconds=failure.retry_after or 0)
    grown = timedelta(minutes=30 * 2 ** max(0, min(failures - FREE_FAILURES, 10)))
    patient = failures <= FREE_FAILURES or failure.reason in UNANSWERED
    longest = max(wished, timedelta(0) if patient else grown)
    return min(longest, LONGEST_PAUSE) or None


def record(warehouse: Warehouse, news: list[News], teasers: list[Entry], run_id: str) -> None:
    """Keep what the checks came to, in one transaction; call it after their articles are stored."""
    owner = {entry.entry_id: one.check.job.feed_id for one in news for entry in one.fresh}
    with warehouse.transaction():
        _feeds(warehouse, news)
        _events(warehouse, news, run_id)
        _requests(warehouse, news)
        entries = [
            (
                one.check.job.feed_id,
                e.entry_id,
                e.content_hash,
                owner.get(e.entry_id) == one.check.job.feed_id,
                one.check.checked_at,
            )
            for one in news
            for e in one.entries
        ]
        warehouse.write(
            "merge into feed_entry using rows using (feed_id, entry_id)"
            " when matched then update set content_hash = rows.content_hash,"
            " is_first = feed_entry.is_first or rows.is_first, last_seen_at = rows.seen_at"
            " when not matched then insert values (rows.feed_id, rows.entry_id,"
            " rows.content_hash, rows.is_first, rows.seen_at, rows.seen_at)",
            _frame(entries, ENTRY_COLUMNS).unique(["feed_id", "entry_id"], keep="first"),
        )
        at = news[-1].check.checked_at if news else None
        pending = [(e.entry_id, owner[e.entry_id], wire.dump(e.article), at) for e in teasers]
        warehouse.write(
            "merge into pending_page using (select *, 0 as attempts from rows) as new"
            " using (entry_id) when matched then update set record = new.record"
            " when not matched then insert by name",
            _frame(pending, PENDING_COLUMNS).unique("entry_id", keep="last"),
        )


def _feeds(warehouse: Warehouse, news: list[News]) -> None:
    before = dict(warehouse.con.execute("select feed_id, n_failures from feed").fetchall())
    rows: list[tuple[Any, ...]] = []
    for one in news:
        check, failure = one.check, one.check.failure
        first_news = check.feed.newest if check.feed else None
        rest = pause(before.get(check.job.feed_id, 0) + 1, failure)
        rows.append(
            (
                check.job.feed_id,
                shown((check.answer.moved_to if check.answer else None) or check.job.url),
                check.feed.kind if check.feed else None,
                check.outcome,
                failure.reason if failure else None,
                failure.detail[:300] if failure else None,
                len(one.entries) if check.feed else None,
                check.checked_at,
                (min(first_news or check.checked_at, check.checked_at) if one.fresh else None),
                rest.total_seconds() if rest else None,
            )
        )
    warehouse.write(
        "update feed set url = rows.url, kind = coalesce(rows.kind, feed.kind),"
        " outcome = rows.outcome::feed_outcome, reason = rows.reason, detail = rows.detail,"
        " n_entries = coalesce(rows.n_entries, feed.n_entries),"
        " n_failures = case when rows.outcome = 'failed' then feed.n_failures + 1 else 0 end,"
        " first_checked_at = coalesce(feed.first_checked_at, rows.checked_at),"
        " last_checked_at = rows.checked_at,"
        " last_ok_at = case when rows.outcome = 'failed' then feed.last_ok_at"
        " else rows.checked_at end,"
        " last_new_at = case when rows.new_at is null then feed.last_new_at"
        " when feed.last_ok_at is null then rows.new_at else rows.checked_at end,"
        " next_check_at = rows.checked_at + to_seconds(rows.pause_seconds)"
        " from rows where feed.feed_id = rows.feed_id",
        _frame(rows, FEED_COLUMNS),
    )


def _events(warehouse: Warehouse, news: list[News], run_id: str) -> None:
    rows = [
        (
            one.check.job.feed_id,
            run_id,
            one.check.checked_at,
            one.check.outcome,
            one.check.failure.reason if one.check.failure else None,
            one.check.answer.status
            if one.check.answer
            else one.check.failure.status
            if one.check.failure
            else None,
            len(one.entries),
            len(one.fresh),
            len(one.check.answer.body) if one.check.answer else 0,
            one.check.seconds,
        )
        for one in news
    ]
    warehouse.merge("fetch_event", "feed_id, run_id", _frame(rows, EVENT_COLUMNS), replacing=True)


def _requests(warehouse: Warehouse, news: list[News]) -> None:
    rows: list[tuple[str | None, ...]] = []
    for one in news:
        job, answer = one.check.job, one.check.answer
        if one.check.outcome == "failed":
            # Whatever went wrong: next time it is asked for whole, at its listed address if the
            # one that it had moved to is gone.
            gone = one.check.failure and one.check.failure.reason in ("not_found", "unknown_host")
            url = job.listed_url if gone else job.url
            rows.append((job.feed_id, job.listed_url, url, None, None, None))
        elif answer is not None:
            headers = answer.headers
            kept = one.check.outcome == "not_modified"
            rows.append(
                (
                    job.feed_id,
                    job.listed_url,
                    answer.moved_to or job.url,
                    headers.get("etag") or (job.etag if kept else None),
                    headers.get("last-modified") or (job.last_modified if kept else None),
                    job.body_hash if kept else one.check.body_hash,
                )
            )
    warehouse.merge("feed_request", "feed_id", _frame(rows, REQUEST_COLUMNS), replacing=True)


def _frame(rows: list[tuple[Any, ...]], columns: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=columns, orient="row")

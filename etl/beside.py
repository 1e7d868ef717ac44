"""Batches prepared by a second process of this machine while the first one matches and stores."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from etl.errors import StoppedError
from etl.factcheck_records import FactCheck
from etl.prepare import Context, Prepared, Preparer, Raw, Reading, Version
from etl.records import Article, Rejected

AHEAD = 2  # batches under way for each process beside the one that is waited for: bounds memory
LOOK_SECONDS = 1.0  # between looks at whether the run was asked to stop

T = TypeVar("T")
Checked = tuple[list[Rejected], list[Article], list[FactCheck]]
Read = tuple[dict[Version, Reading], str]
Seconds = dict[str, float]
Unknown = Callable[[list[Article]], list[Article]]
Ready = tuple[list[Raw], Prepared | None]


@dataclass(slots=True)
class _UnderWay:
    """A batch on its way: first its records are checked, then what is new in it is read."""

    batch: list[Raw]
    checked: Future[tuple[Checked, Seconds]]
    read: Future[tuple[Read, Seconds]] | None = None


def beside(
    batches: Iterable[list[Raw]],
    context: Context,
    processes: int,
    unknown: Unknown,
    stopped: Callable[[], bool],
) -> Iterator[Ready]:
    """Each batch in the order given; None instead of the result where the caller is to prepare it.

    That is the first batch, since a process takes seconds to start, and all that are left once a
    process was lost. `unknown` picks the articles that are not stored yet: only they are read.
    """
    source = iter(batches)
    first, second = next(source, None), next(source, None)
    if first is None or second is None:
        yield from ((batch, None) for batch in (first, second) if batch is not None)
        return
    source = chain([second], source)
    under_way: deque[_UnderWay] = deque()
    # Not by fork: the database and the matrix libraries have threads.
    pool = ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), _begin, (context,))
    try:
        _fill(pool, under_way, source, processes)
        yield first, None
        while True:
            _fill(pool, under_way, source, processes)
            if not under_way:
                return
            ready = _next(pool, under_way, unknown, stopped)
            one = under_way.popleft()
            yield one.batch, ready
    except BrokenProcessPool:
        for batch in chain((one.batch for one in under_way), source):
            yield batch, None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _fill(
    pool: ProcessPoolExecutor,
    under_way: deque[_UnderWay],
    source: Iterator[list[Raw]],
    processes: int,
) -> None:
    while len(under_way) <= AHEAD * processes:
        batch = next(source, None)
        if batch is None:
            return
        try:
            under_way.append(_UnderWay(batch, pool.submit(_check, batch)))
        except BrokenProcessPool:
            # The batch is out of its source already: it must not be lost with the process.
            broken: Future[tuple[Checked, Seconds]] = Future()
            broken.set_exception(BrokenProcessPool("a process was lost"))
            under_way.append(_UnderWay(batch, broken))
            return


def _next(
    pool: ProcessPoolExecutor,
    under_way: deque[_UnderWay],
    unknown: Unknown,
    stopped: Callable[[], bool],
) -> Prepared:
    """The first batch prepared; those behind it are sent on as far as they are."""
    one = under_way[0]
    (rejected, articles, fact_checks), spent = _wait(one.checked, stopped)
    one.read = one.read or pool.submit(_read, unknown(articles))
    (readings, model_version), more = _wait(one.read, stopped)
    for other in under_way:
        if other.read is None and other.checked.done():
            other.read = pool.submit(_read, unknown(other.checked.result()[0][1]))
    return Prepared(
        len(one.batch), rejected, articles, fact_checks, readings, model_version, spent | more
    )


def _wait(future: Future[T], stopped: Callable[[], bool]) -> T:
    while True:
        try:
            return future.result(LOOK_SECONDS)
        except TimeoutError:
            if stopped():
                raise StoppedError("asked to stop") from None


class _Mine:
    """What this process holds between batches, where it is one that prepares."""

    preparer: Preparer
    seconds: Seconds


def _begin(context: Context) -> None:
    """Runs first in the new process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the run to answer
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _Mine.preparer, _Mine.seconds = Preparer(context, _timed), defaultdict(float)


def _end_with_parent() -> None:
    """A run that is killed takes its processes along."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _timed(stage: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    _Mine.seconds[stage] += time.perf_counter() - start


def _check(batch: list[Raw]) -> tuple[Checked, Seconds]:
    _Mine.seconds.clear()
    with _timed("parse"):
        found = _Mine.preparer.check(batch)
    return found, dict(_Mine.seconds)


def _read(articles: list[Article]) -> tuple[Read, Seconds]:
    _Mine.seconds.clear()
    return _Mine.preparer.read_versions(articles), dict(_Mine.seconds)

"""A second process of this machine that reads the next batch while this one matches and stores."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import chain, islice
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from etl.collector import collect_seldom
from etl.errors import StoppedError
from etl.matching.encoded import Encoded
from etl.prepare import Context, Prepared, Preparer, Raw, Reading, Version
from etl.records import Article
from etl.tag import tagger

FEWEST = 3  # batches for which a process is worth the seconds that it takes to start
LOSSES = 2  # processes lost after which the rest is read here
LOOK_SECONDS = 1.0  # between looks at whether the run was asked to stop

Seconds = dict[str, float]
Unknown = Callable[[list[Article]], list[Article]]


@dataclass(frozen=True, slots=True)
class Read:
    """What the process answers."""

    readings: dict[Version, Reading]
    encoded: Encoded
    seconds: Seconds


class Beside:
    """The process, one question at a time; a context manager that ends it.

    Each side owns one end of a pipe. Only one question is ever under way and its answer is taken
    before the next one is put, so neither side can wait for the other to make room.
    """

    def __init__(self, context: Context, stopped: Callable[[], bool]) -> None:
        self._context, self._stopped = context, stopped
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self.losses = 0

    def __enter__(self) -> Beside:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def ask(self, articles: list[Article]) -> bool:
        """Have these read; False where no process can be had."""
        if self.losses >= LOSSES:
            return False
        try:
            if self._process is None:
                self._start()
            assert self._pipe is not None
            self._pipe.send(articles)
        except OSError:
            self._lost()
            return False
        return True

    def answer(self) -> Read | None:
        """The answer to what was asked; None if the process was lost. Raises StoppedError."""
        assert self._pipe is not None and self._process is not None
        while True:
            # The end of the process is waited for as well: a lost one answers nothing.
            ready = wait([self._pipe, self._process.sentinel], LOOK_SECONDS)
            if self._stopped():
                raise StoppedError("asked to stop")
            if not ready:
                continue
            try:
                found: Read = self._pipe.recv()
            except (EOFError, OSError):
                self._lost()
                return None
            return found

    def _start(self) -> None:
        # Not by fork: the database and the matrix libraries have threads, and a forked process
        # would hold this one's end of the pipe open.
        spawn = multiprocessing.get_context("spawn")
        ours, theirs = spawn.Pipe()
        process = spawn.Process(target=_work, args=(theirs,), daemon=True)
        process.start()
        theirs.close()
        self._pipe, self._process = ours, process
        # Not as an argument: a process that ends before it has read many bytes of those is waited
        # for without end.
        self._pipe.send(self._context)

    def _lost(self) -> None:
        self.losses += 1
        self._end()

    def _end(self) -> None:
        if self._process is not None and self._pipe is not None:
            self._process.kill()
            self._process.join()
            self._pipe.close()
        self._process = self._pipe = None


def prepared_beside(
    batches: Iterable[list[Raw]],
    context: Context,
    unknown: Unknown,
    stopped: Callable[[], bool],
) -> Generator[tuple[list[Raw], Prepared | None], None, None]:
    """Each batch in the order given; None instead of the result where the caller is to prepare it.

    `unknown` picks the articles that are not stored yet: only they are read.
    """
    source = iter(batches)
    first = list(islice(source, FEWEST))
    if len(first) < FEWEST:
        yield from ((batch, None) for batch in first)
        return
    preparer = Preparer(context)
    with Beside(context, stopped) as beside:
        waiting: tuple[list[Raw], Prepared, bool] | None = None
        for batch in chain(first, source):
            start = time.perf_counter()
            rejected, articles, fact_checks = preparer.check(batch)
            checked = Prepared(
                n_records=len(batch),
                rejected=rejected,
                articles=articles,
                fact_checks=fact_checks,
                readings={},
                encoded=Encoded(),
                model_version=tagger().version,
                seconds={"parse": time.perf_counter() - start},
            )
            before = _taken(beside, waiting)
            waiting = batch, checked, beside.ask(unknown(articles))
            if before:
                yield before
        last = _taken(beside, waiting)
    if last:
        yield last


def _taken(
    beside: Beside, waiting: tuple[list[Raw], Prepared, bool] | None
) -> tuple[list[Raw], Prepared | None] | None:
    """A batch with what was read of it; without, if the process was lost."""
    if waiting is None:
        return None
    batch, checked, asked = waiting
    read = beside.answer() if asked else None
    if read is None:
        return batch, None
    seconds = {**checked.seconds, **read.seconds}
    return batch, replace(checked, readings=read.readings, encoded=read.encoded, seconds=seconds)


def _work(pipe: Connection) -> None:
    """The process: takes the context, then answers until the other end of its pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the run to answer
    threading.Thread(target=_end_with_run, daemon=True).start()
    collect_seldom()
    seconds: Seconds = defaultdict(float)

    @contextmanager
    def timed(stage: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        seconds[stage] += time.perf_counter() - start

    with suppress(EOFError, OSError):  # the other end is closed by whatever ended the run
        preparer = Preparer(pipe.recv(), timed)
        while True:
            articles: list[Article] = pipe.recv()
            seconds.clear()
            readings, encoded = preparer.read_versions(articles)
            pipe.send(Read(readings, encoded, dict(seconds)))


def _end_with_run() -> None:
    """A run that is killed takes the process along, also in the middle of a batch."""
    run = multiprocessing.parent_process()
    if run is not None:
        run.join()
        os._exit(1)

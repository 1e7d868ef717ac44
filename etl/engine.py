"""Where batches are prepared: here, in a process beside this one, or on a Dask cluster."""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from etl.beside import Unknown, prepared_beside
from etl.errors import EngineError, StoppedError, UsageError, one_line
from etl.prepare import Context, Prepared, Preparer, Raw

if TYPE_CHECKING:
    from distributed import Client, Future

Name = Literal["local", "dask"]
AHEAD = 3  # batches under way for each worker thread: bounds the memory of this process
WAIT_SECONDS = 30.0  # for a scheduler and a first worker; also between looks at a silent cluster
STRIKES = 2  # looks in a row that find no worker before the run is given up


@dataclass(frozen=True, slots=True)
class Engine:
    """`local`, or `dask` with the address of its scheduler."""

    name: Name = "local"
    scheduler: str | None = None

    def __post_init__(self) -> None:
        if (self.name == "dask") != (self.scheduler is not None):
            raise UsageError("--engine dask and --scheduler tcp://HOST:PORT belong together")


def prepared(
    batches: Iterable[list[Raw]],
    context: Context,
    engine: Engine,
    model_version: str,
    done_by: Counter[str],
    stopped: Callable[[], bool],
    unknown: Unknown,
) -> Generator[tuple[list[Raw], Prepared | None], None, None]:
    """Each batch in the order given; None where the caller is to prepare it.

    A batch whose worker is lost is prepared again by another; only the caller stores anything, so
    nothing can be doubled. `done_by` counts batches by worker. `unknown` picks the articles that
    are not stored yet. Raises UsageError, EngineError, StoppedError.
    """
    if engine.name == "local":
        beside = context.input.second_process and len(os.sched_getaffinity(0)) > 1
        local = prepared_beside(batches, context, unknown, stopped) if beside else None
        for batch, ready in local or ((batch, None) for batch in batches):
            if ready:
                done_by["beside"] += 1
            yield batch, ready
        return
    with _connect(engine) as client:
        # A task, not scattered data: what a lost worker held is made again, scattered data is not.
        shared = client.submit(_itself, context, pure=False)
        source: Iterator[list[Raw] | None] = iter(batches)
        under_way: deque[tuple[list[Raw], Future[Any]]] = deque()
        while not stopped():
            while len(under_way) < AHEAD * max(1, sum(client.nthreads().values())):
                following = next(source, None)
                if following is None:
                    break
                task = client.submit(_prepare, following, shared, pure=False)
                under_way.append((following, task))
            if not under_way:
                return
            batch, future = under_way.popleft()
            worker, result = _wait(client, future, stopped)
            if result.model_version != model_version:
                raise EngineError(
                    f"worker {worker} has model {result.model_version}, this machine"
                    f" {model_version}: bring both to the same version"
                )
            done_by[worker] += 1
            yield batch, result
        raise StoppedError("asked to stop")


def _connect(engine: Engine) -> Client:
    try:
        from distributed import Client
    except ImportError:
        raise UsageError("--engine dask needs the extra `scale`: pip install distributed") from None
    try:
        client = Client(  # type: ignore[no-untyped-call]  # distributed types half of itself
            engine.scheduler, timeout=WAIT_SECONDS, set_as_default=False
        )
        client.wait_for_workers(1, timeout=WAIT_SECONDS)
    except (OSError, TimeoutError, ValueError) as error:
        reason = one_line(error, None) or type(error).__name__
        raise UsageError(f"{engine.scheduler}: no cluster to work with: {reason}") from None
    return client


def _wait(client: Client, future: Future[Any], stopped: Callable[[], bool]) -> tuple[str, Prepared]:
    """The result, however often workers are lost meanwhile, as long as some are left."""
    from distributed import KilledWorker
    from distributed import TimeoutError as Late

    empty = 0
    while True:
        try:
            found: tuple[str, Prepared] = future.result(timeout=WAIT_SECONDS)
            return found
        except Late:
            empty = 0 if client.scheduler_info()["workers"] else empty + 1
            if empty >= STRIKES:
                raise EngineError("no worker of the cluster is left") from None
            if stopped():
                raise StoppedError("asked to stop") from None
        except KilledWorker as error:
            raise EngineError(f"a batch ended every worker that took it: {error}") from None


def _itself(context: Context) -> Context:
    return context


def _prepare(batch: list[Raw], context: Context) -> tuple[str, Prepared]:
    """Runs on a worker."""
    from distributed import get_worker

    return get_worker().address, _preparer(_Key(context)).prepare(batch)


@dataclass(frozen=True, slots=True, eq=False)
class _Key:
    """A context by what it says, so that each worker builds its indexes once."""

    context: Context

    def __hash__(self) -> int:
        return hash(repr(self.context))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.context == other.context


@lru_cache(maxsize=2)
def _preparer(key: _Key) -> Preparer:
    return Preparer(key.context)

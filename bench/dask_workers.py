"""How much do more Dask workers bring? python bench/dask_workers.py PATH … [--workers 1 2]

For each number of workers a cluster of processes on this machine, each worker with one thread and
kept to one core, and one `etl run` into a fresh folder. Matching and writing is done by the run
itself on the same cores: that part gets no faster.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.etl_speed import run  # noqa: E402  # the path comes first

WORKER = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")


def main() -> int:
    """Rows for bench/RESULTS.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--workers", nargs="+", type=int, default=[1, 2])
    args = parser.parse_args()
    print("| workers | articles | seconds | articles/s | against the first |")
    first = 0.0
    for workers in args.workers:
        with cluster(workers) as address:
            done = run(args.paths, "--engine", "dask", "--scheduler", address)
        if done is None:
            return 1
        report, _ = done
        rate = report["records"] / report["seconds"]
        first = first or rate
        print(
            f"| {workers} | {report['records']:,} | {report['seconds']:.1f} | {rate:.1f}"
            f" | {rate / first:.2f} |",
            flush=True,
        )
    return 0


@contextmanager
def cluster(workers: int) -> Iterator[str]:
    """The address of a scheduler with so many workers; all end with the block."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = str(one.getsockname()[1])
    address = f"tcp://127.0.0.1:{port}"
    cores = sorted(os.sched_getaffinity(0))
    running = [_start("scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard")]
    try:
        for nth in range(workers):
            worker = _start("worker", address, *WORKER, "--name", str(nth))
            os.sched_setaffinity(worker.pid, {cores[nth % len(cores)]})
            running.append(worker)
        time.sleep(1.0)  # the run waits for the first worker only
        yield address
    finally:
        for process in running:
            process.kill()
            process.wait()


def _start(part: str, *args: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", f"distributed.cli.dask_{part}", *args]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())

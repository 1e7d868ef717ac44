"""A simulated week of many feeds with faults: python bench/soak.py [--feeds 200] [--articles 500]

Two worlds get the same feeds from a real local server: one without faults, one in which a share of
the answers is broken in one of sixteen ways, some runs are stopped half-way, some are killed, and
the clock goes back now and then. At the end the tables must be equal. What depends on the order of
arrival (which of two similar mentions founded their claim) is counted and told apart.
"""

from __future__ import annotations

import argparse
import multiprocessing
import platform
import random
import resource
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.soak_feeds import START, WEEK, Size, faulty, window  # noqa: E402  # the path comes first
from etl import config  # noqa: E402
from etl.errors import StoppedError  # noqa: E402
from etl.pipeline import run  # noqa: E402
from etl.report import Report  # noqa: E402
from tests.faults import server as bad  # noqa: E402

# Of the runs of the world with faults, so many are stopped, killed, or have a clock gone back.
STOPPED_SHARE = KILLED_SHARE = BACK_SHARE = 0.1
BACK = timedelta(hours=6)
SHOWN = 3  # rows of a difference that are printed
START_SECONDS = 5.0  # what a process takes to load the models; it is killed after that
SETTINGS = """
[lists]
sources = ["sources.toml"]
actors = []
[fetch]
allow_hosts = ["127.0.0.0/8"]
timeout_seconds = {patience}
total_seconds = {patience}
backoff_seconds = 0.01
host_delay_seconds = 0
max_bytes = 2000000
[feeds]
pages = false
[retention]
event_days = 0
"""
COMPARED = {
    "article": "select article_id, source_id, url, title, language, published_at, content_hash,"
    " n_mentions, n_revisions from article order by all",
    "article_text": "select * from article_text order by all",
    "article_revision": "select article_id, content_hash, n_added, n_removed"
    " from article_revision order by all",
    "mention": "select * exclude (run_id, claim_id, similarity, matched_by) from mention"
    " order by all",
    "source": "select * from source order by all",
    "rejected": "select * exclude (run_id) from rejected order by all",
    "feed_entry": "select feed_id, entry_id, content_hash, is_first from feed_entry order by all",
    "feed": "select feed_id, source_id, url, kind, n_entries from feed order by all",
}


@dataclass
class World:
    """One data folder with its clock; `size.faults` is 0 for the clean one."""

    folder: Path
    size: Size
    broken: bool
    feeds_at: datetime = START  # the time by which the feeds go
    now: datetime = START  # the time by which the runs go
    faults: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def tables(self) -> dict[str, list[tuple[object, ...]]]:
        """What is compared."""
        with duckdb.connect(str(self.folder / "data" / "warehouse.duckdb"), read_only=True) as con:
            return {name: con.execute(sql).fetchall() for name, sql in COMPARED.items()}

    def founders(self) -> dict[object, object]:
        """For each mention, the mention that founded its claim."""
        with duckdb.connect(str(self.folder / "data" / "warehouse.duckdb"), read_only=True) as con:
            rows = con.execute(
                "select m.mention_id, f.mention_id from mention m join claim_founding f"
                " using (claim_id)"
            ).fetchall()
        return dict(rows)


def feed_answer(feed: int, world: World, clock: random.Random) -> bad.Answer:
    """What the server says for one feed at the world's time."""

    again = 0  # further errors before the answer is good: 500 twice, then 200

    def answer(request: bad.Request) -> None:
        nonlocal again
        body = window(feed, world.feeds_at, world.size)
        if again:
            again -= 1
            request.send(500)
        elif world.broken and clock.random() < world.size.faults:
            name, broken = clock.choice(list(faulty(body).items()))
            again = 1 if name == "500 twice" else 0
            world.faults[name] += 1
            broken(request)
        else:
            bad.conditional(body, etag=f'"{hash(body)}"')(request)

    return answer


def live(world: World, server: bad.Server) -> None:
    """The week, round by round, and one round without faults at its end."""
    port = server.url.rpartition(":")[2]
    chance = random.Random(7)
    lists = []
    for feed in range(world.size.feeds):
        url = f"http://127.0.{feed // 250 + 1}.{feed % 250 + 1}:{port}/{feed}"
        lists.append(f'[[source]]\nid = "paper{feed}.example"\nname = "P{feed}"\nfeeds = ["{url}"]')
        server.routes[f"/{feed}"] = feed_answer(feed, world, random.Random(feed))
    world.folder.mkdir()
    (world.folder / "sources.toml").write_text("\n".join(lists))
    (world.folder / "claimwatch.toml").write_text(SETTINGS.format(patience=world.size.patience))
    began = time.monotonic()
    for number in range(1, world.size.rounds + 1):
        world.now = world.feeds_at = START + WEEK * number / world.size.rounds
        last = number == world.size.rounds
        if last:
            world.broken = False
        happens = chance.random() if world.broken else 1.0
        if world.broken and chance.random() < BACK_SHARE:
            world.outcomes["clock gone back"] += 1
            world.now -= BACK
        if happens < KILLED_SHARE:
            usual = (time.monotonic() - began) / number
            kill(world, START_SECONDS + chance.random() * usual)
        else:
            round_of(world, stopped=happens < KILLED_SHARE + STOPPED_SHARE)
    world.seconds = time.monotonic() - began


def round_of(world: World, *, stopped: bool = False) -> None:
    """One run at the world's time; a stopped one ends after its first batch."""
    stop = threading.Event()

    def progress(report: Report) -> None:
        if stopped:
            stop.set()

    settings = config.load(world.folder / "claimwatch.toml")
    try:
        report = run(world.folder / "data", [], settings, lambda: world.now, progress, stop)
        world.outcomes += Counter(report.feeds)
    except StoppedError:
        world.outcomes["runs stopped"] += 1


def kill(world: World, seconds: float) -> None:
    """A run in a process of its own, killed in its midst unless it is done before."""
    process = multiprocessing.get_context("spawn").Process(
        target=round_of, args=(World(world.folder, world.size, False, world.now, world.now),)
    )
    process.start()
    process.join(seconds)
    process.kill()
    process.join()
    world.outcomes["runs killed"] += 1


def soak(folder: Path, size: Size) -> tuple[World, World]:
    """Both worlds after their week."""
    clean, broken = World(folder / "clean", size, False), World(folder / "broken", size, True)
    with bad.serve("0.0.0.0") as server:  # all of 127.0.0.0/8: every feed has a host of its own
        live(clean, server)
        live(broken, server)
    return clean, broken


def main() -> int:
    """Run it and print what came of it; 1 if a table differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--articles", type=int, default=500, help="for each feed, in the week")
    parser.add_argument("--rounds", type=int, default=28, help="runs in the week")
    parser.add_argument("--faults", type=float, default=0.05, help="share of broken answers")
    parser.add_argument("--claims", type=float, default=0.1, help="share of articles with a claim")
    args = parser.parse_args()
    size = Size(args.feeds, args.articles, args.rounds, args.faults, args.claims)
    with tempfile.TemporaryDirectory() as folder:
        clean, broken = soak(Path(folder), size)
        ours, theirs = broken.tables(), clean.tables()
        found, right = broken.founders(), clean.founders()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{size.feeds} feeds, {size.articles} articles each, {size.rounds} rounds,"
        f" {size.faults:.0%} faults, {size.claims:.0%} of articles with a claim;"
        f" clean {clean.seconds:,.0f} s, broken {broken.seconds:,.0f} s, peak {peak:,.0f} MB;"
        f" Python {platform.python_version()}"
    )
    print("faults served:", dict(sorted(broken.faults.items())))
    print("checks:", dict(sorted(broken.outcomes.items())))
    for name, rows in theirs.items():
        verdict = "equal" if ours[name] == rows else "DIFFERENT"
        print(f"{len(rows):9,}  {name}: {verdict}")
        for one, other, where in ((rows, ours[name], "clean"), (ours[name], rows, "broken")):
            for row in sorted(set(one) - set(other), key=str)[:SHOWN]:
                print(f"           only in the {where} world: {str(row)[:300]}")
    same = sum(found.get(mention) == founder for mention, founder in right.items())
    print(f"{len(right):9,}  mentions, {same:,} of them in a claim with the same founding mention")
    return int(ours != theirs)


if __name__ == "__main__":
    sys.exit(main())

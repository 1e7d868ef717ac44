"""What others need for the same work: python bench/peers.py DATA_DIR [PATH …]

Spread by day from the newest snapshot of a data folder: DuckDB, pandas, SQLite. Copies among the
articles of files: ours, and MinHash-LSH by datasketch where it is installed.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from etl import config  # noqa: E402  # the path comes first
from etl.collect import files  # noqa: E402
from etl.parse import Outlets, parse  # noqa: E402
from etl.publish import latest  # noqa: E402
from etl.records import Article, RawArticle  # noqa: E402
from etl.syndication import CopyIndex, group  # noqa: E402

RUNS = 5
ARTICLES = 2_000
WORDS = 3  # in a shingle, as ours
MENTIONS = (
    "select claim_id, epoch(appeared_at)::bigint as at, status::varchar as status, source_id"
    " from live_mention where appeared_at is not null"
)
BY_DAY = (
    "select claim_id, at / 86400 as day, status, source_id, count(*) as n"
    " from mention group by 1, 2, 3, 4"
)


def main() -> int:
    """Lines for bench/RESULTS.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data_dir", type=Path)
    parser.add_argument("paths", nargs="*", type=Path)
    args = parser.parse_args()
    snapshot = latest(args.data_dir)
    if snapshot is None:
        print(f"{args.data_dir}: no snapshot", file=sys.stderr)
        return 1
    _spread(snapshot)
    if args.paths:
        _copies(args.paths)
    return 0


def _spread(snapshot: Path) -> None:
    import pandas as pd

    with duckdb.connect(str(snapshot), read_only=True) as con:
        rows = con.execute(MENTIONS).fetchall()
        ours, view = _median(
            lambda: con.execute("select * from claim_spread_daily").fetchnumpy()["n_mentions"]
        )
    frame = pd.DataFrame(rows, columns=["claim_id", "at", "status", "source_id"])
    pandas_time, by_pandas = _median(
        lambda: (
            frame.assign(day=frame["at"] // 86_400)
            .groupby(["claim_id", "day", "status", "source_id"])
            .size()
        )
    )
    lite = sqlite3.connect(":memory:")
    lite.execute("create table mention (claim_id text, at integer, status text, source_id text)")
    lite.executemany("insert into mention values (?, ?, ?, ?)", rows)
    lite_time, by_lite = _median(lambda: lite.execute(BY_DAY).fetchall())
    assert len(by_pandas) == len(by_lite) == len(view)
    assert int(by_pandas.sum()) == sum(row[-1] for row in by_lite) == int(view.sum())
    print(f"spread by day of {len(rows):,} mentions, {len(view):,} rows, median of {RUNS}:")
    _line("the view in DuckDB, from the file", ours, ours)
    _line("pandas, from a frame in memory", pandas_time, ours)
    _line("SQLite, from a table in memory", lite_time, ours)


def _copies(paths: list[Path]) -> None:
    settings = config.load()
    outlets = Outlets.of(settings.sources)
    raw = (
        item
        for file in files.find(paths)
        for item in files.read(file, settings.input.max_record_bytes)
        if isinstance(item, RawArticle)
    )
    parsed = (parse(item, settings.input, outlets) for item in islice(raw, ARTICLES))
    articles = [item for item in parsed if isinstance(item, Article)]
    start = time.perf_counter()
    groups = group(articles, {}, CopyIndex(lambda day: []), settings.match)
    ours = time.perf_counter() - start
    joined = sum(one.group != article_id for article_id, one in groups.items())
    print(f"copies among {len(articles):,} articles:")
    _line(f"ours ({joined} joined another)", ours, ours)
    if find_spec("datasketch"):
        start = time.perf_counter()
        joined = _datasketch(articles, settings.match.syndication_overlap)
        spent = time.perf_counter() - start
        _line(f"datasketch MinHash-LSH ({joined} like an earlier one, no second look)", spent, ours)


def _datasketch(articles: list[Article], least: float) -> int:
    from datasketch import MinHash, MinHashLSH

    index, joined = MinHashLSH(threshold=least, num_perm=128), 0
    for article in articles:
        words = article.text.lower().split()
        sketch = MinHash(num_perm=128)
        sketch.update_batch(
            [" ".join(words[i : i + WORDS]).encode() for i in range(len(words) - WORDS + 1)]
        )
        joined += bool(index.query(sketch))
        if article.article_id not in index:
            index.insert(article.article_id, sketch)
    return joined


def _median(work: Callable[[], Any]) -> tuple[float, Any]:
    spent = []
    for _ in range(RUNS):
        start = time.perf_counter()
        found = work()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent), found


def _line(name: str, seconds: float, ours: float) -> None:
    print(f"  {name}: {seconds * 1000:,.1f} ms, {seconds / ours:.2f} times ours")


if __name__ == "__main__":
    sys.exit(main())

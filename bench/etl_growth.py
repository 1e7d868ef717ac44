"""Does the time for an article grow with their number? python bench/etl_growth.py FILE.parquet N …

Runs the ETL on N articles of a file, for each N into a fresh folder. A file with fewer articles is
read again as if in later weeks, with the texts under other titles: its claims are repeated then, as
they are in the news, but word for word, which is a little cheaper.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import polars as pl

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.etl_speed import run  # noqa: E402  # the path comes first

STAGES = ("parse", "extract", "credit", "tag", "vectors", "match", "store")
DAYS = 7  # between two readings of the file


def main() -> int:
    """Rows for bench/RESULTS.md."""
    file, *sizes = sys.argv[1:]
    articles = pl.read_parquet(file)
    print(f"| articles | mentions | ms an article | MB | {' | '.join(STAGES)}: ms an article |")
    for size in map(int, sizes or ["1000", "2000"]):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "first.parquet"
            _first(articles, size).write_parquet(path)
            done = run([path])
        if done is None:
            return 1
        report, peak = done
        n = report["records"]
        stages = (f"{1000 * report['stage_seconds'].get(stage, 0.0) / n:.1f}" for stage in STAGES)
        print(
            f"| {n:,} | {report['mentions_new']:,} | {1000 * report['seconds'] / n:.1f}"
            f" | {peak:,.0f} | {' | '.join(stages)} |",
            flush=True,
        )
    return 0


def _first(articles: pl.DataFrame, size: int) -> pl.DataFrame:
    """So many articles, those past the end of the file made of it again."""
    times = -(-size // max(1, articles.height))
    return pl.concat([_again(articles, nth) for nth in range(times)]).head(size)


def _again(articles: pl.DataFrame, nth: int) -> pl.DataFrame:
    if not nth:
        return articles
    day = pl.col("published_at").cast(pl.String).str.slice(0, 10).str.to_date()
    return articles.with_columns(
        pl.col("url") + f"?again={nth}",
        pl.col("text").shuffle(seed=nth),
        (day + pl.duration(days=DAYS * nth)).cast(pl.String).alias("published_at"),
    )


if __name__ == "__main__":
    sys.exit(main())

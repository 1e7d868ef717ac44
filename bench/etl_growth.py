"""Does the time for an article grow with their number? python bench/etl_growth.py FILE.parquet N …

Runs the ETL on the first N articles of a file, for each N into a fresh folder.
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


def main() -> int:
    """Rows for bench/RESULTS.md."""
    file, *sizes = sys.argv[1:]
    articles = pl.scan_parquet(file)
    print(f"| articles | mentions | ms an article | MB | {' | '.join(STAGES)}: ms an article |")
    for size in map(int, sizes or ["1000", "2000"]):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "first.parquet"
            articles.head(size).sink_parquet(path)
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


if __name__ == "__main__":
    sys.exit(main())

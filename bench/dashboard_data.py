"""A snapshot of an invented year for the dashboard's bench: python bench/dashboard_data.py DIR"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from etl.publish import publish  # noqa: E402  # the path comes first
from etl.warehouse import migrate  # noqa: E402

YEAR = (ROOT / "bench" / "year.sql").read_text(encoding="utf8")


def make(folder: Path, mentions: int, claims: int, sources: int) -> Path:
    """Write the year into a warehouse on disk and publish it; returns the snapshot."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "warehouse.duckdb"
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as con:
        con.execute("set TimeZone = 'UTC'")
        con.execute("set preserve_insertion_order = false")
        migrate(con)
        sizes = {"mentions": mentions, "claims": claims, "sources": sources}
        for statement in duckdb.extract_statements(YEAR):
            named = statement.named_parameters
            con.execute(statement, {name: sizes[name] for name in named})
        started = time.perf_counter()
        snapshot = publish(con, folder, "20260415T000000Z-year", keep=1)
        seconds = time.perf_counter() - started
    print(f"{snapshot}: {snapshot.stat().st_size / 1e6:,.0f} MB, published in {seconds:.0f} s")
    return snapshot


def main() -> int:
    """The year of the issue: a million mentions, 60,000 claims, 400 outlets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--mentions", type=int, default=1_000_000)
    parser.add_argument("--claims", type=int, default=60_000)
    parser.add_argument("--sources", type=int, default=400)
    args = parser.parse_args()
    make(args.folder, args.mentions, args.claims, args.sources)
    return 0


if __name__ == "__main__":
    sys.exit(main())

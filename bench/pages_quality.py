"""How well pages are read, beside bare trafilatura: python bench/pages_quality.py PATH [--worst N]

PATH is a Parquet file with the columns id, url, lang, title, text, published_at and html. Prints
for both readers the mean token F1 of the text, the share of titles that are exact or contained
(one in the other, at least half its length), and the share of dates whose day is right.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
from trafilatura import bare_extraction

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from etl.collect.pages import read_page  # noqa: E402  # the path comes first
from etl.config import InputSettings  # noqa: E402
from etl.parse import Outlets, parse  # noqa: E402
from etl.records import Article, RawArticle  # noqa: E402

WORDS = re.compile(r"\w+")
FETCHED = datetime(2026, 11, 1, tzinfo=UTC)  # later than every page of the set


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of one page."""

    title: str
    text: str
    day: date | None


def bare(row: dict[str, str]) -> Reading:
    """Trafilatura with its defaults."""
    page = bare_extraction(row["html"], url=row["url"], with_metadata=True)
    if page is None or isinstance(page, dict):
        return Reading("", "", None)
    day = date.fromisoformat(page.date) if page.date else None
    return Reading(page.title or "", page.text or "", day)


def ours(row: dict[str, str]) -> Reading:
    """Claimwatch: page reader and parser, as a run uses them."""
    blank = RawArticle(file=row["id"], url=row["url"], fetched_at=FETCHED.isoformat())
    raw = read_page(row["html"].encode(), blank)
    if not isinstance(raw, RawArticle):
        return Reading("", "", None)
    article = parse(raw, InputSettings(), Outlets.of([]))
    if not isinstance(article, Article):
        return Reading("", "", None)
    day = article.published_at.date() if article.published_at else None
    return Reading(article.title, article.text, day)


def f1(got: str, want: str) -> float:
    """Token F1 over bags of lower-case words."""
    a, b = Counter(WORDS.findall(got.lower())), Counter(WORDS.findall(want.lower()))
    if not a or not b:
        return float(a == b)
    return 2 * (a & b).total() / (a.total() + b.total())


def title_right(got: str, want: str) -> bool:
    """Exact, or one contained in the other and at least half as long."""
    # A soft hyphen is a hint to the browser, not a letter.
    a, b = (" ".join(WORDS.findall(text.lower().replace("\xad", ""))) for text in (got, want))
    short, long = sorted((a, b), key=len)
    return bool(short) and short in long and len(short) * 2 >= len(long)


def measure(
    name: str, reader: Callable[[dict[str, str]], Reading], rows: list[dict[str, str]], worst: int
) -> None:
    """Print one line of figures, and the pages read worst."""
    start = time.perf_counter()
    found = [reader(row) for row in rows]
    spent = time.perf_counter() - start
    texts = [f1(got.text, row["text"]) for got, row in zip(found, rows, strict=True)]
    titles = [title_right(got.title, row["title"]) for got, row in zip(found, rows, strict=True)]
    days = [
        (got.day, given_days(row["published_at"])) for got, row in zip(found, rows, strict=True)
    ]
    dated = [got in want for got, want in days if want]
    print(
        f"{name:<12} text F1 {sum(texts) / len(texts):.4f}"
        f"  title {sum(titles) / len(titles):.4f}"
        f"  date {sum(dated) / len(dated):.4f}"
        f"  empty {sum(not got.text for got in found)}"
        f"  {spent / len(rows) * 1000:.0f} ms a page"
    )
    for index in sorted(range(len(rows)), key=lambda i: texts[i])[:worst]:
        print(f"  {texts[index]:.3f}  {rows[index]['id']}")
    if worst:
        for got, row, right in zip(found, rows, titles, strict=True):
            if not right:
                print(f"  title  {row['id']}: {got.title!r} for {row['title']!r}")
        for (day, want), row in zip(days, rows, strict=True):
            if want and day not in want:
                print(f"  date   {row['id']}: {day} for {row['published_at']}")


def given_days(text: str | None) -> set[date]:
    """The day as written, and the same moment's day in UTC."""
    if not text:
        return set()
    when = datetime.fromisoformat(text)
    return {when.date(), when.astimezone(UTC).date()}


def main() -> int:
    """Measure both readers on the same pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--worst", type=int, default=0, help="name so many of the worst pages")
    args = parser.parse_args()
    rows = pl.read_parquet(args.path).to_dicts()
    print(f"{len(rows)} pages")
    measure("trafilatura", bare, rows, 0)
    measure("claimwatch", ours, rows, args.worst)
    return 0


if __name__ == "__main__":
    sys.exit(main())

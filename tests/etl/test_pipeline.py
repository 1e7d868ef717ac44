"""Runs end to end: nothing lost, nothing doubled, killed or not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from etl.migrate import migrate
from etl.publish import MATERIALISED, latest
from etl.report import Report
from etl.warehouse import Warehouse
from tests.conftest import ROOT, rows

Write = Callable[..., Path]
Load = Callable[..., Report]

STORY = (
    "Das Ministerium in Marenz bestätigte am Montag den Fund von drei alten Schiffen im Hafen. "
    "Laut dem Hafenamt stammen die Schiffe aus dem 17. Jahrhundert. "
    "Ein Sprecher der Reederei bestritt, dass die Bauarbeiten die Wracks beschädigt haben."
)


def article(number: int, **values: object) -> dict[str, object]:
    return {
        "url": f"https://paper{number % 3}.example/{number}",
        "title": f"Bericht Nummer {number} aus dem Hafen von Marenz",
        "text": STORY,
        "published_at": f"2026-03-{number % 28 + 1:02}T08:00:00Z",
        "language": "de",
        **values,
    }


def tables(data_dir: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table without what tells one run from another."""
    found = {}
    with duckdb.connect(str(data_dir / "warehouse.duckdb"), read_only=True) as con:
        names = con.execute("select table_name from duckdb_tables() order by 1").fetchall()
        for (name,) in names:
            if name not in ("run", "migration"):
                columns = con.table(name).columns
                kept = ", ".join(column for column in columns if column != "run_id")
                found[name] = con.table(name).project(kept).order("all").fetchall()
    return found


def test_a_second_run_changes_no_table(write_lines: Write, load: Load, tmp_path: Path) -> None:
    path = write_lines([article(n) for n in range(30)])
    first = load(path)
    before = tables(tmp_path / "data")
    second = load(path)
    assert (first.articles_new, second.articles_new, second.articles_known) == (30, 0, 30)
    assert second.mentions_new == second.claims_new == 0
    assert tables(tmp_path / "data") == before


def test_the_order_inside_a_batch_does_not_matter(
    write_lines: Write, load: Load, tmp_path: Path
) -> None:
    articles = [article(n) for n in range(20)]
    load(write_lines(articles, "a.jsonl"), data_dir=tmp_path / "one")
    load(write_lines(articles[::-1], "b.jsonl"), data_dir=tmp_path / "two")
    one, two = tables(tmp_path / "one"), tables(tmp_path / "two")
    assert one["claim_founding"] == two["claim_founding"]
    assert one["mention"] == two["mention"]


def test_a_changed_text_is_a_revision(write_lines: Write, load: Load, tmp_path: Path) -> None:
    old = article(1, fetched_at="2026-03-02T09:00:00Z")
    new = {
        **old,
        "text": STORY.replace("Laut dem Hafenamt", "Nach Angaben eines Tauchers")
        + " Das Hafenamt wies das zurück.",
        "fetched_at": "2026-03-02T14:05:00Z",
    }
    report = load(write_lines([old, new]))
    assert (report.articles_new, report.articles_revised) == (1, 1)
    snapshot = latest(tmp_path / "data")
    assert snapshot is not None
    versions = rows(
        snapshot, "select seen_at::varchar, n_added, n_removed from article_revision order by 1"
    )
    assert versions == [("2026-03-02 09:00:00+00", 4, 0), ("2026-03-02 14:05:00+00", 2, 1)]
    assert rows(snapshot, "select n_revisions, n_mentions from article") == [(2, 5)]
    added = rows(
        snapshot,
        "select text, appeared_at::varchar from mention where appeared_at > '2026-03-02 12:00'",
    )
    assert ("Das Hafenamt wies das zurück.", "2026-03-02 14:05:00+00") in added
    (gone,) = rows(snapshot, "select text from mention where removed_at is not null")
    assert "Laut dem Hafenamt" in str(gone[0])
    assert load(write_lines([old, new])).articles_known == 2


def test_rejected_rows_are_kept_with_their_place(
    write_lines: Write, load: Load, tmp_path: Path
) -> None:
    path = write_lines(
        [article(1), {"url": "https://a.example/x"}, article(2, url="mailto:x@a.example")]
    )
    report = load(path)
    assert report.rejected == {"no_text": 1, "bad_url": 1}
    assert report.records == report.articles_new + sum(report.rejected.values())
    snapshot = latest(tmp_path / "data")
    assert snapshot is not None
    assert rows(snapshot, "select file, line, reason, field from rejected order by line") == [
        ("articles.jsonl", 2, "no_text", "text"),
        ("articles.jsonl", 3, "bad_url", "url"),
    ]


def test_undated_and_future_articles_stay_off_the_time_axis(
    write_lines: Write, load: Load, tmp_path: Path
) -> None:
    fetched = {"fetched_at": "2026-03-05T00:00:00Z"}
    load(
        write_lines(
            [
                article(1, **fetched),
                article(2, published_at=None, **fetched),
                article(3, published_at="2027-01-01", **fetched),
            ]
        )
    )
    snapshot = latest(tmp_path / "data")
    assert snapshot is not None
    assert rows(
        snapshot, "select date_flag::varchar, count(*) from article group by 1 order by 1"
    ) == [
        ("future", 1),
        ("ok", 1),
        ("undated", 1),
    ]
    (days,) = rows(snapshot, "select count(distinct day) from claim_spread_daily")
    assert days == (1,)


def test_a_snapshot_holds_no_full_text_and_explains_itself(demo_snapshot: Path) -> None:
    names = {name for (name,) in rows(demo_snapshot, "select table_name from duckdb_tables()")}
    assert names == {
        "source",
        "article",
        "article_revision",
        "mention",
        "match_reason",
        "claim_suggestion",
        "denial_link",
        "decision",
        "decision_mention",
        "credit",
        "actor",
        "fact_check",
        "feed",
        "fetch_event",
        "rejected",
        "run",
        *MATERIALISED,
    }
    bare = rows(
        demo_snapshot,
        "select distinct table_name from duckdb_columns()"
        " where not internal and comment is null"
        " and table_name in (select table_name from duckdb_tables())",
    )
    # What was a view in the warehouse is explained as a whole.
    assert {name for (name,) in bare} <= set(MATERIALISED)


def test_snapshots_are_replaced_and_old_ones_forgotten(
    write_lines: Write, load: Load, tmp_path: Path
) -> None:
    path = write_lines([article(1)])
    reports = [load(path) for _ in range(7)]
    folder = tmp_path / "data" / "snapshots"
    kept = sorted(folder.glob("*.duckdb"))
    assert len(kept) == 5
    assert not list(folder.glob("*.tmp*"))
    assert str(latest(tmp_path / "data")) == reports[-1].snapshot


def test_a_reader_of_the_last_snapshot_does_not_stop_a_run(
    write_lines: Write, load: Load, tmp_path: Path
) -> None:
    load(write_lines([article(1)]))
    snapshot = latest(tmp_path / "data")
    assert snapshot is not None
    with duckdb.connect(str(snapshot), read_only=True) as reader:
        load(write_lines([article(1), article(2)]))
        assert reader.execute("select count(*) from article").fetchone() == (1,)
    newest = latest(tmp_path / "data")
    assert newest is not None
    assert rows(newest, "select count(*) from article") == [(2,)]


def test_migrations_apply_once() -> None:
    con = duckdb.connect()
    assert migrate(con) == [
        path.name for path in sorted((ROOT / "etl" / "migrations").glob("*.sql"))
    ]
    assert migrate(con) == []


def test_two_writers_are_refused_by_name(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from etl.warehouse import Warehouse\n"
        "with Warehouse(Path(sys.argv[1])): print('open', flush=True); time.sleep(30)"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE
    )
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "etl",
                "run",
                "--data-dir",
                str(tmp_path),
                "--input",
                "demo/articles",
            ],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert "cannot be opened for writing" in done.stderr
        assert str(holder.pid) in done.stderr
        assert "Traceback" not in done.stderr
    finally:
        holder.kill()
        holder.wait()


@pytest.mark.slow
def test_killed_at_any_time_and_run_again_gives_the_same_tables(
    write_lines: Write, load: Load, tmp_path: Path
) -> None:
    path = write_lines(
        [article(n, text=f"{STORY} Es war Fund Nummer {n * 37}.") for n in range(1200)]
    )
    load(path, data_dir=tmp_path / "calm")
    command = [
        sys.executable,
        "-m",
        "etl",
        "run",
        "--data-dir",
        str(tmp_path / "killed"),
        "--input",
        str(path),
    ]
    committed = 0
    for wanted in (1, 3):
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 120
        wal = tmp_path / "killed" / "warehouse.duckdb.wal"
        size, grown = 0, 0
        while grown < wanted * 2 and process.poll() is None and time.monotonic() < deadline:
            now = wal.stat().st_size if wal.exists() else 0
            grown += now != size
            size = now
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        with Warehouse(tmp_path / "killed") as warehouse:
            (committed,) = warehouse.con.execute("select count(*) from article").fetchone() or (0,)
        assert committed % 200 == 0
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert tables(tmp_path / "killed") == tables(tmp_path / "calm")
    outcomes = rows(latest(tmp_path / "killed"), "select outcome from run order by started_at")  # type: ignore[arg-type]
    assert outcomes[-1] == ("ok",)
    assert {outcome for (outcome,) in outcomes[:-1]} == {"interrupted"}

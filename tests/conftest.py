"""What the tests share: real files, a real warehouse, the demo loaded once."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from etl import config
from etl.pipeline import run
from etl.publish import latest
from etl.report import Report

ROOT = Path(__file__).resolve().parent.parent
NOW = datetime(2026, 4, 6, 8, 0, tzinfo=UTC)


@pytest.fixture
def write_lines(tmp_path: Path) -> Callable[..., Path]:
    """Write rows as a JSON-lines file and return its path."""

    def write(rows: list[dict[str, object]], name: str = "articles.jsonl") -> Path:
        path = tmp_path / name
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        path.write_text(text, encoding="utf8")
        return path

    return write


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., Report]:
    """Run the ETL on paths into a data folder of the test's own."""

    def load_paths(*paths: Path, data_dir: Path | None = None) -> Report:
        settings = config.load()
        return run(data_dir or tmp_path / "data", list(paths), settings, lambda: NOW)

    return load_paths


@pytest.fixture(scope="session")
def demo_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo corpus loaded."""
    data_dir = tmp_path_factory.mktemp("demo")
    settings = config.load(ROOT / "demo" / "claimwatch.toml")
    run(data_dir, [ROOT / "demo" / "articles"], settings, lambda: NOW)
    return data_dir


@pytest.fixture(scope="session")
def demo_snapshot(demo_dir: Path) -> Path:
    """The snapshot of the demo corpus."""
    path = latest(demo_dir)
    assert path is not None
    return path


def rows(
    snapshot: Path, sql: str, params: dict[str, object] | None = None
) -> list[tuple[object, ...]]:
    """Rows of a query on a snapshot."""
    with duckdb.connect(str(snapshot), read_only=True) as con:
        return con.execute(sql, params or {}).fetchall()

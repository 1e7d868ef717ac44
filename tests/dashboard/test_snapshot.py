"""The newest snapshot is found, read without locks, never answered from an older one's cache."""

from pathlib import Path

import duckdb
import pytest

from dashboard import snapshot
from dashboard.queries import overview
from dashboard.queries.selection import Selection
from tests.dashboard import invented


def test_data_dir_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMWATCH_DATA_DIR", "/somewhere")
    assert snapshot.data_dir() == Path("/somewhere")
    monkeypatch.delenv("CLAIMWATCH_DATA_DIR")
    assert snapshot.data_dir() == Path("data")


@pytest.mark.parametrize("named", [None, "", "gone.duckdb", "../../etc/passwd"])
def test_no_snapshot_is_a_named_error(tmp_path: Path, named: str | None) -> None:
    if named is not None:
        (tmp_path / "snapshots").mkdir()
        (tmp_path / "snapshots" / "LATEST").write_text(named)
    with pytest.raises(snapshot.NoSnapshot, match=str(tmp_path)):
        snapshot.newest(tmp_path)


def test_a_new_snapshot_is_read_at_once(tmp_path: Path) -> None:
    invented.publish(invented.empty(), tmp_path, "20260401T000000Z-aaaa")
    before = overview.totals(snapshot.newest(tmp_path), Selection(), "UTC")
    invented.publish(invented.filled(), tmp_path, "20260402T000000Z-aaaa")
    after = overview.totals(snapshot.newest(tmp_path), Selection(), "UTC")
    assert (before["n_mentions"][0], after["n_mentions"][0]) == (0, 51)


def test_reading_leaves_the_file_free_for_others(full: snapshot.Snapshot) -> None:
    overview.totals(full, Selection(), "UTC")
    with duckdb.connect(str(full.path)) as con:  # would fail while a reader held it open
        assert con.sql("select count(*) from mention").fetchone() == (52,)


def test_equal_questions_are_answered_from_memory(full: snapshot.Snapshot) -> None:
    first = overview.totals(full, Selection(languages=("de",)), "UTC")
    assert overview.totals(full, Selection(languages=("de",)), "UTC") is first
    assert overview.totals(full, Selection(languages=("en",)), "UTC") is not first

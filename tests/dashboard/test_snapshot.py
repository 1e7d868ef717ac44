"""The newest snapshot is found, read without locks, never answered from an older one's cache."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dashboard import snapshot
from dashboard.queries import course, overview
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


def test_an_open_snapshot_hinders_no_publisher(tmp_path: Path) -> None:
    old = invented.publish(invented.filled(), tmp_path, "20260401T000000Z-aaaa")
    reader = snapshot.newest(tmp_path)
    overview.totals(reader, Selection(), "UTC")
    for number in range(4):  # three are kept, so that the one that is open is deleted
        invented.publish(invented.empty(), tmp_path, f"2026040{number + 2}T000000Z-aaaa")
    assert not old.exists()
    assert overview.totals(reader, Selection(languages=("uk",)), "UTC")["n_mentions"][0] == 6


def test_many_readers_share_one_open_file(full: snapshot.Snapshot) -> None:
    zones = ["Europe/Berlin", "Asia/Tokyo", "America/New_York", "UTC"] * 4
    with ThreadPoolExecutor(8) as pool:
        days = list(pool.map(lambda zone: course.spread(full, Selection(), zone, "day"), zones))
    assert [day["n_mentions"].sum() for day in days] == [49] * 16
    assert snapshot._database(str(full.path)) is snapshot._database(str(full.path))


def test_equal_questions_are_answered_from_memory(full: snapshot.Snapshot) -> None:
    first = overview.totals(full, Selection(languages=("de",)), "UTC")
    assert overview.totals(full, Selection(languages=("de",)), "UTC") is first
    assert overview.totals(full, Selection(languages=("en",)), "UTC") is not first

"""Snapshots for the dashboard's tests: full, empty and hostile."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.snapshot import Snapshot, newest
from tests.dashboard import invented


@pytest.fixture(autouse=True)
def own_main() -> Iterator[None]:
    """Put back what was started: Streamlit puts the page that it runs in its place."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture(scope="session")
def data_dirs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Three data directories with a published snapshot each."""
    root = tmp_path_factory.mktemp("data")
    worlds = {
        "full": invented.filled(),
        "empty": invented.empty(),
        "hostile": invented.hostile(),
    }
    for name, world in worlds.items():
        invented.publish(world, root / name)
    return {name: root / name for name in worlds}


@pytest.fixture(scope="session")
def full(data_dirs: dict[str, Path]) -> Snapshot:
    """The invented month."""
    return newest(data_dirs["full"])


@pytest.fixture(scope="session")
def empty(data_dirs: dict[str, Path]) -> Snapshot:
    """A migrated snapshot without a row but its runs."""
    return newest(data_dirs["empty"])


@pytest.fixture(scope="session")
def hostile(data_dirs: dict[str, Path]) -> Snapshot:
    """The invented month with nasty strings."""
    return newest(data_dirs["hostile"])

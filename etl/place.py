"""The data folder: whether it may be written, holds a warehouse, and has room for a run."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from etl.errors import UsageError
from etl.storage import Storage
from etl.warehouse import FILE_NAME

FREE_LEAST = 200_000_000  # bytes: below it a run is likely to fail


def standing(data_dir: Path) -> Path:
    """The folder itself, or where it would be made."""
    return data_dir if data_dir.exists() else data_dir.resolve().parent


def closed(data_dir: Path) -> str | None:
    """Why the folder cannot be written; None if it can. Writes nothing itself."""
    place = standing(data_dir)
    # False for the owner's own folder too, where the file system is mounted read-only.
    return None if os.access(place, os.W_OK | os.X_OK) else f"{place}: cannot be written"


def require(data_dir: Path, storage: Storage) -> None:
    """Raises UsageError where nothing has been stored yet; a lake says so when it is opened."""
    if storage is None and not (data_dir / FILE_NAME).exists():
        raise UsageError(f"{data_dir}: no warehouse yet; run `python -m etl run` first")


def room(data_dir: Path) -> tuple[int, int]:
    """Bytes free, and bytes wanted: a run needs room for a snapshot beside the warehouse."""
    database = data_dir / FILE_NAME
    size = database.stat().st_size if database.exists() else 0
    return shutil.disk_usage(standing(data_dir)).free, max(FREE_LEAST, size)


def full(data_dir: Path) -> str | None:
    """Why a run is likely to fail for want of room; None if there is enough."""
    free, wanted = room(data_dir)
    if free >= wanted:
        return None
    return f"{free / 1e6:,.0f} MB free on the disk, a run wants {wanted / 1e6:,.0f} MB"

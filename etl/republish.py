"""A snapshot of what the warehouse holds now, or held at the end of a run: python -m etl publish"""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path

import duckdb

from etl import lake
from etl.config import Settings
from etl.errors import RunError, UsageError
from etl.lock import RUN, ProcessLock
from etl.place import require
from etl.publish import publish, write
from etl.storage import told
from etl.warehouse import Warehouse


def republish(data_dir: Path, settings: Settings, now: datetime) -> Path:
    """Publish into a data folder without a run; a machine that only reads a lake does it so.

    Raises UsageError where there is no warehouse, WarehouseBusyError, RunError.
    """
    store, keep, name = settings.storage, settings.snapshot.keep, f"{now:%Y%m%dT%H%M%SZ}-published"
    require(data_dir, store)
    with ProcessLock(data_dir, RUN, now):
        try:
            if store is None:
                with Warehouse(data_dir) as warehouse:
                    return publish(warehouse.con, data_dir, name, keep)
            # Readers of a lake see it as it stood when they began, and hold up nobody.
            with closing(lake.connect(store)) as con:
                return publish(con, data_dir, name, keep, lake.SHAPE)
        except (duckdb.Error, OSError) as error:
            raise RunError(f"not published: {told(error, store, None)}") from None


def go_back(settings: Settings, run_id: str, out: Path) -> Path:
    """Write the warehouse as it stood at the end of a run to a new snapshot file.

    Raises UsageError where the storage keeps no history or not that far back, RunError.
    """
    store = settings.storage
    if store is None:
        raise UsageError("a plain DuckDB warehouse keeps no earlier state: see docs/scale.md")
    if out.exists():
        raise UsageError(f"{out}: exists already; snapshots are never written over")
    try:
        with closing(lake.connect(store)) as con:
            version = lake.version_of(con, run_id)
        with closing(lake.connect(store, version=version)) as con:
            write(con, out, lake.SHAPE)
    except (duckdb.Error, OSError) as error:
        out.unlink(missing_ok=True)
        raise RunError(f"not published: {told(error, store, None)}") from None
    return out

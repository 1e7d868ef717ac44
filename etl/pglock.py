"""One writer over all machines: an advisory lock in the PostgreSQL that holds the catalogue."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

import duckdb

from etl import extensions
from etl.errors import WarehouseBusyError
from etl.lock import WAIT_SECONDS
from etl.schema import join, literal
from etl.storage import Lake

# Any number that no other program takes; one lock for a database.
_TAKE = "select pg_try_advisory_lock(1127319, 771145)"
_OURS = "locktype = 'advisory' and granted and classid = 1127319 and objid = 771145"
_HOLDS = join("select count(*) from pg_locks where pid = pg_backend_pid() and ", _OURS)
_HOLDER = join(
    "select coalesce(host(client_addr), 'this machine')"
    " || ' since ' || query_start::text"
    " from pg_locks join pg_stat_activity using (pid) where ",
    _OURS,
)


class PostgresLock:
    """Held by a connection of its own; the server lets go of it when that connection ends."""

    def __init__(self, lake: Lake, wait: float = WAIT_SECONDS) -> None:
        self._lake, self._wait = lake, wait

    def __enter__(self) -> PostgresLock:
        """Raises WarehouseBusyError that names the holder."""
        self._con = duckdb.connect(config=dict(extensions.OFFLINE))
        try:
            extensions.load(self._con, "postgres")
            self._con.execute(
                join("attach ", literal(self._lake.place), " as server (type postgres)")
            )
            until = time.monotonic() + self._wait
            while not self._take():
                if time.monotonic() > until:
                    raise WarehouseBusyError(f"{self._lake}: held by {self._ask(_HOLDER)}")
                time.sleep(0.2)
        except BaseException:
            self._con.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        # An open transaction of a dead server, closed without this, ends the whole process.
        with suppress(duckdb.Error):
            self._con.execute("rollback")
        self._con.close()

    def check(self) -> None:
        """Raises WarehouseBusyError if the lock was lost: the server ended the connection."""
        try:
            held = self._ask(_HOLDS)
        except duckdb.Error:
            held = 0
        if not held:
            raise WarehouseBusyError(f"{self._lake}: the lock was lost, another machine may write")

    def _take(self) -> bool:
        # The open transaction pins the connection: outside of one each query may get another.
        self._con.execute("begin")
        if self._ask(_TAKE):
            return True
        self._con.execute("rollback")
        return False

    def _ask(self, question: str) -> Any:
        row = self._con.execute(
            "select * from postgres_query('server', $question)", {"question": question}
        ).fetchone()
        return row[0] if row else None

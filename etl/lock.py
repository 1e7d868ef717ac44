"""One run at a time over all processes: a file lock that names its holder."""

from __future__ import annotations

import json
import os
import socket
import sys
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from etl.errors import WarehouseBusyError

RUN, SCHEDULE = "etl", "schedule"  # what is held: the warehouse, or the timetable
WAIT_SECONDS = 5.0  # `etl status` holds the lock for a moment; a run waits that out


class ProcessLock:
    """A lock on `<data_dir>/<name>.lock`; the system lets go of it when its process dies."""

    def __init__(
        self, data_dir: Path, name: str, now: datetime, wait: float = WAIT_SECONDS
    ) -> None:
        self.path = data_dir / f"{name}.lock"
        self._holder = data_dir / f"{name}.holder.json"
        self._now, self._wait = now, wait
        self._lock = FileLock(self.path, timeout=wait)

    def __enter__(self) -> ProcessLock:
        """Raises WarehouseBusyError that names the holder, or says why the file cannot be made."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
        except Timeout:
            raise WarehouseBusyError(f"{self.path}: held by {self.holder()}") from None
        except (OSError, NotImplementedError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise WarehouseBusyError(
                f"{self.path}: cannot be opened for writing: {reason}"
            ) from None
        self._sign()
        return self

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    def holder(self) -> str:
        """Who holds the lock, or held it last, for a person."""
        try:
            who = json.loads(self._holder.read_text(encoding="utf8"))
            return "process {pid} on {host} ({command}) since {since}".format(**who)
        except (OSError, ValueError, KeyError):
            return "another process"

    def _sign(self) -> None:
        who = {
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "command": " ".join(["etl", *sys.argv[1:2]]),
            "since": self._now.isoformat(timespec="seconds"),
        }
        try:
            self._holder.write_text(json.dumps(who) + "\n", encoding="utf8")
        except OSError:
            # The lock holds without its note; a full disk is reported by what needs the space.
            return

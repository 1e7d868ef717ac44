"""A PostgreSQL of the tests' own: a cluster in a temporary folder, on a socket, no network."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


class Server:
    """A running cluster."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs, self.folder = programs, folder
        self._n = 0

    def run(self, program: str, *args: str) -> str:
        """Run one of PostgreSQL's programs, as its user where we are root: it refuses root."""
        su = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        done = subprocess.run(
            [*su, str(self.programs / program), *args],
            capture_output=True,
            text=True,
            cwd=self.folder,
            timeout=60,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()

    def sql(self, sql: str, database: str = "postgres") -> str:
        """The answer to a statement, as text."""
        where = ("-h", str(self.folder), "-U", "claimwatch", "-d", database)
        return self.run("psql", *where, "-At", "-c", sql)

    def database(self) -> str:
        """A new, empty database; the connection to it."""
        self._n += 1
        name = f"lake{self._n}"
        self.run("createdb", "-h", str(self.folder), "-U", "claimwatch", name)
        return f"host={self.folder} user=claimwatch dbname={name}"


@contextmanager
def running() -> Iterator[Server]:
    """Start a cluster and take it away again; skips where PostgreSQL is not installed."""
    found = shutil.which("initdb")
    places = [Path(found)] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not places:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    # Not in pytest's own folder: that one is closed to other users, and PostgreSQL has its own.
    folder = Path(tempfile.mkdtemp(prefix="claimwatch-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    server = Server(places[-1].resolve().parent, folder)
    data = str(folder / "data")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    try:
        server.run("initdb", "-D", data, "-U", "claimwatch", "-A", "trust", "-E", "UTF8", "-N")
        server.run("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield server
        finally:
            server.run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)

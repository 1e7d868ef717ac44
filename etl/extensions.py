"""DuckDB's extensions from the installed packages of the extra `scale`: no download."""

from __future__ import annotations

import tempfile
from importlib.util import find_spec
from pathlib import Path

import duckdb

from etl.errors import UsageError
from etl.schema import join, literal

# DuckDB takes the name of the function to call from the name of the file.
_CALLED = {"sqlite": "sqlite_scanner", "postgres": "postgres_scanner"}
# What is not installed here is not fetched, not even on first use.
OFFLINE = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}


def load(con: duckdb.DuckDBPyConnection, *names: str) -> None:
    """Load extensions into a connection. Raises UsageError for one that is not installed."""
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            link = Path(folder) / f"{_CALLED.get(name, name)}.duckdb_extension"
            link.symlink_to(_file(name))
            con.execute(join("load ", literal(str(link))))


def _file(name: str) -> Path:
    """The extension's file for the DuckDB that runs."""
    found = find_spec(f"duckdb_extension_{name}")
    for folder in (found.submodule_search_locations or []) if found else []:
        path = Path(folder, "extensions", f"v{duckdb.__version__}", f"{name}.duckdb_extension")
        if path.exists():
            return path
    raise UsageError(
        f"DuckDB's extension {name} for version {duckdb.__version__} is not installed:"
        ' python -m pip install ".[scale]"'
    )

"""Where the warehouse is: a DuckDB file of one machine, or a DuckLake that several share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from etl.errors import one_line

PATTERN = r"^(duckdb|ducklake:(sqlite|postgres):\S.*)$"


@dataclass(frozen=True, slots=True)
class Lake:
    """A catalogue in SQLite (`place` is its file) or PostgreSQL (`place` is a connection)."""

    catalogue: str
    place: str
    files: Path

    def __str__(self) -> str:
        """For a person: a connection may hold a password and is not shown."""
        return f"ducklake:{self.catalogue}:{self.place if self.catalogue == 'sqlite' else '…'}"

    @property
    def address(self) -> str:
        """As DuckLake is attached."""
        return f"ducklake:{self.catalogue}:{self.place}"

    def hide(self, text: str) -> str:
        """A message without the connection, which may hold a password."""
        return text if self.catalogue == "sqlite" else text.replace(self.place, "…")


# None is the plain file in the data folder.
Storage = Lake | None


def told(error: BaseException, store: Storage, most: int | None = 300) -> str:
    """What an error says on one line, without a connection that may hold a password."""
    said = one_line(error, None)
    return (store.hide(said) if store else said)[:most]


def storage(setting: str, files: str, beside: Path) -> Storage:
    """What the settings name; paths are relative to `beside`. Raises ValueError."""
    if setting == "duckdb":
        if files:
            raise ValueError("a plain DuckDB warehouse has no files beside it")
        return None
    _, catalogue, place = setting.split(":", 2)
    if catalogue == "sqlite":
        path = (beside / place).resolve()
        return Lake(catalogue, str(path), (beside / (files or f"{path}.files")).resolve())
    if not files:
        raise ValueError("say where the Parquet files go: a folder that all machines share")
    return Lake(catalogue, place, (beside / files).resolve())

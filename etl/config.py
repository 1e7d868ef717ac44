"""Settings: every one has its default here and its line in config/claimwatch.toml."""

from __future__ import annotations

import tomllib
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from etl.errors import ConfigError
from etl.storage import PATTERN, Storage, storage

T = TypeVar("T", bound="_Section")
ROOT = Path(__file__).resolve().parent.parent
DEFAULT_CONFIG = ROOT / "config" / "claimwatch.toml"


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


# Nothing, or http://[user:password@]host[:port].
_PROXY = r"^(http://([^\s/@]+@)?([\w.-]+|\[[0-9a-fA-F:.]+\])(:\d{1,5})?/?)?$"


class InputSettings(_Section):
    """What is read, and how much of it."""

    batch_size: int = Field(200, ge=1, le=5000)
    second_process: bool = True
    max_record_bytes: int = Field(5_000_000, ge=1_000)
    max_text_chars: int = Field(200_000, ge=1_000)
    max_title_chars: int = Field(1_000, ge=100)
    naive_timezone: str = "UTC"


class MatchSettings(_Section):
    """When two propositions are one claim, and two articles one report."""

    window_days: int = Field(45, ge=1)
    remembered_statements: int = Field(300_000, ge=2)
    join_threshold: float = Field(0.11, ge=0, le=1)
    suggest_threshold: float = Field(0.07, ge=0, le=1)
    denial_threshold: float = Field(0.1, ge=0, le=1)
    check_threshold: float = Field(0.35, ge=0, le=1)
    syndication_days: int = Field(4, ge=1)
    syndication_overlap: float = Field(0.18, ge=0, le=1)
    rewrite_overlap: float = Field(0.08, ge=0.03, le=1)


class SnapshotSettings(_Section):
    """What is kept of what a run publishes."""

    keep: int = Field(5, ge=1)


class FetchSettings(_Section):
    """How the network is asked: politely, in bounds, and only public addresses."""

    contact: str = ""
    allow_hosts: list[str] = []
    proxy: str = Field("", pattern=_PROXY)
    robots: bool = True
    robots_hours: float = Field(24, ge=0)
    timeout_seconds: float = Field(20, gt=0)
    total_seconds: float = Field(60, gt=0)
    max_bytes: int = Field(10_000_000, ge=1_000)
    max_redirects: int = Field(5, ge=0, le=20)
    attempts: int = Field(3, ge=1, le=10)
    backoff_seconds: float = Field(1, ge=0)
    max_wait_seconds: float = Field(30, ge=0)
    concurrency: int = Field(8, ge=1, le=64)
    host_delay_seconds: float = Field(1, ge=0)


class FeedSettings(_Section):
    """What is taken from feeds, and when an article's page is fetched besides."""

    pages: bool = True
    teaser_chars: int = Field(600, ge=0)
    read_seconds: float = Field(30, gt=0)
    page_attempts: int = Field(3, ge=1)
    pages_per_run: int = Field(500, ge=0)
    max_entries: int = Field(1_000, ge=1)


class RetentionSettings(_Section):
    """What is forgotten after a while; 0 keeps it for ever. Mentions and hashes always stay."""

    text_days: int = Field(0, ge=0)
    event_days: int = Field(30, ge=0)
    entry_days: int = Field(90, ge=0)
    history_days: int = Field(30, ge=0)


class ListSettings(_Section):
    """The public lists that name outlets and parties; paths relative to the settings file."""

    sources: list[str] = ["sources.toml"]
    actors: list[str] = ["actors.toml"]


class Settings(_Section):
    """All settings; read with `load`."""

    warehouse: str = Field("duckdb", pattern=PATTERN)
    warehouse_files: str = ""
    input: InputSettings = InputSettings()
    match: MatchSettings = MatchSettings()
    snapshot: SnapshotSettings = SnapshotSettings()
    fetch: FetchSettings = FetchSettings()
    feeds: FeedSettings = FeedSettings()
    retention: RetentionSettings = RetentionSettings()
    lists: ListSettings = ListSettings()
    origin: Path = DEFAULT_CONFIG

    @cached_property
    def storage(self) -> Storage:
        """Where the warehouse is; None for the plain file in the data folder."""
        try:
            return storage(self.warehouse, self.warehouse_files, self.origin.parent)
        except ValueError as error:
            line = _line_of(self.origin, ["warehouse_files"])
            raise ConfigError(f"{self.origin}:{line}: key 'warehouse_files': {error}") from None

    @cached_property
    def sources(self) -> list[SourceEntry]:
        """Outlets of all lists, in order."""
        return [
            _entry(SourceEntry, row, path)
            for path in self._paths(self.lists.sources)
            for row in _toml(path).get("source", [])
        ]

    @cached_property
    def actors(self) -> list[ActorEntry]:
        """Parties of all lists, in order."""
        return [
            _entry(ActorEntry, row, path)
            for path in self._paths(self.lists.actors)
            for row in _toml(path).get("actor", [])
        ]

    def _paths(self, names: list[str]) -> list[Path]:
        return [(self.origin.parent / name).resolve() for name in names]


class SourceEntry(_Section):
    """An outlet of config/sources.toml."""

    id: str
    name: str
    country: str | None = None
    language: str | None = None
    media_type: str | None = None
    aliases: list[str] = []
    domains: list[str] = []
    feeds: list[str] = []


class ActorEntry(_Section):
    """A party of config/actors.toml; `aliases` are names in any language, `*` ends a stem."""

    id: str
    name: str
    kind: str
    wikidata_id: str | None = None
    part_of: str | None = None
    aliases: list[str] = []


def load(path: Path | None = None) -> Settings:
    """Read a settings file. Raises ConfigError that names file, line and key."""
    path = path or DEFAULT_CONFIG
    data = _toml(path)
    try:
        return Settings(**data, origin=path.resolve())
    except ValidationError as error:
        raise ConfigError(_first(error, path)) from None


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf8"))
    except FileNotFoundError:
        raise ConfigError(f"{path}: no such settings file") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from None


def _entry(kind: type[T], row: dict[str, Any], path: Path) -> T:
    try:
        return kind(**row)
    except ValidationError as error:
        raise ConfigError(f"{_first(error, path)} (entry {row.get('id', '?')!r})") from None


def _first(error: ValidationError, path: Path) -> str:
    """The first complaint as `file:line: key 'x': why`."""
    first = error.errors()[0]
    keys = [str(part) for part in first["loc"]]
    reason = "unknown key" if first["type"] == "extra_forbidden" else first["msg"]
    return f"{path}:{_line_of(path, keys)}: key '{'.'.join(keys)}': {reason}"


def _line_of(path: Path, keys: list[str]) -> int:
    """The line where a key stands, as well as plain reading can tell; 1 if it is not found."""
    section = ""
    for number, line in enumerate(path.read_text(encoding="utf8").splitlines(), start=1):
        bare = line.strip()
        if bare.startswith("["):
            section = bare.strip("[]")
            if keys == [section]:
                return number
        elif bare.split("=")[0].strip() == keys[-1] and section == ".".join(keys[:-1]):
            return number
    return 1

"""The dashboard's own settings, from config/dashboard.toml or where CLAIMWATCH_DASHBOARD points."""

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

DEFAULT = Path(__file__).resolve().parent.parent / "config" / "dashboard.toml"


class BadSettings(Exception):
    "The dashboard's settings file cannot be used; the message names file and key."


@dataclass(frozen=True, slots=True)
class Access:
    """Who may look, and who may take text away."""

    public: bool = False
    readers: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()


def access(path: Path | None = None) -> Access:
    """Read the settings. Raises BadSettings rather than letting anybody in by mistake."""
    path = path or Path(os.environ.get("CLAIMWATCH_DASHBOARD") or DEFAULT)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadSettings(f"{path}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"{path}: not valid TOML: {error}") from None
    if unknown := data.keys() - {"access"}:
        raise BadSettings(f"{path}: key '{min(unknown)}': unknown key")
    section = data.get("access", {})
    if not isinstance(section, dict):
        raise BadSettings(f"{path}: key 'access': must be a section")
    if unknown := section.keys() - {"public", "readers", "reviewers"}:
        raise BadSettings(f"{path}: key 'access.{min(unknown)}': unknown key")
    public = section.get("public", False)
    if not isinstance(public, bool):
        raise BadSettings(f"{path}: key 'access.public': must be true or false")
    lists = {
        name: _addresses(section.get(name, []), name, path) for name in ("readers", "reviewers")
    }
    return Access(public=public, **lists)


def _addresses(value: object, name: str, path: Path) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise BadSettings(f"{path}: key 'access.{name}': must be a list of addresses")
    for entry in value:
        if not isinstance(entry, str) or "@" not in entry:
            raise BadSettings(f"{path}: key 'access.{name}': not an e-mail address: {entry!r}")
    return tuple(entry.strip().lower() for entry in value)

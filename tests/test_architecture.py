"""Who may import whom, and house rules that a machine can see."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

CODE = sorted(
    path
    for folder in ("etl", "models", "dashboard", "demo", "bench")
    for path in (ROOT / folder).rglob("*.py")
)


def test_layers() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([str(linter)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_stay_small_and_explain_themselves(path: Path) -> None:
    text = path.read_text(encoding="utf8")
    assert len(text.splitlines()) <= 300
    if text.strip():
        assert text.startswith('"""'), "no docstring says what the file is for"


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_sql_is_built_from_strings(path: Path) -> None:
    text = path.read_text(encoding="utf8")
    assert not re.search(
        r'f("""|")\s*(select|insert|update|delete|create|copy)\b', text, re.IGNORECASE
    )
    assert not re.search(r"except\s*:|except Exception:\s*\n\s*pass", text)


def test_pages_are_short() -> None:
    for name in ("overview", "claims", "claim", "sources", "runs"):
        path = ROOT / "dashboard" / "views" / f"{name}.py"
        assert len(path.read_text(encoding="utf8").splitlines()) <= 60, name


def test_nothing_names_places_outside_the_project() -> None:
    files = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    for name in files.stdout.splitlines():
        path = ROOT / name
        if path.suffix in (".py", ".md", ".toml", ".sql", ".txt", "") and path.is_file():
            text = path.read_text(encoding="utf8", errors="ignore")
            assert not re.search(r"(?<!\.)\.\./shar" + r"ed|/wo" + r"rk/", text), name

"""What `make audit` says of the pinned packages, with and without the advisory service."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys

import pytest

from tests.conftest import ROOT

SPEC = importlib.util.spec_from_file_location("audit", ROOT / ".ci" / "audit.py")
assert SPEC is not None
assert SPEC.loader is not None
audit = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(audit)

GOOD = {"name": "one", "version": "1", "vulns": []}
FLAW = {"id": "PYSEC-1", "fix_versions": ["3"], "aliases": [], "description": ""}
BAD = {"name": "two", "version": "2", "vulns": [FLAW]}
UNKNOWN = {"name": "three", "skip_reason": "Dependency not found"}


@pytest.mark.parametrize(
    ("found", "code", "words"),
    [
        ([GOOD], 0, "audit: 1 packages, no known vulnerability"),
        ([GOOD, UNKNOWN], 0, "audit: 1 packages, no known vulnerability, 1 not looked up"),
        ([UNKNOWN], 0, "audit: NOT DONE, the advisory service knows none of 1 packages"),
        ([GOOD, BAD], 1, "audit: 1 known vulnerabilities\ntwo 2: PYSEC-1, mended in 3"),
    ],
)
def test_what_was_found(found: list[dict[str, object]], code: int, words: str) -> None:
    assert audit.verdict(json.dumps({"dependencies": found}), "") == (code, words)


def test_without_the_service() -> None:
    assert audit.verdict("", "Traceback\nConnectionError: no route\n") == (
        0,
        "audit: NOT DONE, the advisory service cannot be reached (ConnectionError: no route)",
    )


def test_without_the_program() -> None:
    command = [sys.executable, ".ci/audit.py", "no-such-program", "requirements.txt"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stdout.startswith("audit: NOT DONE, the advisory service cannot be reached (")

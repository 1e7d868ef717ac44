"""The files in deploy/: units that systemd takes, a crontab line whose command exists."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

DEPLOY = ROOT / "deploy"


def at_home(text: str, folder: Path) -> str:
    """A deployed file with the paths and the user of this machine."""
    text = text.replace("/opt/claimwatch/.venv/bin/python", sys.executable)
    return text.replace("/opt/claimwatch", str(ROOT)).replace("/var/lib/claimwatch", str(folder))


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze on this machine: the units are not checked")
    for name in ("claimwatch.service", "claimwatch.timer"):
        text = at_home((DEPLOY / name).read_text(encoding="utf8"), tmp_path)
        text = text.replace("User=claimwatch", "User=root")
        (tmp_path / name).write_text(text, encoding="utf8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "claimwatch.service", "claimwatch.timer"],
        cwd=tmp_path,
        env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [line for line in done.stderr.splitlines() if "claimwatch" in line]
    assert (done.returncode, ours) == (0, [])


def test_a_wrong_unit_would_be_noticed(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze on this machine: the units are not checked")
    text = (DEPLOY / "claimwatch.service").read_text(encoding="utf8")
    wrong = at_home(text, tmp_path).replace("Type=oneshot", "Type=onesht")
    (tmp_path / "claimwatch.service").write_text(wrong, encoding="utf8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "claimwatch.service"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "onesht" in done.stderr


def test_the_crontab_is_one_line_every_quarter_of_an_hour() -> None:
    lines = (DEPLOY / "crontab").read_text(encoding="utf8").splitlines()
    (line,) = [line for line in lines if line and not line.startswith("#")]
    assert line.startswith("*/15 * * * * ")


@pytest.mark.parametrize("name", ["claimwatch.service", "crontab"])
def test_the_commands_that_are_deployed_run(name: str, tmp_path: Path) -> None:
    text = at_home((DEPLOY / name).read_text(encoding="utf8"), tmp_path / "data")
    found = re.search(r"-m etl run --data-dir (\S+)", text)
    assert found is not None
    command = [sys.executable, *found[0].split(), "--input", str(tmp_path / "none.csv")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, "no such file" in done.stderr) == (2, True)

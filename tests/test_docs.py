"""Docs are tested: every target, setting, table and column is documented."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib

import duckdb
import pytest

from etl.config import Settings
from etl.migrate import migrate
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf8")


def make_targets() -> list[str]:
    return re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize("target", make_targets())
def test_every_make_target_is_in_the_readme(target: str) -> None:
    assert f"make {target}" in README


def test_every_setting_is_in_the_settings_file_with_its_default() -> None:
    written = tomllib.loads((ROOT / "config" / "claimwatch.toml").read_text(encoding="utf8"))
    defaults = Settings().model_dump(exclude={"origin"})
    assert written == defaults


def test_every_setting_says_why() -> None:
    for line in (ROOT / "config" / "claimwatch.toml").read_text(encoding="utf8").splitlines():
        if "=" in line and not line.startswith("#"):
            assert "  # " in line, line


def test_every_table_and_column_of_the_schema_has_a_comment() -> None:
    con = duckdb.connect()
    migrate(con)
    bare = con.execute(
        "select table_name, column_name from duckdb_columns()"
        " where not internal and comment is null and table_name <> 'migration'"
        " and table_name in (select table_name from duckdb_tables())"
        " union all select view_name, null from duckdb_views()"
        " where not internal and comment is null"
    ).fetchall()
    assert bare == []


def test_the_data_page_is_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_folder_is_on_the_map() -> None:
    folders = {
        path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")
    }
    for name in folders - {"data", "build", "htmlcov"}:
        if any((ROOT / name).rglob("*.*")):
            assert f"{name}/" in README, name


def test_pictures_and_pages_that_the_docs_name_exist() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"

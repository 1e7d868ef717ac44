"""Write docs/data.md from the schema: python docs/generate.py [--check]"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from etl.migrate import migrate  # noqa: E402  # the path comes first
from etl.publish import MATERIALISED, PRIVATE  # noqa: E402

PAGE = ROOT / "docs" / "data.md"
HEAD = """# Data

Generated from `etl/migrations/*.sql` by `python docs/generate.py`; a test fails where it is out
of date. Times are UTC. Ids are content hashes of 16 hex digits. A snapshot
(`data/snapshots/<run_id>.duckdb`) and an export hold the tables and views below; the private
tables stay in `data/warehouse.duckdb`.
"""


def page() -> str:
    """The whole page as Markdown."""
    con = duckdb.connect()
    migrate(con)
    tables = con.execute(
        "select table_name, comment from duckdb_tables()"
        " where not internal and table_name <> 'migration' order by table_oid"
    ).fetchall()
    views = con.execute(
        "select view_name, comment from duckdb_views() where not internal order by view_oid"
    ).fetchall()
    macros = con.execute(
        "select function_name, parameters, comment from duckdb_functions()"
        " where not internal and function_type in ('macro', 'table_macro') order by function_oid"
    ).fetchall()
    parts = [HEAD, "## Tables\n"]
    parts += [_section(con, *row) for row in tables if row[0] not in PRIVATE]
    parts += ["## Views\n", f"`{', '.join(MATERIALISED)}` are tables in snapshots and exports.\n"]
    parts += [_section(con, *row) for row in views]
    parts += ["## Macros\n", "To be read as `from claim_as_of('2026-03-10 12:00+00')`.\n"]
    parts += [f"- `{name}({', '.join(names)})`: {comment}" for name, names, comment in macros]
    parts += [""]
    parts += ["## Private tables (warehouse only)\n"]
    parts += [_section(con, *row) for row in tables if row[0] in PRIVATE]
    return "\n".join(parts)


def _section(con: duckdb.DuckDBPyConnection, name: str, comment: str) -> str:
    columns = con.execute(
        "select column_name, data_type, coalesce(comment, '') from duckdb_columns()"
        " where table_name = $name and not internal order by column_index",
        {"name": name},
    ).fetchall()
    lines = [f"### {name}\n", f"{comment}\n", "| column | type | means |", "| --- | --- | --- |"]
    for column, kind, meaning in columns:
        text = str(meaning).replace("|", "\\|")
        kind = kind.split("(")[0].lower() if kind.startswith("ENUM") else kind.lower()
        lines.append(f"| {column} | {kind} | {text} |")
    return "\n".join([*lines, ""])


def main() -> int:
    """Write the page, or with --check only compare."""
    text = page()
    if "--check" in sys.argv:
        if PAGE.read_text(encoding="utf8") != text:
            print("docs/data.md is out of date: run python docs/generate.py")
            return 1
        return 0
    PAGE.write_text(text, encoding="utf8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

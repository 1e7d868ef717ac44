"""A warehouse of an older version keeps its rows and gains the new columns."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from etl import migrate, warehouse

OLD = ("0001_tables.sql", "0002_views.sql")


def test_an_older_warehouse_with_rows_is_migrated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "warehouse.duckdb"
    folder = tmp_path / "migrations"
    folder.mkdir()
    for name in OLD:
        (folder / name).write_bytes((migrate.MIGRATIONS / name).read_bytes())
    with duckdb.connect(str(path)) as con, monkeypatch.context() as patched:
        patched.setattr(migrate, "MIGRATIONS", folder)
        assert migrate.migrate(con) == list(OLD)
        con.execute(
            "insert into article values ('a1', 's.example', 'https://s.example/1', 'T', 'de',"
            " '2026-03-01 10:00:00+00', 'second', 'file', 'ok', '2026-03-01 12:00:00+00',"
            " 'a1', null, 0, 1, 'h', 'r1')"
        )
        con.execute(
            "insert into article_revision values ('a1', 'h', '2026-03-01 12:00:00+00', 'T', 0, 0,"
            " 'r1')"
        )
        con.execute("insert into fact_check (fact_check_id, claim_text) values ('f1', 'X sank')")
    with warehouse.Warehouse(tmp_path) as opened:
        rows = opened.con.execute(
            "select article_id, title, is_stub, checked_at, published_basis from article"
        ).fetchall()
        assert rows == [("a1", "T", False, None, None)]
        # Nothing is known of its fetches, so it is not fetched again.
        assert opened.con.execute("select count(*) from refetch_due").fetchone() == (0,)
        assert opened.con.execute("select claim_text, title from fact_check").fetchall() == [
            ("X sank", None)
        ]
        revisions = opened.con.execute(
            "from article_revision select * exclude (seen_at)"
        ).fetchall()
        assert revisions == [("a1", "h", "T", 0, 0, "r1")]
        assert opened.versions(["a1"])["a1"].hashes == {"h"}

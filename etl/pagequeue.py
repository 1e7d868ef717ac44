"""Entries that wait for their page, and robots.txt files: kept between runs."""

from __future__ import annotations

import json
from datetime import timedelta

import polars as pl

from etl.collect.polling import PageJob
from etl.collect.robots import Robots, RobotsFile
from etl.records import TIME, RawArticle
from etl.warehouse import Warehouse


def waiting(warehouse: Warehouse, limit: int) -> list[PageJob]:
    """The entries whose pages come next: those never tried first, then by age."""
    rows = warehouse.con.execute(
        "select entry_id, record, attempts from pending_page"
        " order by attempts, added_at, entry_id limit $limit",
        {"limit": limit},
    ).fetchall()
    return [
        PageJob(entry_id, RawArticle(**json.loads(record)), attempts)
        for entry_id, record, attempts in rows
    ]


def settle(warehouse: Warehouse, done: list[str], failed: list[str]) -> None:
    """Take the entries off that are done; count a vain try for those that failed for now."""
    with warehouse.transaction():
        warehouse.con.execute(
            "delete from pending_page where entry_id in (select unnest($ids))", {"ids": done}
        )
        warehouse.con.execute(
            "update pending_page set attempts = attempts + 1"
            " where entry_id in (select unnest($ids))",
            {"ids": failed},
        )


def robots(warehouse: Warehouse, kept_for: timedelta) -> Robots:
    """The robots.txt files of earlier runs."""
    rows = warehouse.con.execute("select host, body, fetched_at from robots_file").fetchall()
    return Robots(kept_for, {row[0]: RobotsFile(*row) for row in rows})


def keep_robots(warehouse: Warehouse, known: Robots) -> None:
    """Keep the files that were asked for in this run."""
    rows = pl.DataFrame(
        [(file.host, file.body, file.fetched_at) for file in known.files.values()],
        schema={"host": pl.String, "body": pl.String, "fetched_at": TIME},
        orient="row",
    )
    warehouse.write("insert or replace into robots_file by name select * from rows", rows)

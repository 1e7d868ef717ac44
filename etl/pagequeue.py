"""Entries that wait for their page, and robots.txt files: kept between runs."""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl

from etl.collect import wire
from etl.collect.answers import shown
from etl.collect.polling import PageJob
from etl.collect.robots import Robots, RobotsFile
from etl.records import TIME, RawArticle
from etl.refetch import due
from etl.warehouse import Warehouse


def waiting(warehouse: Warehouse, limit: int) -> list[PageJob]:
    """The entries whose pages come next: those never tried first, then by age."""
    rows = warehouse.con.execute(
        "select entry_id, record, attempts from pending_page"
        " order by attempts, added_at, entry_id limit $limit",
        {"limit": limit},
    ).fetchall()
    return [
        PageJob(entry_id, wire.load_article(record), attempts)
        for entry_id, record, attempts in rows
    ]


def settle(
    warehouse: Warehouse, done: list[str], failed: list[str], pages: list[tuple[str, str]]
) -> None:
    """Take the entries off that are done; count a vain try for those that failed for now.

    `pages` are the entries whose page was read, with the page's address.
    """
    rows = pl.DataFrame(pages, schema={"entry_id": pl.String, "url": pl.String}, orient="row")
    with warehouse.transaction():
        warehouse.write(
            "merge into fetched_page using ("
            " select rows.url, any_value(p.feed_id) as feed_id from rows"
            " join pending_page p using (entry_id) group by rows.url"
            ") using (url) when not matched then insert by name",
            rows,
        )
        warehouse.con.execute(
            "delete from pending_page where entry_id in (select unnest($ids))", {"ids": done}
        )
        warehouse.con.execute(
            "update pending_page set attempts = attempts + 1"
            " where entry_id in (select unnest($ids))",
            {"ids": failed},
        )


def again(warehouse: Warehouse, now: datetime, limit: int) -> list[PageJob]:
    """Articles whose page is due to be fetched again; `entry_id` is the article's id."""
    return [
        PageJob(row["article_id"], RawArticle(file=shown(row["url"]), url=row["url"]), 0)
        for row in due(warehouse.con, now, limit).iter_rows(named=True)
    ]


def give_up(warehouse: Warehouse, article_ids: list[str], now: datetime) -> None:
    """Articles whose page is not to be had any more wait for their next turn."""
    warehouse.con.execute(
        "update article set checked_at = $now where article_id in (select unnest($ids))",
        {"now": now, "ids": article_ids},
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
    warehouse.merge("robots_file", "host", rows, replacing=True)

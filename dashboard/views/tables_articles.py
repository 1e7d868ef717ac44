"""Heads and cells of the tables of articles, and of how many there are."""

import polars as pl

from dashboard.pieces import Row, cell, inner
from dashboard.queries.articles import KINDS
from dashboard.text import Reader, plain
from dashboard.views import ways
from dashboard.views.page import Here
from dashboard.views.tables import Table, heads_of
from dashboard.views.tables_outlets import outlet, some
from dashboard.weblinks import link

# The columns that count each kind of an outlet's articles.
NAMES = ("articles", "undated", "without_claims", "revised")


def articles(frame: pl.DataFrame, here: Here) -> Table:
    """Articles with their outlet and date, each count of mentions as the way to them."""
    reader = here.reader
    heads = heads_of(
        reader,
        *("claim title", "wide source", "short published", "short flag"),
        *("num mentions", "num versions"),
    )
    cells = [
        [
            _title(row),
            outlet(row["source_id"], row["source"], here),
            cell(_published(row, reader)),
            cell(reader.word("flag", row["flag"])),
            _mentions(row, here),
            some(row["n_revisions"], reader),
        ]
        for row in frame.iter_rows(named=True)
    ]
    return heads, cells


def health(frame: pl.DataFrame, here: Here) -> Table:
    """What each outlet has given, and when last."""
    reader = here.reader
    heads = heads_of(
        reader,
        *("wide source", "num articles", "num undated", "num without", "num revised"),
        *("short last_published", "short last_fetched"),
    )
    cells = [
        [
            outlet(row["source_id"], row["name"], here),
            *(
                way(row[f"n_{name}"], here, outlet=row["source_id"], kind=kind)
                for kind, name in zip(KINDS, NAMES, strict=True)
            ),
            cell(reader.moment(row["last_published_at"])),
            cell(reader.moment(row["last_fetched_at"])),
        ]
        for row in frame.iter_rows(named=True)
    ]
    return heads, cells


def dates(frame: pl.DataFrame, here: Here) -> Table:
    """Articles by how good their date is."""
    reader = here.reader
    heads = heads_of(reader, "wide flag", "wide precision", "num articles")
    cells = [
        [
            cell(reader.word("flag", row["flag"])),
            cell(reader.word("precision", row["precision"])),
            way(row["n_articles"], here, flag=row["flag"], precision=row["precision"]),
        ]
        for row in frame.iter_rows(named=True)
    ]
    return heads, cells


def way(n: int, here: Here, **asked: str) -> str:
    """A count of articles as the way to them; the filters do not narrow them."""
    if not n:
        return some(n, here.reader)
    return inner("articles", ways.articles(here, **asked), here.reader.number(n))


def _title(row: Row) -> str:
    words = plain(row["title"], 160) or plain(row["url"], 80)
    return link(row["url"], words, words) or cell(words)


def _published(row: Row, reader: Reader) -> str:
    return reader.moment(row["published_at"], row["precision"] or "second")


def _mentions(row: Row, here: Here) -> str:
    if not row["n_mentions"]:
        return some(0, here.reader)
    params = ways.address(ways.over_all(here), article=row["article_id"])
    return inner("sentences", params, here.reader.number(row["n_mentions"]))

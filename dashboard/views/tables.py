"""Heads and cells of the pages' tables."""

import polars as pl

from dashboard.pieces import Row, cell
from dashboard.text import Reader

Table = tuple[list[tuple[str, str]], list[list[str]]]


def runs(frame: pl.DataFrame, reader: Reader) -> Table:
    """Runs with what each of them brought."""
    counts = {
        "new": "n_articles_new",
        "known": "n_articles_known",
        "revised": "n_articles_revised",
        "new_mentions": "n_mentions_new",
        "claims": "n_claims_new",
        "rejected": "n_rejected",
    }
    heads = heads_of(reader, "short started", "short outcome", "num duration")
    heads += heads_of(reader, *(f"num {name}" for name in counts))
    cells = [
        [
            cell(reader.moment(row["started_at"])),
            cell(_outcome(row, reader)),
            cell(reader.duration(row["seconds"])),
            *(reader.number(row[column]) for column in counts.values()),
        ]
        for row in frame.iter_rows(named=True)
    ]
    return heads, cells


def rejected(frame: pl.DataFrame, reader: Reader) -> Table:
    """Reasons for turning rows down, each with an example and its place."""
    heads = heads_of(reader, "short reason", "short stage", "num rows", "wide example")
    cells = [
        [
            cell(reader.word("reason", row["reason"])),
            cell(row["stage"], 30),
            reader.number(row["n_rows"]),
            cell(_place(row)),
        ]
        for row in frame.iter_rows(named=True)
    ]
    return heads, cells


def _outcome(row: Row, reader: Reader) -> str:
    word = reader.word("outcome", row["outcome"])
    return f"{word}: {row['reason']}" if row["reason"] else word


def heads_of(reader: Reader, *columns: str) -> list[tuple[str, str]]:
    """Heads from 'style name' pairs."""
    pairs = (column.split(" ", 1) for column in columns)
    return [(reader.say(f"col.{name}"), style) for style, name in pairs]


def _place(row: dict[str, str | None]) -> str:
    parts = [row["example"]]
    if row["file"]:
        parts.append(f"{row['file']}:{row['line']}" if row["line"] else row["file"])
    return " · ".join(part for part in parts if part)

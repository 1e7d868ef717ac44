"""Rows of what a text gives besides mentions: credits, and fingerprints for finding copies."""

from __future__ import annotations

import polars as pl

from etl.article_facts import CREDIT_COLUMNS, Fingerprint
from etl.batch import Batch
from etl.records import frame
from etl.warehouse import Warehouse


def fingerprints(warehouse: Warehouse, prints: list[Fingerprint]) -> None:
    """What later articles are compared with to find copies."""
    rows = pl.DataFrame(
        [(p.article_id, p.signature, p.n_words, list(p.words)) for p in prints],
        schema={
            "article_id": pl.String,
            "signature": pl.List(pl.UInt32),
            "n_words": pl.Int32,
            "anchors": pl.List(pl.String),
        },
        orient="row",
    )
    warehouse.merge(
        "article_signature", "article_id", rows.select("article_id", "signature"), replacing=True
    )
    warehouse.merge("article_anchor", "article_id", rows.drop("signature"), replacing=True)


def credits(warehouse: Warehouse, batch: Batch) -> None:
    """The credits of the newest versions, in place of those of the versions before."""
    touched = pl.DataFrame({"article_id": list(batch.credits)}, schema={"article_id": pl.String})
    warehouse.write("delete from credit where article_id in (select article_id from rows)", touched)
    found = [credit for credits in batch.credits.values() for credit in credits]
    warehouse.write("insert into credit by name from rows", frame(found, CREDIT_COLUMNS))

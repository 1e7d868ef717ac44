"""Heads and cells of the tables on a claim's page."""

import polars as pl

from dashboard.pieces import cell, inner, status
from dashboard.text import Reader, plain
from dashboard.views.page import Here
from dashboard.views.tables import Table, heads_of
from dashboard.weblinks import link

FEW = 12


def provenance(frame: pl.DataFrame, here: Here) -> Table:
    """Outlet, whom it credits, and the party at the end of the chain."""
    reader = here.reader
    heads = heads_of(
        reader, "wide source", "wide cited", "wide word_of", "short as_status", "num mentions",
        "short first_at",
    )  # fmt: skip
    cells = [
        [
            inner("outlet", {**here.params, "outlet": row["source_id"]}, row["source"]),
            _via(row, here),
            _party(row, reader),
            status(row["status"], reader),
            reader.number(row["n_mentions"]),
            cell(reader.day(row["first_at"])),
        ]
        for row in frame.iter_rows(named=True)
    ]
    return heads, cells


def fact_checks(frame: pl.DataFrame, reader: Reader) -> Table:
    """Fact-checks as their publishers word them."""
    heads = heads_of(reader, "wide checked", "wide rating", "wide publisher", "short published")
    cells = [
        [
            link(row["url"], row["claim_text"], plain(row["claim_text"], 160))
            or cell(row["claim_text"]),
            cell(row["rating"], 80),
            cell(row["publisher"], 80),
            cell(reader.day(row["published_at"])),
        ]
        for row in frame.iter_rows(named=True)
    ]
    return heads, cells


def _via(row: dict[str, str | None], here: Here) -> str:
    if not row["via_source_id"]:
        return "–"
    name = row["via_source"] or row["via_source_id"]
    words = inner("outlet", {**here.params, "outlet": row["via_source_id"]}, name)
    byline = f" ({here.reader.say('provenance.byline')})" if row["credited_in"] == "byline" else ""
    return words + cell(byline) if byline else words


def _party(row: dict[str, str | None], reader: Reader) -> str:
    party = cell(row["party"], 80)
    if row["party_from"] != "credited outlet":
        return party
    return f"{party} {cell('(' + reader.say('provenance.from_credited') + ')')}"

"""Heads and cells of the tables on a claim's page."""

import polars as pl

from dashboard.pieces import Row, cell, inner, status
from dashboard.text import Reader, plain
from dashboard.theme import STATUSES
from dashboard.views import ways
from dashboard.views.page import Here
from dashboard.views.tables import Table, heads_of
from dashboard.weblinks import link

FEW = 12


def parties(frame: pl.DataFrame, claim_id: str, here: Here) -> Table:
    """Parties by how often they confirm, allege or deny, with their latest word."""
    reader = here.reader
    heads = [
        *heads_of(reader, "wide party"),
        *((reader.word("status", name), "num") for name in STATUSES),
        *heads_of(reader, "short last", "short kind", "short first_at", "short last_at"),
    ]
    cells = [
        [
            _name(row, here),
            *(
                ways.tally(row[f"n_{name}"], name, here, party=row["party_id"], claim=claim_id)
                for name in STATUSES
            ),
            status(row["last_status"], reader),
            cell(reader.word("kind", row["kind"])),
            cell(reader.day(row["first_at"])),
            cell(reader.day(row["last_at"])),
        ]
        for row in frame.iter_rows(named=True)
    ]
    return heads, cells


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
            _party(row, here),
            status(row["status"], reader),
            _behind(row, here),
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
    return f"{words} {cell(byline)}" if byline else words


def _name(row: Row, here: Here) -> str:
    """A party as the way to its page; an outlet in its own voice as the way to the outlet's."""
    if row["kind"] == "outlet":
        return inner("outlet", {**here.params, "outlet": row["party_id"]}, row["party"])
    return inner("party", {**here.params, "who": row["party_id"]}, row["party"])


def _party(row: Row, here: Here) -> str:
    if not row["party_id"]:
        return "–"
    party = inner("party", {**here.params, "who": row["party_id"]}, row["party"])
    if row["party_from"] != "credited outlet":
        return party
    return f"{party} {cell('(' + here.reader.say('provenance.from_credited') + ')')}"


def _behind(row: Row, here: Here) -> str:
    """A chain's mentions as the way to them; a party of the other outlet's text is not in them."""
    named = row["party_id"] if row["party_from"] == "text" else ""
    params = ways.address(
        here,
        source=row["source_id"],
        status=row["status"],
        party=named,
        claim=row["claim_id"],
        cited=row["via_source_id"] or "",
    )
    return inner("sentences", params, here.reader.number(row["n_mentions"]))

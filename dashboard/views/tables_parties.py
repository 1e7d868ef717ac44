"""Heads and cells of the tables about parties."""

import polars as pl

from dashboard import pieces
from dashboard.pieces import Row, cell, inner, status
from dashboard.text import Reader
from dashboard.theme import STATUSES
from dashboard.views import ways
from dashboard.views.page import Here
from dashboard.views.tables import Table, heads_of
from dashboard.views.tables_outlets import claim, party, some


def parties(frame: pl.DataFrame, here: Here) -> Table:
    """Parties with what they confirm, allege and deny, on how many claims, in how many outlets."""
    reader = here.reader
    heads = [
        *heads_of(reader, "wide party", "short kind"),
        *((reader.word("status", name), "num") for name in STATUSES),
        *heads_of(reader, "num claims_in", "num outlets_in", "num turned", "short last_at"),
    ]
    cells = [
        [
            party(row["party_id"], row["party"], here),
            cell(reader.word("kind", row["kind"])),
            *(ways.tally(row[f"n_{name}"], name, here, party=row["party_id"]) for name in STATUSES),
            inner(
                "claims", ways.address(here, party=row["party_id"]), reader.number(row["n_claims"])
            ),
            inner(
                "sources",
                ways.address(here, party=row["party_id"]),
                reader.number(row["n_sources"]),
            ),
            some(row["n_turned"], reader),
            cell(reader.day(row["last_at"])),
        ]
        for row in frame.iter_rows(named=True)
    ]
    return heads, cells


def about(frame: pl.DataFrame, here: Here) -> Table:
    """What a party says on claims that name another, with the most widely reported such claim."""
    reader = here.reader
    heads = [
        *heads_of(reader, "wide speaking", "wide spoken_of"),
        *((reader.word("status", name), "num") for name in STATUSES),
        *heads_of(reader, "num claims_in", "claim for_claim"),
    ]
    cells = [
        [
            party(row["party_id"], row["party"], here),
            party(row["about_id"], row["about"], here),
            *(
                ways.tally(
                    row[f"n_{name}"], name, here, party=row["party_id"], about=row["about_id"]
                )
                for name in STATUSES
            ),
            inner(
                "claims",
                ways.address(here, party=row["party_id"], about=row["about_id"]),
                reader.number(row["n_claims"]),
            ),
            claim(row, here),
        ]
        for row in frame.iter_rows(named=True)
    ]
    return heads, cells


def against(frame: pl.DataFrame, here: Here) -> Table:
    """Whose denial stands against whose word, with the most widely reported such claim."""
    reader = here.reader
    heads = heads_of(reader, "wide denying", "wide stating", "num claims_in", "claim for_claim")
    cells = [
        [
            party(row["denying_id"], row["denying"], here),
            party(row["stating_id"], row["stating"], here),
            inner(
                "claims",
                ways.address(here, denying=row["denying_id"], stating=row["stating_id"]),
                reader.number(row["n_claims"]),
            ),
            claim(row, here),
        ]
        for row in frame.iter_rows(named=True)
    ]
    return heads, cells


def stands(frame: pl.DataFrame, named: pl.DataFrame, party_id: str, here: Here) -> Table:
    """The claims that a party speaks on: whom they name, its first word, its latest, how often."""
    reader = here.reader
    heads = [
        *heads_of(reader, "claim claim", "wide word"),
        *((reader.word("status", name), "num") for name in STATUSES),
        *heads_of(reader, "short standing", "num outlets_in", "short last_at"),
    ]
    cells = [
        [
            pieces.beneath(claim(row, here), _about(named, row["claim_id"], here)),
            _word(row, reader),
            *(
                ways.tally(row[f"n_{name}"], name, here, party=party_id, claim=row["claim_id"])
                for name in STATUSES
            ),
            status(row["standing"], reader, "standing"),
            reader.number(row["n_sources"]),
            cell(reader.day(row["last_at"])),
        ]
        for row in frame.iter_rows(named=True)
    ]
    return heads, cells


def _about(named: pl.DataFrame, claim_id: str, here: Here) -> str:
    """Whom a claim names, each as the way to its page; nothing where it names nobody known."""
    about = named.filter(claim_id=claim_id).select("party_id", "party")
    if about.is_empty():
        return ""
    names = ", ".join(party(who, name, here) for who, name in about.iter_rows())
    return here.reader.say("party.about", parties=names)


def _word(row: Row, reader: Reader) -> str:
    """A party's word on a claim; where it changed, what it was first as well."""
    last = status(row["last_status"], reader)
    if row["first_status"] == row["last_status"]:
        return last
    return f"{status(row['first_status'], reader)} → {last}"

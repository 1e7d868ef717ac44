"""Heads and cells of the tables about outlets and what they credit."""

from datetime import timedelta

import polars as pl

from dashboard.pieces import Row, cell, inner, status, tally
from dashboard.text import Reader, plain
from dashboard.theme import STATUSES
from dashboard.views import ways
from dashboard.views.page import Here
from dashboard.views.tables import Table, heads_of
from dashboard.weblinks import link


def by_status(frame: pl.DataFrame, here: Here) -> Table:
    """Outlets by how they present claims, each count as the way to its sentences."""
    reader = here.reader
    heads = heads_of(reader, "wide source")
    heads += [(reader.word("status", name), "num") for name in STATUSES]
    counts = frame.pivot("status", index=["source_id", "source"], values="n_mentions")
    cells = [
        [
            outlet(row["source_id"], row["source"], here),
            *(ways.tally(row[name], name, here, source=row["source_id"]) for name in STATUSES),
        ]
        for row in counts.iter_rows(named=True)
    ]
    return heads, cells


def firsts(frame: pl.DataFrame, here: Here) -> Table:
    """Outlets by how often they had a shared claim first."""
    reader = here.reader
    heads = heads_of(reader, "wide source", "num n_first", "num n_shared", "num median_lag")
    cells = [
        [
            outlet(row["source_id"], row["source"], here),
            ways.count(row["n_first"], here, source=row["source_id"], late="first"),
            ways.count(row["n_shared"], here, source=row["source_id"], late="shared"),
            cell(lag(row["median_lag_hours"], reader)),
        ]
        for row in frame.iter_rows(named=True)
    ]
    return heads, cells


def citations(frame: pl.DataFrame, here: Here) -> Table:
    """Which outlet credits which, over all of the data."""
    reader = here.reader
    heads = heads_of(reader, "wide source", "wide cited", "num articles", "short last_at")
    # The filters do not narrow these rows: they do not narrow the sentences behind them either.
    every = ways.over_all(here)
    cells = [
        [
            outlet(row["source_id"], row["source"], here),
            outlet(row["cited_source_id"], row["cited_source"], here),
            ways.count(
                row["n_articles"], every, source=row["source_id"], cited=row["cited_source_id"]
            ),
            cell(reader.day(row["last_at"])),
        ]
        for row in frame.iter_rows(named=True)
    ]
    return heads, cells


def claims(frame: pl.DataFrame, source_id: str, here: Here) -> Table:
    """One outlet's claims with its own counts, its place among the outlets and its lag."""
    reader = here.reader
    heads = [
        *heads_of(reader, "claim claim"),
        *((reader.word("status", name), "num") for name in STATUSES),
        *heads_of(reader, "num place", "num lag", "short standing", "short last_at"),
    ]
    cells = [
        [
            claim(row, here),
            *(
                ways.tally(row[f"n_{name}"], name, here, source=source_id, claim=row["claim_id"])
                for name in STATUSES
            ),
            cell(_place(row, reader)),
            cell(lag(row["lag_hours"], reader)),
            status(row["standing"], reader, "standing"),
            cell(reader.day(row["last_at"])),
        ]
        for row in frame.iter_rows(named=True)
    ]
    return heads, cells


def credits(frame: pl.DataFrame, here: Here) -> Table:
    """Which outlet credits which in the articles that match, with the newest place's words."""
    reader = here.reader
    heads = heads_of(
        reader,
        *("wide source", "wide cited", "num articles", "num bylines", "num claims_in"),
        *("wide words", "short last_at"),
    )
    cells = [
        [
            outlet(row["source_id"], row["source"], here),
            outlet(row["cited_source_id"], row["cited_source"], here),
            ways.count(
                row["n_articles"], here, source=row["source_id"], cited=row["cited_source_id"]
            ),
            some(row["n_bylines"], reader),
            inner(
                "claims",
                ways.address(here, source=row["source_id"], cited=row["cited_source_id"]),
                reader.number(row["n_claims"]),
            ),
            _words(row),
            cell(reader.day(row["last_at"])),
        ]
        for row in frame.iter_rows(named=True)
    ]
    return heads, cells


def chains(frame: pl.DataFrame, here: Here) -> Table:
    """Outlet ← credited outlet ← party, with the claim that most of these mentions are of."""
    reader = here.reader
    heads = heads_of(
        reader, "wide source", "wide cited", "wide party_behind", "num mentions", "claim for_claim"
    )
    cells = [
        [
            outlet(row["source_id"], row["source"], here),
            outlet(row["via_source_id"], row["via_source"], here),
            party(row["party_id"], row["party"], here),
            ways.count(
                row["n_mentions"], here, source=row["source_id"], cited=row["via_source_id"]
            ),
            claim(row, here),
        ]
        for row in frame.iter_rows(named=True)
    ]
    return heads, cells


def feeds(frame: pl.DataFrame, here: Here) -> Table:
    """Feeds with their state, why they fail, and when they last worked and brought something."""
    reader = here.reader
    heads = heads_of(
        reader, "wide source", "wide feed", "short state", "wide why", "num failures", "num gap"
    )
    heads += heads_of(reader, "when last_ok", "when last_new")
    cells = [
        [
            outlet(row["source_id"], row["source"], here),
            cell(row["url"], 80),
            cell(reader.word("feed", row["state"])),
            cell(reader.word("reason", row["reason"])) if row["reason"] else "–",
            reader.number(row["n_failures"]),
            cell(lag(row["usual_gap_hours"], reader)),
            cell(reader.moment(row["last_ok_at"])),
            cell(reader.moment(row["last_new_at"])),
        ]
        for row in frame.iter_rows(named=True)
    ]
    return heads, cells


def outlet(source_id: str, name: str, here: Here) -> str:
    """An outlet's name as the way to its page, filters kept."""
    return inner("outlet", {**here.params, "outlet": source_id}, name)


def party(party_id: str, name: str | None, here: Here) -> str:
    """A party's name as the way to its page, filters kept."""
    return inner("party", {**here.params, "who": party_id}, name or party_id)


def claim(row: Row, here: Here) -> str:
    """A claim's text as the way to its page, filters kept."""
    return inner("claim", {**here.params, "claim": row["claim_id"]}, str(row["text"]))


def some(n: int, reader: Reader) -> str:
    """A count; faint where it is zero, and left out on a phone."""
    return reader.number(n) if n else tally(0, "", reader)


def lag(hours: float | None, reader: Reader) -> str:
    """A distance in hours in words; a dash where it is not known."""
    if hours == 0:
        return reader.say("lag.none")
    return "–" if hours is None else reader.lag(timedelta(hours=hours))


def _words(row: Row) -> str:
    """The crediting words as a link to them in the article, where there are both."""
    words = str(row["words"] or "")
    return (link(row["url"], words, plain(words, 80)) if words else "") or cell(words, 80)


def _place(row: Row, reader: Reader) -> str:
    if row["place"] is None:
        return "–"
    of = {"place": reader.number(row["place"]), "of": reader.number(row["n_sources"])}
    return reader.say("outlet.place", **of)

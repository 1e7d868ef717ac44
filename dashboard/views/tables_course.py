"""Heads and cells of a chart over time, told in rows."""

import polars as pl

from dashboard.pieces import Row, cell
from dashboard.theme import STATUSES
from dashboard.views import ways
from dashboard.views.page import Here
from dashboard.views.tables import Table, heads_of


def steps(frame: pl.DataFrame, step: str, here: Here, claim_id: str) -> Table:
    """Steps with a mention, the newest first, each count as the way to its sentences."""
    reader = here.reader
    heads = heads_of(reader, "wide when")
    heads += [(reader.word("status", name), "num") for name in STATUSES]
    counts = (
        frame.pivot("status", index="bin", values="n_mentions")
        .filter(pl.sum_horizontal(STATUSES) > 0)
        .sort("bin", descending=True)
    )
    cells = [
        [
            cell(reader.step(row["bin"], step)),
            *(_count(row, name, step, here, claim_id) for name in STATUSES),
        ]
        for row in counts.iter_rows(named=True)
    ]
    return heads, cells


def _count(row: Row, status: str, step: str, here: Here, claim_id: str) -> str:
    # Filters know days; an hour's sentences stand below its chart.
    if step == "hour":
        name = f"{row['bin'].isoformat(timespec='minutes')}~{status}"
        return ways.bar(row[status], name, status, here)
    span = ways.days(row["bin"], step)
    return ways.tally(row[status], status, here, span=span, claim=claim_id)

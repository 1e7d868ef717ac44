"""Downloads hold exactly the rows on screen, and no spreadsheet runs them."""

from io import BytesIO

import polars as pl
import pytest

from dashboard import download
from dashboard.queries import claim
from dashboard.queries.selection import Selection
from dashboard.snapshot import Snapshot
from tests.dashboard.invented import NASTY


def _evidence(snapshot: Snapshot) -> pl.DataFrame:
    return claim.evidence(snapshot, Selection(), "UTC", "c000000000000000")


def test_parquet_equals_the_query(hostile: Snapshot) -> None:
    frame = _evidence(hostile)
    assert pl.read_parquet(BytesIO(download.parquet(frame))).equals(frame)


def test_csv_equals_the_query(full: Snapshot) -> None:
    frame = _evidence(full)
    read = pl.read_csv(BytesIO(download.csv(frame)), try_parse_dates=True)
    assert read.columns == frame.columns
    for column in ("mention_id", "text", "status", "speaker", "url", "place"):
        assert read[column].to_list() == frame[column].to_list()


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "\n@x"])
def test_formulas_become_text(cell: str) -> None:
    (read,) = pl.read_csv(BytesIO(download.csv(pl.DataFrame({"a": [cell]}))))["a"].to_list()
    assert read == f"'{cell}"


def test_other_cells_stay_as_they_are() -> None:
    frame = pl.DataFrame({"a": ["a=1", "3-4", 'Ünï, "x"\n', None], "n": [-1, 2, None, 4]})
    written = download.csv(frame)
    assert written.startswith(b"\xef\xbb\xbf")
    read = pl.read_csv(BytesIO(written))
    assert read.equals(frame)


def test_hostile_cells(hostile: Snapshot) -> None:
    read = pl.read_csv(BytesIO(download.csv(_evidence(hostile))))
    assert not [text for text in read["text"] if text.lstrip()[:1] in {"=", "+", "-", "@"}]
    assert len([text for text in read["text"] if text.startswith("'")]) == sum(
        text.lstrip()[:1] in {"=", "+", "-", "@"} for text in NASTY
    )

"""Exports hold what the filters show; drafts hold no verdict; nothing hostile runs anywhere."""

import json
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import polars as pl
import pytest

from dashboard import bundle, claimreview
from dashboard.queries import export, overview
from dashboard.queries.selection import Selection
from dashboard.snapshot import Snapshot
from tests.dashboard.invented import NASTY

ALL = Selection()
NOW = datetime(2026, 4, 7, 10, 0, tzinfo=UTC)
FIRST = "c000000000000000"


def _packed(
    snapshot: Snapshot, selection: Selection = ALL, kind: str = "parquet", text: bool = True
) -> tuple[dict[str, pl.DataFrame], dict[str, object]]:
    with bundle.pack(snapshot, selection, "Europe/Berlin", kind, text, NOW) as packed:  # type: ignore[arg-type]
        archive = ZipFile(BytesIO(packed.read()))
    read = pl.read_parquet if kind == "parquet" else pl.read_csv
    frames = {part: read(BytesIO(archive.read(f"{part}.{kind}"))) for part in export.PARTS}
    return frames, json.loads(archive.read("manifest.json"))


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_an_export_equals_the_query(full: Snapshot, kind: str) -> None:
    selection = Selection(statuses=("denied",))
    frames, manifest = _packed(full, selection, kind)
    shown = overview.totals(full, selection, "Europe/Berlin").row(0, named=True)
    assert frames["mentions"].height == shown["n_mentions"] == 11
    assert frames["claims"].height == shown["n_claims"]
    assert frames["sources"].height == shown["n_sources"]
    assert set(frames["mentions"]["status"]) == {"denied"}
    assert set(frames["articles"]["article_id"]) == set(frames["mentions"]["article_id"])
    assert manifest["rows"] == {part: frame.height for part, frame in frames.items()}


def test_the_manifest_says_what_was_asked_of_what(full: Snapshot) -> None:
    _, manifest = _packed(full, Selection(languages=("de",)))
    assert manifest["exported_at"] == "2026-04-07T10:00:00+00:00"
    assert manifest["filters"] == {"lang_in": ["de"]}
    assert (manifest["run_id"], manifest["model_version"]) == ("r1", "m1")
    assert manifest["snapshot"] == "20260406T040000Z-aaaa.duckdb"
    assert manifest["left_out"] == []


def test_without_text_no_words_of_outlets_leave(full: Snapshot) -> None:
    frames, manifest = _packed(full, text=False)
    for frame in frames.values():
        assert not set(frame.columns) & export.TEXTS
    written = "".join(frame.write_csv() for frame in frames.values())
    assert "Orlova" not in written
    assert "Schrott" not in written
    assert {"mention_id", "status", "score", "url"} <= set(frames["mentions"].columns)
    assert manifest["left_out"] == sorted(export.TEXTS)


def test_no_cell_runs_in_a_spreadsheet(hostile: Snapshot) -> None:
    frames, _ = _packed(hostile, kind="csv")
    for frame in frames.values():
        for name, kind in frame.schema.items():
            if kind == pl.String:
                first = frame[name].drop_nulls().str.strip_chars().str.slice(0, 1)
                assert not set(first) & {"=", "+", "-", "@"}, name
    assert any(text.startswith("'=HYPERLINK") for text in frames["mentions"]["text"])


def test_hostile_rows_come_through_unchanged_in_parquet(hostile: Snapshot) -> None:
    frames, _ = _packed(hostile)
    assert set(NASTY) <= set(frames["mentions"]["text"])


def test_an_export_of_nothing_has_its_columns(empty: Snapshot, full: Snapshot) -> None:
    nothing, manifest = _packed(empty)
    something, _ = _packed(full)
    assert {part: frame.columns for part, frame in nothing.items()} == {
        part: frame.columns for part, frame in something.items()
    }
    assert manifest["rows"] == dict.fromkeys(export.PARTS, 0)


def test_counts_are_those_of_the_archive(full: Snapshot) -> None:
    counts = export.counts(full, ALL, "UTC").row(0, named=True)
    _, manifest = _packed(full)
    assert counts == manifest["rows"]


def test_a_draft_has_claim_claimant_and_appearances_but_no_verdict(full: Snapshot) -> None:
    row = export.claim(full, FIRST).row(0, named=True)
    draft = claimreview.draft(row, export.appearances(full, FIRST))
    assert draft["@type"] == "ClaimReview"
    assert draft["creativeWorkStatus"] == "Draft"
    assert draft["claimReviewed"].startswith("Das Ministerium hat 1.500 Tonnen")
    item = draft["itemReviewed"]
    assert item["datePublished"] == "2026-03-02"
    assert item["author"] == {"@type": "Person", "name": "Irina Orlova"}
    assert item["firstAppearance"]["publisher"]["name"] == "Morgenblatt"
    assert item["firstAppearance"]["datePublished"] == "2026-03-02T06:00:00+00:00"
    assert len(item["appearance"]) == 11
    for verdict in ("reviewRating", "author", "datePublished", "url"):
        assert verdict not in draft
    assert "ating" not in json.dumps(draft)


def test_denials_are_no_appearances_of_the_claim(full: Snapshot) -> None:
    denied = full.read(
        """
        select a.url
        from live_mention m
        join article a using (article_id)
        where m.claim_id = 'c000000000000000'
            and m.status = 'denied'
        """
    )["url"].to_list()
    assert denied
    assert not set(denied) & set(export.appearances(full, FIRST)["url"])


def test_a_hostile_draft_is_safe_inside_a_page(hostile: Snapshot) -> None:
    for place in range(len(NASTY)):
        claim_id = f"cbad{place:012x}"
        row = export.claim(hostile, claim_id).row(0, named=True)
        words = claimreview.as_json(claimreview.draft(row, export.appearances(hostile, claim_id)))
        assert "<" not in words
        assert "javascript:" not in json.dumps(json.loads(words).get("itemReviewed", {}).get("url"))
        for work in json.loads(words)["itemReviewed"].get("appearance", []):
            assert work["url"].startswith(("http://", "https://"))
    assert export.claim(hostile, "nonsense").is_empty()

"""The commands as other tools call them: exit codes, one clear line, never a traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from tests.conftest import ROOT


def etl(*args: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "etl", *map(str, args)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    return done


def test_json_report(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Damm hält\n\nDer Damm hält, teilte das Amt mit.")
    done = etl("run", "--data-dir", tmp_path / "d", "--input", path, "--json")
    report = json.loads(done.stdout)
    assert (done.returncode, report["articles_new"], report["outcome"]) == (0, 1, "ok")
    assert Path(report["snapshot"]).exists()
    latest = (tmp_path / "d" / "snapshots" / "LATEST").read_text().strip()
    assert latest == Path(report["snapshot"]).name


@pytest.mark.parametrize(
    ("config", "says"),
    [
        ("[input]\nbatch_sise = 3\n", "c.toml:2: key 'input.batch_sise': unknown key"),
        ("[match]\nwindow_days = 'x'\n", "c.toml:2: key 'match.window_days'"),
        ("[inptu]\n", "c.toml:1: key 'inptu': unknown key"),
        ("x = \n", "c.toml: not valid TOML"),
    ],
)
def test_bad_settings(tmp_path: Path, config: str, says: str) -> None:
    path = tmp_path / "c.toml"
    path.write_text(config)
    done = etl("run", "--data-dir", tmp_path / "d", "--config", path, "--input", "demo/articles")
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_missing_settings_input_and_snapshot(tmp_path: Path) -> None:
    (tmp_path / "bare.toml").write_text("[lists]\nsources = []\n")
    for args, says in [
        (("run", "--config", tmp_path / "no.toml", "--input", "x"), "no such settings file"),
        (("run", "--config", tmp_path / "bare.toml", "--data-dir", tmp_path), "nothing to read"),
        (("run", "--data-dir", tmp_path, "--input", tmp_path / "no.csv"), "no such file"),
        (("export", "--data-dir", tmp_path, "--out", tmp_path / "o"), "no snapshot yet"),
    ]:
        done = etl(*args)
        assert done.returncode == 2
        assert says in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1


def test_partial_trouble_is_no_failure(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text("Titel\n\nDer Damm hält.")
    (folder / "empty.jsonl").touch()
    (folder / "bad.jsonl").write_text('{"title": "ok"}\n' * 16 + "{broken\n")
    pl.DataFrame({"x": [1]}).write_parquet(folder / "no_columns.parquet")
    (folder / "broken.parquet").write_bytes(b"PAR1 no")
    done = etl("run", "--data-dir", tmp_path / "d", "--input", folder, "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 0
    assert report["rejected"] == {"bad_json": 1, "bad_parquet": 1, "empty_file": 1, "no_columns": 1}
    assert any(line.startswith("bad.jsonl:17: bad_json") for line in report["rejected_examples"])


def test_a_fifty_megabyte_line(tmp_path: Path) -> None:
    path = tmp_path / "big.jsonl"
    path.write_bytes(
        b'{"title": "' + b"x" * 50_000_000 + b'"}\n{"title": "Der Damm ist stabil."}\n'
    )
    done = etl("run", "--data-dir", tmp_path / "d", "--input", path, "--json")
    report = json.loads(done.stdout)
    assert (done.returncode, report["articles_new"], report["rejected"]) == (
        0,
        1,
        {"record_too_large": 1},
    )


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_export(demo_dir: Path, demo_snapshot: Path, tmp_path: Path, kind: str) -> None:
    done = etl("export", "--data-dir", demo_dir, "--out", tmp_path, "--format", kind, "--json")
    manifest = json.loads(done.stdout)
    assert done.returncode == 0
    assert manifest == json.loads((tmp_path / "manifest.json").read_text())
    assert {"claim", "mention", "claim_spread_daily", "citation"} <= manifest["rows"].keys()
    read = pl.read_csv if kind == "csv" else pl.read_parquet
    for name, count in manifest["rows"].items():
        assert read(tmp_path / f"{name}.{kind}").height == count, name
    assert manifest["run_id"] == demo_snapshot.stem


def test_export_filters(demo_dir: Path, tmp_path: Path) -> None:
    done = etl(
        "export",
        "--data-dir",
        demo_dir,
        "--out",
        tmp_path,
        "--format",
        "parquet",
        "--status",
        "denied",
        "--language",
        "de",
        "--since",
        "2026-03-05",
        "--until",
        "2026-03-20",
        "--json",
    )
    mentions = pl.read_parquet(tmp_path / "mention.parquet")
    assert mentions["status"].cast(pl.String).unique().to_list() == ["denied"]
    assert mentions["language"].unique().to_list() == ["de"]
    assert mentions["appeared_at"].min().isoformat() >= "2026-03-05"  # type: ignore[union-attr]
    assert json.loads(done.stdout)["filters"]["until"] == "2026-03-20"


def test_csv_cells_cannot_run_as_formulas(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    row = {
        "title": '=HYPERLINK("http://x.example")',
        "text": "+1 Punkt für den Club.\n@all: Das Amt warnte.",
        "url": "https://a.example/1",
        "published_at": "2026-03-01",
    }
    path.write_text(json.dumps(row) + "\n")
    etl("run", "--data-dir", tmp_path / "d", "--input", path)
    etl("export", "--data-dir", tmp_path / "d", "--out", tmp_path / "o")
    for file in (tmp_path / "o").glob("*.csv"):
        frame = pl.read_csv(file, infer_schema=False)
        for column in frame.select(pl.col(pl.String)).columns:
            starts = frame[column].drop_nulls().str.slice(0, 1).to_list()
            numeric = frame[column].drop_nulls().str.contains(r"^-?\d").to_list()
            assert not any(
                s in "=+@-" and not n for s, n in zip(starts, numeric, strict=True) if s
            ), (file.name, column)

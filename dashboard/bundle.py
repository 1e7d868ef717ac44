"""An export as one archive: the rows that match, table by table, with a manifest."""

import json
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from dashboard.filters import written
from dashboard.queries import export
from dashboard.queries.selection import Selection
from dashboard.snapshot import Kind, Snapshot

NOTE = (
    "A status says how a sentence presents a claim (confirmed, alleged, denied). It is never a "
    "verdict on whether the claim is true. Times are UTC but for local_at."
)
# Spreadsheets take a CSV file for Latin-1 unless it begins so.
MARK = b"\xef\xbb\xbf"


def pack(
    snapshot: Snapshot,
    selection: Selection,
    zone: str,
    kind: Kind,
    with_text: bool,
    now: datetime,
) -> IO[bytes]:
    """The archive as an open temporary file: rows are streamed, never held in memory."""
    archive = TemporaryFile()  # noqa: SIM115  # whoever reads it closes it
    with TemporaryDirectory() as folder, ZipFile(archive, "w") as pack:
        rows = {}
        for part in export.PARTS:
            path = Path(folder) / f"{part}.{kind}"
            rows[part] = export.write(snapshot, selection, zone, part, path, kind, with_text)
            _add(pack, path, kind)
            path.unlink()
        said = manifest(snapshot, selection, zone, kind, with_text, now, rows)
        pack.writestr("manifest.json", json.dumps(said, ensure_ascii=False, indent=2) + "\n")
    archive.seek(0)
    return archive


def manifest(
    snapshot: Snapshot,
    selection: Selection,
    zone: str,
    kind: Kind,
    with_text: bool,
    now: datetime,
    rows: dict[str, int],
) -> dict[str, Any]:
    """What was asked of what data, when, and what came of it."""
    newest = export.run(snapshot)
    run = newest.row(0, named=True) if newest.height else {}
    return {
        "exported_at": now.astimezone(UTC).isoformat(timespec="seconds"),
        "snapshot": snapshot.path.name,
        "run_id": run.get("run_id"),
        "run_finished_at": run["finished_at"].isoformat() if run.get("finished_at") else None,
        "model_version": run.get("model_version"),
        "code_version": run.get("code_version"),
        "filters": written(selection),
        "time_zone": zone,
        "format": kind,
        "rows": rows,
        "left_out": [] if with_text else sorted(export.TEXTS),
        "note": NOTE,
    }


def _add(pack: ZipFile, path: Path, kind: Kind) -> None:
    # Parquet is compressed already.
    how = ZIP_DEFLATED if kind == "csv" else ZIP_STORED
    pack.compression = how
    with pack.open(path.name, "w", force_zip64=True) as inside, path.open("rb") as rows:
        if kind == "csv":
            inside.write(MARK)
        while chunk := rows.read(1 << 20):
            inside.write(chunk)

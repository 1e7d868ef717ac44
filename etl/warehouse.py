"""The read-write database: opening, migrations, runs, and what is already known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType

import duckdb
import numpy as np
import polars as pl
from numpy.typing import NDArray

from etl.errors import WarehouseBusyError
from etl.records import Proposition

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
FILE_NAME = "warehouse.duckdb"
ROWS_AT_ONCE = 5_000


def migrate(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Apply what is not applied yet, each file in one transaction with its row in `migration`."""
    con.execute(
        "create table if not exists migration (name varchar primary key, applied_at timestamptz)"
    )
    applied = {name for (name,) in con.execute("select name from migration").fetchall()}
    pending = [path for path in sorted(MIGRATIONS.glob("*.sql")) if path.name not in applied]
    for path in pending:
        con.execute("begin")
        con.execute(path.read_text(encoding="utf8"))
        con.execute("insert into migration values ($name, now())", {"name": path.name})
        con.execute("commit")
    return [path.name for path in pending]


class Warehouse:
    """One open warehouse; the only writer. Use it as a context manager."""

    def __init__(self, data_dir: Path) -> None:
        """Open and migrate. Raises WarehouseBusyError if another process holds it."""
        self.path = data_dir / FILE_NAME
        try:
            data_dir.mkdir(parents=True, exist_ok=True)
            self.con = duckdb.connect(str(self.path))
        except (duckdb.IOException, OSError) as error:
            reason = " ".join(str(error).split())[:300]
            raise WarehouseBusyError(
                f"{self.path}: cannot be opened for writing: {reason}"
            ) from None
        self.con.execute("set TimeZone = 'UTC'")
        migrate(self.con)

    def __enter__(self) -> Warehouse:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.con.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing."""
        self.con.execute("begin")
        try:
            yield
        except BaseException:
            self.con.execute("rollback")
            raise
        self.con.execute("commit")

    def write(self, sql: str, rows: pl.DataFrame) -> None:
        """Run a statement that reads the frame under the name `rows`; nothing for no rows."""
        if rows.height:
            self.con.register("rows", rows)
            self.con.execute(sql)
            self.con.unregister("rows")

    def start_run(
        self, run_id: str, started_at: datetime, model_version: str, code_version: str
    ) -> None:
        """A row for the run; a run that was killed before is marked as interrupted."""
        with self.transaction():
            self.con.execute("update run set outcome = 'interrupted' where outcome = 'running'")
            self.con.execute(
                "insert into run (run_id, started_at, outcome, model_version, code_version)"
                " values ($run_id, $started_at, 'running', $model, $code)",
                {
                    "run_id": run_id,
                    "started_at": started_at,
                    "model": model_version,
                    "code": code_version,
                },
            )

    def finish_run(
        self, run_id: str, finished_at: datetime, outcome: str, reason: str | None = None
    ) -> None:
        """Close the run's row."""
        self.con.execute(
            "update run set finished_at = $at, outcome = $outcome, reason = $reason"
            " where run_id = $run_id",
            {"at": finished_at, "outcome": outcome, "reason": reason, "run_id": run_id},
        )

    def versions(self, article_ids: list[str]) -> dict[str, set[str]]:
        """Content hashes of the stored versions by article."""
        found: dict[str, set[str]] = defaultdict(set)
        rows = self.con.execute(
            "select article_id, content_hash from article_revision"
            " where article_id in (select unnest($ids))",
            {"ids": article_ids},
        ).fetchall()
        for article_id, content_hash in rows:
            found[article_id].add(content_hash)
        return found

    def texts_of(self, article_ids: list[str]) -> dict[str, tuple[str, str]]:
        """Title and text of the stored version by article."""
        rows = self.con.execute(
            "select a.article_id, a.title, t.text from article a"
            " join article_text t using (article_id)"
            " where a.article_id in (select unnest($ids))",
            {"ids": article_ids},
        ).fetchall()
        return {article_id: (title, text) for article_id, title, text in rows}

    def mentions_of(self, article_ids: list[str]) -> dict[str, dict[str, bool]]:
        """For each article its mentions, and whether each still stands."""
        found: dict[str, dict[str, bool]] = defaultdict(dict)
        rows = self.con.execute(
            "select article_id, mention_id, removed_at is null from mention"
            " where article_id in (select unnest($ids))",
            {"ids": article_ids},
        ).fetchall()
        for article_id, mention_id, stands in rows:
            found[article_id][mention_id] = stands
        return found

    def propositions(self) -> Iterator[tuple[Proposition, NDArray[np.float32]]]:
        """What the matcher remembers, in the order in which it was stored."""
        rows = self.con.execute(
            "select m.claim_id, m.proposition, m.language, m.appeared_at, v.vector"
            " from mention_vector v"
            " join mention m using (mention_id)"
            " order by v.position"
        )
        while chunk := rows.fetchmany(ROWS_AT_ONCE):
            for *values, vector in chunk:
                yield Proposition(*values), np.array(vector, dtype=np.float32)

    def signatures(self) -> Iterator[tuple[NDArray[np.uint32], float, str]]:
        """Signature, day since 1970 and syndication group of each article with enough text."""
        rows = self.con.execute(
            "select s.signature,"
            " epoch(case when a.date_flag = 'ok' then a.published_at else a.fetched_at end)"
            " / 86400,"
            " a.syndication_group_id"
            " from article_signature s"
            " join article a using (article_id)"
            " order by s.article_id"
        )
        while chunk := rows.fetchmany(ROWS_AT_ONCE):
            for signature, day, group in chunk:
                yield np.array(signature, dtype=np.uint32), day, group

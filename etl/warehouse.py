"""The read-write database: opening, migrations, runs, and what is already known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
from numpy.typing import NDArray

from etl import lake
from etl.article_facts import Fingerprint, Known
from etl.errors import WarehouseBusyError
from etl.lock import ProcessLock
from etl.migrate import migrate
from etl.pglock import PostgresLock
from etl.records import Proposition, Stated
from etl.schema import join
from etl.storage import Storage, told

FILE_NAME = "warehouse.duckdb"
ROWS_AT_ONCE = 5_000


class Warehouse:
    """One open warehouse; the only writer. Use it as a context manager."""

    def __init__(self, data_dir: Path, storage: Storage = None) -> None:
        """Open and migrate. Raises WarehouseBusyError if another process holds it."""
        self.path, self.storage = data_dir / FILE_NAME, storage
        # The database that defines what the tables of a lake cannot; a plain file does it itself.
        self.shape = lake.SHAPE if storage else None
        self._held: PostgresLock | None = None
        self._open = ExitStack()
        try:
            self.con = self._connect()
        except BaseException as error:
            self._open.close()
            if not isinstance(error, OSError | (duckdb.Error if storage else duckdb.IOException)):
                raise
            raise WarehouseBusyError(
                f"{storage or self.path}: cannot be opened for writing: {told(error, storage)}"
            ) from None

    def _connect(self) -> duckdb.DuckDBPyConnection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if self.storage is None:
            con = self._open.enter_context(duckdb.connect(str(self.path)))
            con.execute("set TimeZone = 'UTC'")
            migrate(con)
            return con
        # A lake takes rows from two machines at once, and would hold them twice.
        if self.storage.catalogue == "sqlite":
            file = Path(self.storage.place)
            self._open.enter_context(ProcessLock(file.parent, file.name, datetime.now(UTC)))
        else:
            self._held = self._open.enter_context(PostgresLock(self.storage))
        return self._open.enter_context(lake.connect(self.storage, writing=True))

    def __enter__(self) -> Warehouse:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. Raises WarehouseBusyError if the right to write was lost meanwhile."""
        self.con.execute("begin")
        try:
            yield
            if self._held:
                self._held.check()
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

    def merge(self, table: str, key: str, rows: pl.DataFrame, *, replacing: bool) -> None:
        """Rows by name; one with the key of a stored row takes its place, or is left out."""
        # A lake knows no keys, so no "on conflict" either.
        into = join("merge into ", table, " using rows using (", key, ")")
        matched = " when matched then update by name" if replacing else ""
        self.write(join(into, matched, " when not matched then insert by name"), rows)

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
        with self.transaction():
            self.con.execute(
                "update run set finished_at = $at, outcome = $outcome, reason = $reason"
                " where run_id = $run_id",
                {"at": finished_at, "outcome": outcome, "reason": reason, "run_id": run_id},
            )
            if self.storage:
                lake.mark(self.con, run_id)

    def tidy(self, history: timedelta | None) -> None:
        """Put a lake's small files together and forget what is older; a plain file needs none."""
        if self.storage:
            lake.tidy(self.con, history)

    def versions(self, article_ids: list[str]) -> dict[str, Known]:
        """The stored versions by article; an empty answer for an article that is not stored."""
        found: dict[str, Known] = defaultdict(Known)
        rows = self.con.execute(
            "select article_id, r.content_hash, r.seen_at from article_revision r"
            " join article a using (article_id)"
            " where article_id in (select unnest($ids))"
            # The version that the article is in comes last, whatever the clocks said.
            " order by a.content_hash = r.content_hash, r.seen_at",
            {"ids": article_ids},
        ).fetchall()
        for article_id, content_hash, seen_at in rows:
            found[article_id].add(content_hash, seen_at)
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

    def claims_between(self, first_day: float, last_day: float, most: int) -> list[str]:
        """Claims with a statement that is undated or within these days since 1970.

        No more than have `most` such statements together, those seen last first.
        """
        rows = self.con.execute(
            """
            with seen as (
                select
                    coalesce(o.claim_id, m.claim_id) as claim_id,
                    count(*) as n,
                    max(m.appeared_at) as last_at
                from claim_statement s
                join mention m using (mention_id)
                left join mention_override o using (mention_id)
                where m.appeared_at is null
                    or epoch(m.appeared_at) / 86400 between $first and $last
                group by all
            )
            select claim_id
            from seen
            qualify sum(n) over (
                order by last_at desc nulls last, claim_id
                rows unbounded preceding
            ) <= $most
            order by claim_id
            """,
            {"first": first_day, "last": last_day, "most": most},
        ).fetchall()
        return [claim_id for (claim_id,) in rows]

    def propositions(
        self, claim_ids: list[str]
    ) -> Iterator[tuple[list[Proposition], NDArray[np.int8]]]:
        """What the matcher remembers of these claims, in the order in which it was stored.

        A mention that a person moved draws later ones along. A merged claim keeps its own id
        here, so that undoing the merge gives back what came later, too.
        """
        rows = self.con.execute(
            "select m.mention_id, coalesce(o.claim_id, m.claim_id), m.proposition, m.language,"
            " m.appeared_at, s.vector"
            " from claim_statement s"
            " join mention m using (mention_id)"
            " left join mention_override o using (mention_id)"
            " where coalesce(o.claim_id, m.claim_id) in (select unnest($ids))"
            " order by s.position",
            {"ids": claim_ids},
        )
        while chunk := rows.fetchmany(ROWS_AT_ONCE):
            vectors = np.frombuffer(b"".join(row[5] for row in chunk), dtype=np.int8)
            yield [Proposition(*row[:5]) for row in chunk], vectors.reshape(len(chunk), -1)

    def stated(self, article_ids: list[str]) -> list[Stated]:
        """What the stored versions of these articles state."""
        rows = self.con.execute(
            "select mention_id, article_id, claim_id, proposition, language, status::varchar,"
            " said_by, sentence_index, is_headline"
            " from mention"
            " where article_id in (select unnest($ids))"
            " order by article_id, sentence_index, mention_id",
            {"ids": article_ids},
        ).fetchall()
        return [Stated(*row) for row in rows]

    def word_counts(self) -> dict[str, NDArray[np.uint32]]:
        """Columns code and n_statements."""
        found: dict[str, NDArray[np.uint32]] = self.con.execute(
            "select code, n_statements from word_count"
        ).fetchnumpy()
        return found

    def fingerprints(self, day: int) -> Iterator[Fingerprint]:
        """The articles of a day since 1970 that had enough text to be compared."""
        rows = self.con.execute(
            """
            with dated as (
                select
                    *,
                    epoch(case when date_flag = 'ok' then published_at else fetched_at end)
                        / 86400 as day
                from article
            ),
            labels as (
                select
                    article_id,
                    list(cited_source_id) as agencies
                from credit
                where kind = 'byline'
                group by article_id
            )
            select
                a.article_id,
                a.syndication_group_id,
                a.day,
                a.language,
                list_append(coalesce(l.agencies, []), a.source_id),
                coalesce(n.n_words, 0),
                coalesce(n.anchors, []),
                s.signature
            from dated a
            join article_signature s on s.article_id = a.article_id
            left join article_anchor n on n.article_id = a.article_id
            left join labels l on l.article_id = a.article_id
            where a.day >= $day
                and a.day < $day + 1
            order by a.article_id
            """,
            {"day": day},
        ).fetchall()
        for article_id, group, when, language, labels, n_words, words, signature in rows:
            yield Fingerprint(
                article_id,
                group,
                when,
                language,
                frozenset(labels),
                n_words,
                tuple(words),
                np.zeros(0, dtype=np.uint32),
                np.zeros(0, dtype=np.uint32),
                np.array(signature, dtype=np.uint32),
            )

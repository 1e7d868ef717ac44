"""A story told in rows: articles and mentions written straight into a migrated database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import duckdb

from etl.migrate import migrate

START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


def at(hours: float) -> datetime:
    """So many hours into the story."""
    return START + timedelta(hours=hours)


@dataclass
class Story:
    """An open database and short ways to fill it."""

    con: duckdb.DuckDBPyConnection = field(default_factory=duckdb.connect)
    n: int = 0

    def __post_init__(self) -> None:
        self.con.execute("set TimeZone = 'UTC'")
        migrate(self.con)

    def actor(self, actor_id: str, name: str) -> None:
        self.con.execute(
            "insert into actor (actor_id, name, kind) values (?, ?, 'state')", [actor_id, name]
        )

    def article(self, source: str, hours: float | None, group: str | None = None) -> str:
        """An article of an outlet; without hours it is undated."""
        self.n += 1
        article_id = f"a{self.n:02}"
        self.con.execute(
            "insert or ignore into source (source_id, name, country, language, media_type)"
            " values (?, ?, 'DE', 'de', ?)",
            [source, source.partition(".")[0].title(), "agency" if "wire" in source else "online"],
        )
        when = None if hours is None else at(hours)
        self.con.execute(
            "insert into article (article_id, source_id, title, language, published_at,"
            " published_precision, published_from, date_flag, fetched_at, syndication_group_id,"
            " n_mentions, n_revisions, content_hash, run_id) values"
            " (?, ?, ?, 'de', ?, 'second', 'file', ?, ?, ?, 1, 1, ?, 'r1')",
            [article_id, source, f"Title {self.n}", when, "ok" if when else "undated",
             at(500), group or article_id, article_id],
        )  # fmt: skip
        return article_id

    def mention(
        self,
        article_id: str,
        status: str,
        *,
        claim: str = "c1",
        actor: str | None = None,
        said_by: str | None = None,
        cited: str | None = None,
        hours: float | None = None,
        removed: float | None = None,
        sentence: int = 1,
    ) -> str:
        """A mention at its article's time, or at `hours`; the first of a claim founds it."""
        self.n += 1
        mention_id = f"m{self.n:02}"
        (published,) = self.con.execute(
            "select published_at from article where article_id = ?", [article_id]
        ).fetchone() or (None,)
        text = f"Sentence {self.n}"
        self.con.execute(
            "insert into mention (mention_id, article_id, claim_id, sentence_index, text,"
            " proposition, language, status, score, p_confirmed, p_alleged, p_denied, said_by,"
            " actor_id, cited_source_id, char_start, char_end, is_headline, appeared_at,"
            " removed_at, similarity, matched_by, model_version, run_id) values"
            " (?, ?, ?, ?, ?, ?, 'de', ?, 0.9, 0.1, 0.1, 0.1, ?, ?, ?, 0, 9, false, ?, ?, 0.9,"
            " 'repeated', 'm1', 'r1')",
            [mention_id, article_id, claim, sentence, text, text, status, said_by or actor,
             actor, cited, published if hours is None else at(hours),
             None if removed is None else at(removed)],
        )  # fmt: skip
        self.con.execute(
            "insert or ignore into claim_founding (claim_id, mention_id, text, language, run_id)"
            " values (?, ?, ?, 'de', 'r1')",
            [claim, mention_id, text],
        )
        return mention_id

    def say(self, source: str, hours: float | None, status: str, **more: object) -> str:
        """An article with one mention."""
        return self.mention(self.article(source, hours), status, **more)  # type: ignore[arg-type]

    def rows(self, sql: str, *params: object) -> list[tuple[object, ...]]:
        return self.con.execute(sql, list(params)).fetchall()

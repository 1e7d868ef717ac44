"""What travels between the stages: frozen records, and the columns of the tables they fill."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from hashlib import blake2b
from typing import Any, Literal

import polars as pl

Status = Literal["confirmed", "alleged", "denied"]
Precision = Literal["second", "day", "unknown"]
Origin = Literal["feed", "page", "file", "crawl"]
DateBasis = Literal["feed", "metadata", "text", "url", "file"]
DateFlag = Literal["ok", "undated", "future", "too_old"]
MatchKind = Literal["founded", "repeated", "denial_link"]

VECTOR_SIZE = 512


def content_id(*parts: str) -> str:
    """A 16-digit hex hash of the parts; the same parts give the same id on every machine."""
    return blake2b("\x1f".join(parts).encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class DateHint:
    """A text that may say when an article was published, and where it stands."""

    text: str
    basis: DateBasis


@dataclass(frozen=True, slots=True)
class RawArticle:
    """An article as some file gave it: strings, not yet checked.

    `language` is what the file's owner says, `language_hint` what a page or feed claims.
    `dates` are further places that may tell the publication date, most trusted first.
    """

    file: str
    line: int | None = None
    url: str | None = None
    id: str | None = None
    title: str | None = None
    text: str | None = None
    published_at: str | None = None
    source: str | None = None
    language: str | None = None
    fetched_at: str | None = None
    file_time: str | None = None
    origin: Origin = "file"
    updated_at: str | None = None
    dates: tuple[DateHint, ...] = ()
    language_hint: str | None = None
    is_stub: bool = False


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that cannot be used, and why: `reason` is one of a fixed set of words."""

    stage: str
    reason: str
    file: str
    line: int | None
    field: str | None
    detail: str
    record: str

    @property
    def rejected_id(self) -> str:
        return content_id(self.file, str(self.line), self.reason, self.record)


@dataclass(frozen=True, slots=True)
class Article:
    """A checked article; `text` has one paragraph a line.

    `version_at` dates this version of the text: its fetch where the input says so, else its
    publication date.
    """

    article_id: str
    source_id: str
    url: str | None
    title: str
    text: str
    language: str
    published_at: datetime | None
    published_precision: Precision
    published_from: Origin
    date_flag: DateFlag
    fetched_at: datetime
    version_at: datetime | None
    credited_agency: str | None
    content_hash: str
    published_basis: DateBasis | None = None
    updated_at: datetime | None = None
    is_stub: bool = False

    @property
    def fetch_given(self) -> datetime | None:
        """The fetch, where the input says when it was; not the time of a file."""
        return self.fetched_at if self.version_at == self.fetched_at else None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article: index 0 is the headline; offsets count characters of the text."""

    article_id: str
    index: int
    text: str
    prev: str
    headline: str
    language: str
    char_start: int
    char_end: int

    @property
    def is_headline(self) -> bool:
        return self.index == 0


@dataclass(frozen=True, slots=True)
class Mention:
    """A claim in a sentence, before it is matched."""

    mention_id: str
    article_id: str
    sentence_index: int
    text: str
    proposition: str
    language: str
    status: Status
    score: float
    p_confirmed: float
    p_alleged: float
    p_denied: float
    speaker: str | None
    said_by: str | None
    actor_id: str | None
    cited_source_id: str | None
    cue: str | None
    speaker_start: int | None
    cue_start: int | None
    char_start: int
    char_end: int
    is_headline: bool
    appeared_at: datetime | None
    headline: str
    has_content: bool


@dataclass(frozen=True, slots=True)
class Match:
    """Where a mention went: its claim, how, and how sure (0 to 1)."""

    mention_id: str
    claim_id: str
    matched_by: MatchKind
    similarity: float


@dataclass(frozen=True, slots=True)
class Revision:
    """One version of an article that was seen."""

    article_id: str
    content_hash: str
    seen_at: datetime
    title: str
    n_added: int
    n_removed: int
    n_before: int  # versions of the article that came before this one


@dataclass(frozen=True, slots=True)
class Proposition:
    """A stored mention as the matcher needs it to compare new ones with."""

    mention_id: str
    claim_id: str
    proposition: str
    language: str
    appeared_at: datetime | None


@dataclass(frozen=True, slots=True)
class Stated:
    """A mention of an older version of an article, with its claim."""

    mention_id: str
    article_id: str
    claim_id: str
    proposition: str
    language: str
    status: Status
    said_by: str | None
    sentence_index: int
    is_headline: bool


TIME = pl.Datetime("us", "UTC")

MENTION_COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "mention_id": pl.String,
    "article_id": pl.String,
    "sentence_index": pl.Int32,
    "text": pl.String,
    "proposition": pl.String,
    "language": pl.String,
    "status": pl.String,
    "score": pl.Float32,
    "p_confirmed": pl.Float32,
    "p_alleged": pl.Float32,
    "p_denied": pl.Float32,
    "speaker": pl.String,
    "said_by": pl.String,
    "actor_id": pl.String,
    "cited_source_id": pl.String,
    "cue": pl.String,
    "speaker_start": pl.Int32,
    "cue_start": pl.Int32,
    "char_start": pl.Int32,
    "char_end": pl.Int32,
    "is_headline": pl.Boolean,
    "appeared_at": TIME,
    "headline": pl.String,
    "has_content": pl.Boolean,
}
MATCH_COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "mention_id": pl.String,
    "claim_id": pl.String,
    "matched_by": pl.String,
    "similarity": pl.Float32,
}
ARTICLE_COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "article_id": pl.String,
    "source_id": pl.String,
    "url": pl.String,
    "title": pl.String,
    "text": pl.String,
    "language": pl.String,
    "published_at": TIME,
    "published_precision": pl.String,
    "published_from": pl.String,
    "date_flag": pl.String,
    "fetched_at": TIME,
    "version_at": TIME,
    "credited_agency": pl.String,
    "content_hash": pl.String,
    "published_basis": pl.String,
    "updated_at": TIME,
    "is_stub": pl.Boolean,
}

REVISION_COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "article_id": pl.String,
    "content_hash": pl.String,
    "seen_at": TIME,
    "title": pl.String,
    "n_added": pl.Int32,
    "n_removed": pl.Int32,
    "n_before": pl.Int32,
}
REJECTED_COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "stage": pl.String,
    "reason": pl.String,
    "file": pl.String,
    "line": pl.Int32,
    "field": pl.String,
    "detail": pl.String,
    "record": pl.String,
}


def frame(rows: list[Any], columns: dict[str, pl.DataType | type[pl.DataType]]) -> pl.DataFrame:
    """Records of one dataclass as a frame with the declared columns."""
    names = [f.name for f in fields(rows[0])] if rows else list(columns)
    data = {name: [getattr(row, name) for row in rows] for name in names}
    return pl.DataFrame(data, schema=columns)

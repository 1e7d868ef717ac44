"""Published fact-checks on their way in, and articles that are to be fetched again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import polars as pl

TIME = pl.Datetime("us", "UTC")


@dataclass(frozen=True, slots=True)
class RawFactCheck:
    """A ClaimReview as some file or page gave it: strings, not yet checked."""

    file: str
    line: int | None
    claim_text: str | None
    url: str | None
    title: str | None
    publisher: str | None
    rating: str | None
    claimant: str | None
    language: str | None
    published_at: str | None
    claimed_at: str | None


@dataclass(frozen=True, slots=True)
class FactCheck:
    """A published fact-check; `rating` is the publisher's own word."""

    fact_check_id: str
    url: str | None
    publisher: str | None
    claim_text: str
    rating: str | None
    language: str
    published_at: datetime | None
    title: str | None
    claimant: str | None
    claimed_at: datetime | None


FACT_CHECK_COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "fact_check_id": pl.String,
    "url": pl.String,
    "publisher": pl.String,
    "claim_text": pl.String,
    "rating": pl.String,
    "language": pl.String,
    "published_at": TIME,
    "title": pl.String,
    "claimant": pl.String,
    "claimed_at": TIME,
}
REFETCH_COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "article_id": pl.String,
    "source_id": pl.String,
    "url": pl.String,
    "due_at": TIME,
}

"""What one transaction writes: a batch of articles with all that was found in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from etl.article_facts import Credit, Fingerprint
from etl.factcheck_records import FactCheck
from etl.records import VECTOR_SIZE, Article, Match, Mention, Rejected, Revision

MatchBasis = Literal["founded", "statement", "headline", "denial"]

REASON_COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "mention_id": pl.String,
    "basis": pl.String,
    "compared_with": pl.String,
    "score": pl.Float32,
    "names": pl.List(pl.String),
    "words": pl.List(pl.String),
    "numbers": pl.List(pl.String),
}
LINK_COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "mention_id": pl.String,
    "claim_id": pl.String,
    "score": pl.Float32,
}


@dataclass(frozen=True, slots=True)
class MatchReason:
    """Why it went there: the mention that it is most like, and what both name."""

    mention_id: str
    basis: MatchBasis
    compared_with: str | None
    score: float
    names: list[str]
    words: list[str]
    numbers: list[str]


@dataclass(frozen=True, slots=True)
class ClaimSuggestion:
    """A claim that a mention might belong to, for a person to decide."""

    mention_id: str
    claim_id: str
    score: float


@dataclass(frozen=True, slots=True)
class DenialLink:
    """A claim that a denial without content turns down."""

    mention_id: str
    claim_id: str
    score: float


@dataclass(slots=True)
class Matched:
    """What matching a batch gives; `kept` are the mentions to compare with later, in order."""

    matches: list[Match] = field(default_factory=list)
    reasons: list[MatchReason] = field(default_factory=list)
    suggestions: list[ClaimSuggestion] = field(default_factory=list)
    denial_links: list[DenialLink] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    vectors: NDArray[np.int8] = field(
        default_factory=lambda: np.zeros((0, VECTOR_SIZE), dtype=np.int8)
    )
    word_counts: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class Batch:
    """All that one transaction writes."""

    articles: dict[str, Article]
    revisions: list[Revision]
    mentions: list[Mention]
    matched: Matched
    prints: dict[str, Fingerprint]
    credits: dict[str, list[Credit]]
    removed: dict[str, datetime]
    returned: list[str]
    rejected: list[Rejected]
    n_known: int
    checked: dict[str, datetime] = field(default_factory=dict)
    fact_checks: list[FactCheck] = field(default_factory=list)

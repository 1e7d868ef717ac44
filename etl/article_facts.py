"""What an article's text gives besides its mentions: whom it credits, and what tells its copies."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

CreditKind = Literal["report", "told", "seen", "byline"]


@dataclass(frozen=True, slots=True)
class Credit:
    """A place where an article credits another outlet; index -1 is a byline, not a sentence."""

    article_id: str
    cited_source_id: str
    kind: CreditKind
    sentence_index: int
    words: str
    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What tells copies of a text: wording (MinHash; None if too short), names, numbers, length.

    `words` are the names and numbers themselves, `anchors` and `numbers` their hashes in order (an
    array takes a twentieth of the memory of a set); `labels` are the outlet and the agencies that
    the text is credited to; `day` counts since 1970.
    """

    article_id: str
    group: str
    day: float
    language: str
    labels: frozenset[str]
    n_words: int
    words: tuple[str, ...]
    anchors: NDArray[np.uint32]
    numbers: NDArray[np.uint32]
    signature: NDArray[np.uint32] | None

    def in_group(self, group: str) -> Fingerprint:
        """The same, as a member of a syndication group."""
        return replace(self, group=group)


CREDIT_COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "article_id": pl.String,
    "cited_source_id": pl.String,
    "kind": pl.String,
    "sentence_index": pl.Int32,
    "words": pl.String,
    "char_start": pl.Int32,
    "char_end": pl.Int32,
}

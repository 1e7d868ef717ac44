"""The labels, and what a sentence and its mentions are to the models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["confirmed", "alleged", "denied"]
STATUSES: tuple[Status, ...] = ("confirmed", "alleged", "denied")
NO_CLAIM = "none"
# Notes of the corpus' sentences that were written against errors seen on real news.
AFTER_REAL_ERRORS = ("mirror", "contrast")


@dataclass(frozen=True, slots=True)
class Input:
    """A sentence with what the models may look at: the sentence before and the headline."""

    text: str
    lang: str
    prev: str = ""
    headline: str = ""
    is_headline: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """Characters [start, end) of a sentence."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Speaker and cue of a sentence, as spans."""

    speaker: Span | None
    cues: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class TaggedMention:
    """One claim of a sentence: status, probabilities, spans and proposition.

    `by_pronoun`: the speaker is only "he" or "they". `has_content`: False for a denial that
    says only that something is denied.
    """

    status: Status
    score: float
    probs: tuple[float, float, float]
    speaker: Span | None
    by_pronoun: bool
    cues: tuple[Span, ...]
    proposition: str
    has_content: bool


@dataclass(frozen=True, slots=True)
class Tagged:
    """What the tagger says of a sentence; `mentions` is filled even where claim is False."""

    claim: bool
    p_claim: float
    mentions: tuple[TaggedMention, ...]

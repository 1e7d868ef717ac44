"""Mentions → claims: each joins the claim whose proposition it repeats or denies, or founds one."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from etl.config import MatchSettings
from etl.records import Match, Mention, content_id
from models import matching
from models.embedding import SIZE, encode

CANDIDATES = 12  # nearest stored propositions that are weighed for one mention
LEAST_COSINE = 0.3  # below it no shared word makes two propositions one claim
SECONDS_A_DAY = 86_400.0
HEADLINE_WEIGHT = 0.6  # of the headline's vector beside the proposition's own
BLOCK = 512  # mentions compared with the index at once

Vectors = NDArray[np.float32]


class Proposition(Protocol):
    """What the index needs of a mention."""

    @property
    def proposition(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def appeared_at(self) -> datetime | None: ...


@dataclass(slots=True)
class ClaimIndex:
    """The propositions of recent claims, to compare new ones with."""

    claim_ids: list[str] = field(default_factory=list)
    contents: list[matching.Content] = field(default_factory=list)
    first_of: dict[str, int] = field(default_factory=dict)
    _vectors: Vectors = field(default_factory=lambda: np.zeros((1024, SIZE), dtype=np.float32))
    _days: NDArray[np.float64] = field(default_factory=lambda: np.full(1024, np.nan))

    def __len__(self) -> int:
        return len(self.claim_ids)

    @property
    def vectors(self) -> Vectors:
        """Shape (len(self), SIZE)."""
        return self._vectors[: len(self)]

    @property
    def days(self) -> NDArray[np.float64]:
        """Day of each proposition since 1970; NaN where undated."""
        return self._days[: len(self)]

    def add(self, claim_id: str, mention: Proposition, vector: Vectors) -> None:
        """Store one proposition of a claim; the first one added is the claim's founding one."""
        place = len(self)
        if place == len(self._vectors):
            self._vectors = np.vstack([self._vectors, np.zeros_like(self._vectors)])
            self._days = np.concatenate([self._days, np.full_like(self._days, np.nan)])
        self._vectors[place] = vector
        self._days[place] = _day(mention.appeared_at)
        self.claim_ids.append(claim_id)
        self.contents.append(matching.content(mention.proposition, mention.language))
        self.first_of.setdefault(claim_id, place)


def match(
    mentions: list[Mention], index: ClaimIndex, settings: MatchSettings
) -> tuple[list[Match], Vectors, list[int]]:
    """A claim for each mention, the vectors of their propositions, and the order of deciding.

    The order of the mentions given does not matter: they are taken by time, article and place.
    The index grows by them.
    """
    order = sorted(range(len(mentions)), key=lambda i: _turn(mentions[i]))
    own, vectors = _vectors(mentions)
    result: dict[int, Match] = {}
    article: dict[str, list[tuple[int, int | None]]] = defaultdict(list)
    for start in range(0, len(order), BLOCK):
        block = order[start : start + BLOCK]
        known = len(index)
        cosines = vectors[block] @ index.vectors.T
        for row, i in enumerate(block):
            mention = mentions[i]
            fresh = index.vectors[known:] @ vectors[i]
            near = np.concatenate([cosines[row], fresh])
            before = article[mention.article_id]
            # Sentences of one article share its headline: among them only their own words count.
            for j, place in before:
                if place is not None:
                    near[place] = own[j] @ own[i]
            earlier = [(mentions[j], result[j], own[j]) for j, _ in before]
            result[i] = _decide(mention, own[i], near, earlier, index, settings)
            stored = mention.has_content or result[i].matched_by == "founded"
            before.append((i, len(index) if stored else None))
            if stored:
                index.add(result[i].claim_id, mention, vectors[i])
    return [result[i] for i in range(len(mentions))], vectors, order


def _vectors(mentions: list[Mention]) -> tuple[Vectors, Vectors]:
    """Unit vectors of the propositions alone, and of each in the light of its headline.

    "The values were six times the limit" says which claim it is only beside its headline.
    """
    languages = [m.language for m in mentions]
    own = encode([m.proposition for m in mentions], languages)
    mixed = own + HEADLINE_WEIGHT * encode([m.headline for m in mentions], languages)
    lengths = np.linalg.norm(mixed, axis=1, keepdims=True)
    return own, np.asarray(np.round(mixed / np.maximum(lengths, 1e-6), 4), dtype=np.float32)


Earlier = list[tuple[Mention, Match, Vectors]]


def _decide(
    mention: Mention,
    vector: Vectors,
    near: Vectors,
    earlier: Earlier,
    index: ClaimIndex,
    settings: MatchSettings,
) -> Match:
    if not mention.has_content:
        linked = _denied_in_article(mention, vector, earlier)
        if linked is not None:
            return linked
    best, score = _nearest(mention, near, index, settings)
    if best is not None and score >= settings.join_threshold:
        return Match(mention.mention_id, best, "repeated", score)
    if mention.status == "denied":
        in_article = {found.claim_id for _, found, _ in earlier}
        if best in in_article and score >= settings.denial_threshold:
            return Match(mention.mention_id, best, "denial_link", score)
    return Match(mention.mention_id, content_id("claim", mention.mention_id), "founded", 1.0)


def _nearest(
    mention: Mention, near: Vectors, index: ClaimIndex, settings: MatchSettings
) -> tuple[str | None, float]:
    """The claim with the best score among the nearest propositions within the window."""
    places = np.flatnonzero(near >= LEAST_COSINE)
    day = _day(mention.appeared_at)
    if not np.isnan(day):
        # Not "<=": undated propositions (NaN) stay in.
        places = places[~(np.abs(index.days[places] - day) > settings.window_days)]
    if len(places) > CANDIDATES:
        places = places[np.argpartition(near[places], -CANDIDATES)[-CANDIDATES:]]
    own = matching.content(mention.proposition, mention.language)
    best: tuple[float, str] = (0.0, "")
    for place in sorted(places.tolist()):
        claim_id = index.claim_ids[place]
        pair = matching.score(float(near[place]), own, index.contents[place])
        first = index.first_of[claim_id]
        founding = matching.score(float(near[first]), own, index.contents[first])
        # A chain of small steps must not lead far from what the claim was founded on.
        best = max(best, ((pair + founding) / 2, claim_id))
    return (best[1], best[0]) if best[1] else (None, 0.0)


def _denied_in_article(mention: Mention, vector: Vectors, earlier: Earlier) -> Match | None:
    """For "rejected these claims": what the article stated before, nearest and fitting first."""
    often = Counter(found.claim_id for _, found, _ in earlier)
    best: tuple[float, str] = (0.0, "")
    for other, found, other_vector in earlier:
        if other.said_by and other.said_by == mention.said_by and other.status != "denied":
            continue  # nobody rejects their own word
        distance = max(1, mention.sentence_index - other.sentence_index)
        fit = (
            0.35 * (other.status == "alleged")
            + 0.15 * (other.status == "denied")
            + 0.25 * float(np.exp(-(distance - 1) / 3))
            + 0.15 * max(0.0, float(other_vector @ vector))
            + 0.10 * min(2, often[found.claim_id] - 1)
            + 0.05 * other.is_headline
        )
        best = max(best, (fit, found.claim_id))
    return Match(mention.mention_id, best[1], "denial_link", min(1.0, best[0])) if best[1] else None


def _turn(mention: Mention) -> tuple[bool, float, str, int, str]:
    day = _day(mention.appeared_at)
    undated = bool(np.isnan(day))
    place = (mention.article_id, mention.sentence_index, mention.mention_id)
    return (undated, 0.0 if undated else day, *place)


def _day(when: datetime | None) -> float:
    return when.timestamp() / SECONDS_A_DAY if when else float("nan")

"""Denials without content of their own ("rejected these claims"): what they turn down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

import numpy as np

from etl.batch import DenialLink
from etl.config import MatchSettings
from etl.matching.outcome import Outcome
from etl.matching.sheet import Sheet
from etl.records import Mention, Stated, Status, content_id

SECOND = 0.8  # share of the best score from which a further claim is turned down as well
MOST = 3  # claims that one sentence turns down
NEAR = 3.0  # sentences in which the pull of an earlier claim falls to a third


@dataclass(frozen=True, slots=True)
class Said:
    """A mention of the article that has its claim already; `fit` is its cosine to the denial."""

    claim_id: str
    status: Status
    said_by: str | None
    sentence_index: int
    is_headline: bool
    fit: float


def deny(outcome: Outcome, settings: MatchSettings) -> None:
    """Give every denial that has no claim yet one of its article, or a running one, or its own."""
    sheet = outcome.sheet
    for article, members in sheet.articles.items():
        for row in members:
            if row in outcome.matches:
                continue
            mention = sheet.mentions[row]
            said = _said(outcome, article, row)
            turned = turned_down(mention.sentence_index, mention.said_by, list(said.values()))
            turned = turned or _running(sheet, row, settings)
            if not turned:
                outcome.found(row, content_id("claim", mention.mention_id))
                continue
            best, score = turned[0]
            like = next((other for other, item in said.items() if item.claim_id == best), row)
            outcome.join(row, best, score, "denial", like)
            outcome.result.denial_links += [
                DenialLink(mention.mention_id, claim_id, fit) for claim_id, fit in turned
            ]


def _said(outcome: Outcome, article: str, row: int) -> dict[int, Said]:
    """What the article says besides a row, in this version and in older ones."""
    sheet = outcome.sheet
    found = {
        other: _one(sheet, row, other, sheet.mentions[other], outcome.matches[other].claim_id)
        for other in sheet.articles[article]
        if other in outcome.matches
    }
    for other, stated in zip(sheet.older, sheet.stated, strict=True):
        if stated.article_id == article:
            found[other] = _one(sheet, row, other, stated, stated.claim_id)
    return found


def _one(sheet: Sheet, row: int, other: int, item: Mention | Stated, claim_id: str) -> Said:
    return Said(
        claim_id,
        item.status,
        item.said_by,
        item.sentence_index,
        item.is_headline,
        float(sheet.vectors[row] @ sheet.vectors[other]),
    )


def turned_down(
    sentence_index: int, said_by: str | None, said: Sequence[Said]
) -> list[tuple[str, float]]:
    """The claims that a denial turns down with their scores, the best first.

    What others alleged, close by and often, fits best; nobody rejects their own word.
    """
    often = Counter(item.claim_id for item in said)
    best: dict[str, float] = {}
    for item in said:
        if item.said_by and item.said_by == said_by and item.status != "denied":
            continue
        after = 0.25 if item.sentence_index > sentence_index else 0.0
        distance = abs(sentence_index - item.sentence_index)
        score = (
            0.35 * (item.status == "alleged")
            + 0.15 * (item.status == "denied")
            + 0.25 * exp(-max(0, distance - 1) / NEAR)
            + 0.15 * max(0.0, item.fit)
            + 0.10 * min(2, often[item.claim_id] - 1)
            + 0.05 * item.is_headline
            - after
        )
        best[item.claim_id] = max(best.get(item.claim_id, 0.0), round(min(1.0, score), 4))
    ranked = sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))
    return [pair for pair in ranked[:MOST] if pair[1] > 0 and pair[1] >= SECOND * ranked[0][1]]


def _running(sheet: Sheet, row: int, settings: MatchSettings) -> list[tuple[str, float]]:
    """The stored claim that a denial standing alone fits best, if they share a name."""
    _, rows = sheet.near_of(np.array([row]))
    if not len(rows):
        return []
    own = np.full(len(rows), row)
    names, scores = sheet.compared.shared_names(own, rows), sheet.same(own, rows)
    best: dict[str, float] = {}
    for other, name, score in zip(rows.tolist(), names.tolist(), scores.tolist(), strict=True):
        claim_id = sheet.claim_of(other)
        if name > 0:
            best[claim_id] = max(best.get(claim_id, 0.0), score)
    ranked = sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))[:1]
    return [pair for pair in ranked if pair[1] >= settings.denial_threshold]

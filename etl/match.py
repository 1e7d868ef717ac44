"""Mentions → claims: each joins the claim whose proposition it repeats or denies, or founds one."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from etl.batch import ClaimSuggestion, Matched
from etl.config import MatchSettings
from etl.matching.denials import deny
from etl.matching.encoded import Encoded
from etl.matching.index import day, pack
from etl.matching.links import Link, Links, cluster, links
from etl.matching.memory import Memory, counted
from etl.matching.outcome import Outcome
from etl.matching.release import released
from etl.matching.sheet import Sheet
from etl.matching.stories import Node, about_headline, nodes
from etl.parties import Parties
from etl.records import Mention, Proposition, Stated, content_id


def match(
    mentions: list[Mention],
    stated: list[Stated],
    memory: Memory,
    parties: Parties,
    settings: MatchSettings,
    encoded: Encoded | None = None,
) -> Matched:
    """A claim for each mention, with the reasons; the memory grows by them.

    `stated` is what older versions of the same articles state, `encoded` what has its vectors
    already. The order of the mentions does not matter: they are taken by time, article and place.
    """
    result = Matched()
    if not mentions:
        return result
    sheet = Sheet(
        sorted(mentions, key=_turn),
        stated,
        memory.index,
        memory.rarity,
        parties,
        settings.window_days,
        encoded or Encoded(),
    )
    about = about_headline(sheet)
    found = nodes(sheet, about)
    near = links(sheet, found)
    claims = cluster(sheet, found, near, settings)
    outcome = Outcome(sheet, result)
    support = [_support(k, claims, near) for k in range(len(found))]
    heads = _like_heads(sheet, found, support)
    for k, node in enumerate(found):
        _place_cores(outcome, node, claims[k], support[k], heads)
    moved = released(sheet, found, claims)
    for k, node in enumerate(found):
        for row in node.details:
            head = node.cores[0]
            claim_id, score, like = moved.get(row, (claims[k], about.get(row, 1.0), head))
            outcome.join(row, claim_id, score, "headline" if like == head else "statement", like)
    deny(outcome, settings)
    _suggest(outcome, found, claims, near, settings.suggest_threshold)
    result.matches = [outcome.matches[row] for row in range(len(sheet))]
    _remember(outcome, found, memory)
    result.word_counts = counted(sheet.counted)
    return result


def _support(k: int, claims: list[str], near: Links) -> Link | None:
    """The link of a node to the claim that it joined: stored, or made of other nodes."""
    stored = near.to_claims[k].get(claims[k])
    if stored:
        return stored
    others = [link for other, link in near.to_nodes[k].items() if claims[other] == claims[k]]
    if not others:
        return None
    best = max(others, key=lambda link: (link.score, -link.other))
    return Link(round(sum(link.score for link in others) / len(others), 4), best.own, best.other)


def _by_head(sheet: Sheet, node: Node, row: int, support: Link | None) -> bool:
    """True for a core that is in its claim because its headline is."""
    return row < len(sheet) and row != node.cores[0] and not (support and row == support.own)


def _like_heads(sheet: Sheet, found: list[Node], support: list[Link | None]) -> dict[int, float]:
    """How likely each core that its headline brings along states the same as the headline."""
    pairs = [
        (row, node.cores[0])
        for node, link in zip(found, support, strict=True)
        for row in node.cores
        if _by_head(sheet, node, row, link)
    ]
    rows, heads = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return dict(zip(rows.tolist(), sheet.same(rows, heads).tolist(), strict=True))


def _place_cores(
    outcome: Outcome, node: Node, claim_id: str, support: Link | None, heads: dict[int, float]
) -> None:
    sheet, head, first = outcome.sheet, node.cores[0], node.first
    founds = claim_id == content_id("claim", sheet.mentions[first].mention_id)
    for row in node.cores:
        if row >= len(sheet) or (founds and row == first):
            continue
        if _by_head(sheet, node, row, support):
            outcome.join(row, claim_id, heads[row], "headline", head)
        elif support:
            outcome.join(row, claim_id, support.score, "statement", support.other)
        else:
            outcome.join(row, claim_id, 1.0, "headline", row)
    if founds:
        outcome.found(first, claim_id)
        # A headline that is no mention founds no claim: the first sentence about it does.
        node.details = [row for row in node.details if row != first]


def _suggest(
    outcome: Outcome, found: list[Node], claims: list[str], near: Links, threshold: float
) -> None:
    """For each claim founded now the claim that it might be after all, for a person to decide."""
    sizes: dict[str, int] = defaultdict(int)
    for claim_id in claims:
        sizes[claim_id] += 1
    for k, node in enumerate(found):
        mention_id = outcome.sheet.mentions[node.first].mention_id
        if claims[k] != content_id("claim", mention_id):
            continue
        scores = {c: link.score for c, link in near.to_claims[k].items() if c != claims[k]}
        fresh: dict[str, float] = defaultdict(float)
        for other, link in near.to_nodes[k].items():
            if claims[other] != claims[k]:
                fresh[claims[other]] += link.score / sizes[claims[other]]
        for claim_id, score in fresh.items():
            scores[claim_id] = max(scores.get(claim_id, 0.0), score)
        if scores:
            best = max(sorted(scores), key=lambda c: scores[c])
            if scores[best] >= threshold:
                suggestion = ClaimSuggestion(mention_id, best, round(scores[best], 4))
                outcome.result.suggestions.append(suggestion)


def _remember(outcome: Outcome, found: list[Node], memory: Memory) -> None:
    """Core statements are what later mentions are compared with."""
    sheet, matches, result = outcome.sheet, outcome.matches, outcome.result
    rows = {core for node in found for core in node.cores if core < len(sheet)}
    rows |= {row for row, got in matches.items() if got.matched_by == "founded"}
    # The founding statement of a claim comes first, so that it is the first of its claim.
    order = sorted(rows, key=lambda row: (matches[row].matched_by != "founded", row))
    kept = [
        Proposition(m.mention_id, matches[row].claim_id, m.proposition, m.language, m.appeared_at)
        for row in order
        if (m := sheet.mentions[row])
    ]
    result.kept = [statement.mention_id for statement in kept]
    result.vectors = pack(sheet.vectors[order])
    memory.index.add(kept, result.vectors)


def _turn(mention: Mention) -> tuple[bool, float, str, int, str]:
    when = day(mention.appeared_at)
    undated = bool(np.isnan(when))
    return (
        undated,
        0.0 if undated else when,
        mention.article_id,
        mention.sentence_index,
        mention.mention_id,
    )


__all__ = ["Encoded", "Memory", "match"]

"""Sentences in the story of a headline that state another claim after all."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from etl.matching.nearest import nearest
from etl.matching.sheet import MOST_NEAR, Sheet
from etl.matching.stories import Node

RELEASE = 0.5  # probability from which a sentence of the story is about another claim after all
TOP = 3  # statements of another claim that must agree on it


def released(
    sheet: Sheet, found: list[Node], claims: list[str]
) -> dict[int, tuple[str, float, int]]:
    """By row the other claim, its score there and the row that it is most like."""
    by_core = {core: claims[k] for k, node in enumerate(found) for core in node.cores}
    home = {row: k for k, node in enumerate(found) for row in node.details}
    rows = np.array([row for row in home if sheet.mentions[row].has_content], dtype=np.int64)
    cores = np.array(sorted(by_core), dtype=np.int64)
    if not len(rows) or not len(cores):
        return {}
    a, b = nearest(sheet.vectors[rows], sheet.vectors[cores], MOST_NEAR)
    stored_a, stored_b = sheet.near_of(rows)
    own = np.concatenate([rows[a], rows[stored_a]])
    other = np.concatenate([cores[b], stored_b])
    same = sheet.same(own, other)
    # Most sentences are like no other claim at all: they stay.
    kept = np.isin(own, own[same >= RELEASE])
    pairs = zip(own[kept].tolist(), other[kept].tolist(), same[kept].tolist(), strict=True)
    scores: dict[int, dict[str, list[tuple[float, int]]]] = defaultdict(lambda: defaultdict(list))
    for row, core, score in pairs:
        claim_id = by_core.get(core) or sheet.claim_of(core)
        scores[row][claim_id].append((score, core))
    moved = {}
    for row, by_claim in scores.items():
        here = max((s for s, _ in by_claim.get(claims[home[row]], [])), default=0.0)
        ranked = {
            c: sorted(part, key=lambda pair: (-pair[0], pair[1]))[:TOP]
            for c, part in by_claim.items()
        }
        means = {c: sum(s for s, _ in part) / len(part) for c, part in ranked.items()}
        best = max(sorted(means), key=lambda c: means[c])
        if best != claims[home[row]] and means[best] >= RELEASE and means[best] > here:
            moved[row] = (best, round(means[best], 4), ranked[best][0][1])
    return moved

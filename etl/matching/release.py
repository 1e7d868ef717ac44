"""Sentences in the story of a headline that state another claim after all."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

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
    rows = [row for row in home if sheet.mentions[row].has_content]
    cores = np.array(sorted(by_core), dtype=np.int64)
    if not rows or not len(cores):
        return {}
    own, other = [], []
    for row, cosines in zip(rows, sheet.vectors[rows] @ sheet.vectors[cores].T, strict=True):
        order = np.lexsort((cores, -np.round(cosines, 4)))[:MOST_NEAR]
        for core in [*cores[order].tolist(), *(sheet.row_of[p] for p in sheet.near[row])]:
            own.append(row)
            other.append(core)
    scores: dict[int, dict[str, list[tuple[float, int]]]] = defaultdict(lambda: defaultdict(list))
    for row, core, score in zip(own, other, sheet.same(own, other), strict=True):
        claim_id = by_core.get(core) or sheet.index.statements[sheet.place_of[core]].claim_id
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

"""How alike nodes and stored claims are, and which of them become one claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etl.config import MatchSettings
from etl.matching.nearest import nearest
from etl.matching.sheet import LEAST_COSINE, MEMBERS, Sheet
from etl.matching.stories import Node
from etl.records import content_id
from models.clustering import Cluster, average_linkage

MOST_NEW = 48  # statements of the batch that are weighed for one
FOUNDER = 2.0  # what a claim's founding statement counts among its members: no drift by small steps
AGREEING = 2  # pairs of their statements that two nodes should be alike in
FLOOR = 0.02  # a probability below it is none

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Link:
    """How likely two are one claim, and the rows that say so best."""

    score: float
    own: int
    other: int


@dataclass(slots=True)
class Links:
    """Links of each node to stored claims and to other nodes."""

    to_claims: list[dict[str, Link]]
    to_nodes: list[dict[int, Link]]


def links(sheet: Sheet, found: list[Node]) -> Links:
    """Every node against the claims near it, and against the other nodes of the batch."""
    return Links(_to_claims(sheet, found), _to_nodes(sheet, found))


def _to_claims(sheet: Sheet, found: list[Node]) -> list[dict[str, Link]]:
    """The mean over a claim's members, each by the core that fits it best."""
    cores = [(core, k) for k, node in enumerate(found) for core in node.cores]
    core, owner = np.array(cores, dtype=np.int64).reshape(-1, 2).T
    at, other = sheet.near_of(core)
    own, node_of = core[at], owner[at]
    number: dict[str, int] = {}
    claim_of = np.array(
        [number.setdefault(sheet.claim_of(row), len(number)) for row in sheet.row_of.values()],
        dtype=np.int64,
    )
    scores = sheet.same(own, other)
    group = node_of * max(1, len(number)) + claim_of[other - sheet.stored.start]
    likely = _likely(group, scores)
    grouped: dict[tuple[int, int], list[Link]] = defaultdict(list)
    for k, one, two, score in _rows(likely, node_of, own, other, scores):
        grouped[k, sheet.place_of[two]].append(Link(score, one, two))
    best = {pair: _agreed(part, len(found[pair[0]].cores)) for pair, part in grouped.items()}
    parts: list[dict[str, list[tuple[float, Link]]]] = [defaultdict(list) for _ in found]
    for (k, place), link in best.items():
        claim_id = sheet.index.statements[place].claim_id
        founding = place == sheet.index.of_claim[claim_id][0]
        parts[k][claim_id].append((FOUNDER if founding else 1.0, link))
    return [{c: _mean(members) for c, members in sorted(part.items())} for part in parts]


def _mean(members: list[tuple[float, Link]]) -> Link:
    best = max((link for _, link in members), key=lambda link: (link.score, -link.other))
    total = sum(counts * link.score for counts, link in members)
    return Link(round(total / sum(counts for counts, _ in members), 4), best.own, best.other)


def _to_nodes(sheet: Sheet, found: list[Node]) -> list[dict[int, Link]]:
    """Nodes whose statements are near enough to be weighed, by the pair that fits best."""
    cores = sorted((core, k) for k, node in enumerate(found) for core in node.cores)
    rows, owner = np.array(cores, dtype=np.int64).reshape(-1, 2).T
    a, b = _pairs(sheet.vectors[rows])
    a, b = np.where(owner[a] < owner[b], (a, b), (b, a))
    apart = owner[a] != owner[b]
    a, b = a[apart], b[apart]
    own, other = rows[a], rows[b]
    scores = sheet.same(own, other)
    likely = _likely(owner[a] * len(found) + owner[b], scores)
    grouped: dict[tuple[int, int], list[Link]] = defaultdict(list)
    for k, other_k, one, two, score in _rows(likely, owner[a], owner[b], own, other, scores):
        grouped[k, other_k].append(Link(score, one, two))
    result: list[dict[int, Link]] = [{} for _ in found]
    for (one, two), part in sorted(grouped.items()):
        link = _agreed(part, len(found[one].cores) * len(found[two].cores))
        if link.score >= FLOOR:
            result[one][two] = link
            result[two][one] = Link(link.score, link.other, link.own)
    return result


def _agreed(part: list[Link], possible: int) -> Link:
    """The mean of the two pairs of statements that fit best, if there can be two.

    One pair alone misleads: two stories share a lead about the same place more often than both
    headline and lead.
    """
    ranked = sorted(part, key=lambda link: (-link.score, link.own, link.other))[:AGREEING]
    score = sum(link.score for link in ranked) / min(AGREEING, possible)
    return Link(round(score, 4), ranked[0].own, ranked[0].other)


def _likely(group: Places, scores: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which scores are of a group of which one score at least is a probability at all."""
    likely: NDArray[np.bool_] = np.isin(group, group[scores >= FLOOR])
    return likely


def _rows(kept: NDArray[np.bool_], *columns: NDArray[Any]) -> Iterator[tuple[Any, ...]]:
    """The rows of a table of columns that are kept, as plain numbers."""
    return zip(*(column[kept].tolist() for column in columns), strict=True)


def _pairs(vectors: NDArray[np.float32]) -> tuple[Places, Places]:
    """Pairs of rows, each among the MOST_NEW nearest of the other or the other way round."""
    n = max(1, len(vectors))
    a, b = nearest(vectors, vectors, MOST_NEW, LEAST_COSINE, same=True)
    pairs = np.unique(np.minimum(a, b) * n + np.maximum(a, b))
    return pairs // n, pairs % n


def cluster(sheet: Sheet, found: list[Node], near: Links, settings: MatchSettings) -> list[str]:
    """The claim of each node: stored claims stay apart, nodes join them or one another."""
    given = {node.claim_id for node in found if node.claim_id}
    stored = sorted({claim_id for part in near.to_claims for claim_id in part} | given)
    number = {claim_id: k for k, claim_id in enumerate(stored)}
    members = [min(MEMBERS, len(sheet.index.of_claim.get(c, ()))) for c in stored]
    clusters = [Cluster(max(1.0, float(n)), fixed=True) for n in members]
    clusters += [Cluster() for _ in found]
    totals: dict[tuple[int, int], float] = {}
    for k, node in enumerate(found):
        if node.claim_id:
            continue
        place = len(stored) + k
        for claim_id, link in near.to_claims[k].items():
            totals[number[claim_id], place] = link.score * clusters[number[claim_id]].size
        for other, link in near.to_nodes[k].items():
            if other > k and not found[other].claim_id:
                totals[place, len(stored) + other] = link.score
    labels = average_linkage(clusters, totals, settings.join_threshold)
    names: dict[int, str] = dict(enumerate(stored))
    result = []
    for k, node in enumerate(found):
        fresh = content_id("claim", sheet.mentions[node.first].mention_id)
        result.append(node.claim_id or names.setdefault(labels[len(stored) + k], fresh))
    return result

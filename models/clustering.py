"""Average linkage over sparse pairs, with clusters that exist already and stay apart."""

from __future__ import annotations

import heapq
from dataclasses import dataclass

# Two groups of statements that are at one within themselves but not with each other are two claims
# on one subject: their mean similarity is at least this share of the lower of the means inside.
COHESION = 0.38


@dataclass(slots=True)
class Cluster:
    """What clustering starts from: a single statement, or a stored claim, which is `fixed`."""

    size: float = 1.0
    fixed: bool = False
    inside: float = 0.0  # summed similarity of the pairs of members that were joined here
    pairs: float = 0.0  # how many they are

    def join(self, other: Cluster, between: float) -> None:
        """Take in another cluster; `between` is the summed similarity over their member pairs."""
        self.inside += other.inside + between
        self.pairs += other.pairs + self.size * other.size
        self.size += other.size
        self.fixed |= other.fixed


def average_linkage(
    clusters: list[Cluster],
    links: dict[tuple[int, int], float],
    threshold: float,
) -> list[int]:
    """For each cluster the lowest number of those it was joined with.

    Two are joined, the most alike first, while the mean similarity of their members is at least
    `threshold` (Sokal & Michener 1958). `links` holds the summed similarity over the member pairs
    of two clusters; a pair that is not in it counts zero. Two fixed ones are never joined, nor two
    that are much less alike than the members of each (COHESION). Ties go to the lower numbers, so
    the result depends on the numbering alone. `clusters` is used up.
    """
    parent = list(range(len(clusters)))
    near: list[dict[int, float]] = [{} for _ in clusters]
    heap: list[tuple[float, int, int]] = []

    def offer(a: int, b: int, total: float) -> None:
        one, two = clusters[a], clusters[b]
        mean = total / (one.size * two.size)
        if mean >= max(threshold, _least(one, two)) and not (one.fixed and two.fixed):
            heapq.heappush(heap, (-mean, min(a, b), max(a, b)))

    for (a, b), total in links.items():
        near[a][b] = near[b][a] = near[a].get(b, 0.0) + total
    for a, part in enumerate(near):
        for b, total in part.items():
            if a < b:
                offer(a, b, total)
    while heap:
        score, a, b = heapq.heappop(heap)
        if parent[a] != a or parent[b] != b:
            continue
        one, two = clusters[a], clusters[b]
        if -near[a][b] / (one.size * two.size) != score:
            continue
        if -score < _least(one, two):
            continue
        parent[b] = a
        one.join(two, near[a][b])
        for other, value in near[b].items():
            near[other].pop(b)
            if other != a:
                near[a][other] = near[other][a] = near[a].get(other, 0.0) + value
        near[b] = {}
        for other, total in near[a].items():
            offer(a, other, total)
    return [_root(parent, place) for place in range(len(clusters))]


def _least(one: Cluster, two: Cluster) -> float:
    """The mean similarity that two clusters need because of what their members have."""
    if not (one.pairs and two.pairs):
        return 0.0
    return COHESION * min(one.inside / one.pairs, two.inside / two.pairs)


def _root(parent: list[int], place: int) -> int:
    while parent[place] != place:
        place = parent[place]
    return place

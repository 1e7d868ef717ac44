"""The statements of one batch, and the stored ones near them, as rows to be compared."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etl.matching.encoded import Encoded
from etl.matching.index import ClaimIndex, day
from etl.parties import Parties
from etl.records import Mention, Stated
from models.matching import Compared, Matcher, Statements
from models.rarity import Rarity
from models.wording import wording

LEAST_COSINE = 0.22  # of two statements that are weighed at all
MOST_NEAR = 32  # stored statements looked at for one new one
CLAIMS = 6  # stored claims weighed for one new statement
MEMBERS = 8  # statements of a claim that a new one is compared with

Places = NDArray[np.int64]


class Sheet:
    """Rows by number: the mentions in turn, then headlines that are none, older, stored ones."""

    def __init__(
        self,
        mentions: list[Mention],
        stated: list[Stated],
        index: ClaimIndex,
        rarity: Rarity,
        parties: Parties,
        window_days: int,
        encoded: Encoded,
    ) -> None:
        """Encode and compare; `rarity` and `counted` grow by what the batch says."""
        self.mentions, self.stated, self.index, self.window = mentions, stated, index, window_days
        self.matcher = Matcher.load()
        self.articles: dict[str, list[int]] = defaultdict(list)
        for row, mention in enumerate(mentions):
            self.articles[mention.article_id].append(row)
        self.texts = [(m.proposition, m.language) for m in mentions]
        self.days = [day(m.appeared_at) for m in mentions]
        self.head = {article: self._head(rows) for article, rows in self.articles.items()}
        n_new = len(self.texts)
        self.older = range(n_new, n_new + len(stated))
        self.texts += [(s.proposition, s.language) for s in stated]
        vectors = encoded.of(self.texts)
        self.near = self._near(vectors[:n_new])
        places = sorted({place for found in self.near for place in found})
        self.stored = range(len(self.texts), len(self.texts) + len(places))
        self.row_of = dict(zip(places, self.stored, strict=True))
        self.place_of = {row: place for place, row in self.row_of.items()}
        kept = [index.statements[place] for place in places]
        self.texts += [(s.proposition, s.language) for s in kept]
        self.vectors = np.vstack([vectors, index.vectors(np.array(places, dtype=np.int64))])
        found = [wording(t, lang, parties.actors.find_all(t)) for t, lang in self.texts]
        self.counted = Rarity.empty()
        self.counted.add(w for w, m in zip(found, mentions, strict=False) if m.has_content)
        rarity.grow(self.counted)
        self.weights = self.matcher.background.plus(rarity).weights()
        languages = np.array([lang for _, lang in self.texts])
        self.compared = Compared(Statements(found, languages, self.vectors), self.weights)

    def __len__(self) -> int:
        """Mentions; rows below it are mentions."""
        return len(self.mentions)

    def same(self, a: Places, b: Places) -> NDArray[np.float64]:
        """Probability that the rows of each pair state one claim."""
        return self.matcher.same(self.compared, a, b)

    def near_of(self, rows: Places) -> tuple[Places, Places]:
        """The stored rows to weigh for each of the rows, as pairs: place in `rows`, stored row."""
        near = [self.near[row] for row in rows.tolist()]
        ones = np.repeat(np.arange(len(rows)), [len(found) for found in near])
        return ones, np.array([self.row_of[p] for found in near for p in found], dtype=np.int64)

    def claim_of(self, row: int) -> str:
        """The claim of a stored row."""
        return self.index.statements[self.place_of[row]].claim_id

    def _head(self, rows: list[int]) -> int:
        """The row of an article's headline; of its first mention where it has none."""
        first = self.mentions[rows[0]]
        if first.is_headline or not first.headline.strip():
            return rows[0]
        self.texts.append((first.headline, first.language))
        self.days.append(self.days[rows[0]])
        return len(self.texts) - 1

    def _near(self, vectors: NDArray[np.float32]) -> list[list[int]]:
        """For each new row the stored statements to weigh: those of the claims nearest to it."""
        found = self.index.near(vectors, LEAST_COSINE, MOST_NEAR)
        result: list[list[int]] = []
        known: dict[str, _Members] = {}
        for row, (places, cosines) in enumerate(found):
            # Not "<=": undated statements (NaN) stay in.
            inside = ~(np.abs(self.index.days[places] - self.days[row]) > self.window)
            best: dict[str, float] = {}
            near = zip(places[inside].tolist(), cosines[inside].tolist(), strict=True)
            for place, cosine in near:
                claim_id = self.index.statements[place].claim_id
                best[claim_id] = max(best.get(claim_id, 0.0), round(cosine, 4))
            nearest = sorted(best, key=lambda claim_id: (-best[claim_id], claim_id))[:CLAIMS]
            for claim_id in nearest:
                if claim_id not in known:
                    known[claim_id] = _Members.of(self.index, claim_id)
            when = self.days[row]
            result.append([p for c in nearest for p in known[c].near(when, self.window)])
        return result


@dataclass(frozen=True, slots=True)
class _Members:
    """The founding statement of a claim, its others with their days, and some of all of these."""

    first: int
    others: Places
    days: NDArray[np.float64]
    span: tuple[float, float]
    some: list[int]

    @classmethod
    def of(cls, index: ClaimIndex, claim_id: str) -> _Members:
        first, *others = index.of_claim[claim_id]
        places = np.array(others, dtype=np.int64)
        days = index.days[places]
        dated = days[~np.isnan(days)]
        span = (float(dated.min()), float(dated.max())) if len(dated) else (np.nan, np.nan)
        return cls(first, places, days, span, [first, *_spread(places)])

    def near(self, when: float, window: int) -> list[int]:
        """The founding statement, and others within the window spread over time."""
        if not any(abs(day - when) > window for day in self.span):
            return self.some
        return [self.first, *_spread(self.others[~(np.abs(self.days - when) > window)])]


def _spread(places: Places) -> list[int]:
    """All, or if these are many some from the first to the last."""
    if len(places) < MEMBERS:
        return [int(place) for place in places]
    step = (len(places) - 1) / (MEMBERS - 2)
    return [int(places[round(k * step)]) for k in range(MEMBERS - 1)]

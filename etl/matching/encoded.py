"""Texts with their vectors: made when an article is read, used when it is matched."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from etl.records import VECTOR_SIZE, Mention
from models.embedding import encode

Text = tuple[str, str]  # words, language


@dataclass(slots=True)
class Encoded:
    """Texts by row of `vectors`, shape (texts, VECTOR_SIZE)."""

    rows: dict[Text, int] = field(default_factory=dict)
    vectors: NDArray[np.float32] = field(
        default_factory=lambda: np.zeros((0, VECTOR_SIZE), dtype=np.float32)
    )

    @classmethod
    def of_mentions(cls, mentions: list[Mention]) -> Encoded:
        """What matching looks at: propositions, and headlines that are no mentions themselves."""
        encoded = cls()
        headed = {m.article_id for m in mentions if m.is_headline}
        encoded.learn(
            [
                *((m.proposition, m.language) for m in mentions),
                *(
                    (m.headline, m.language)
                    for m in mentions
                    if m.article_id not in headed and m.headline.strip()
                ),
            ]
        )
        return encoded

    def learn(self, texts: list[Text]) -> None:
        """Encode those of the texts that are not here yet."""
        fresh = [text for text in dict.fromkeys(texts) if text not in self.rows]
        if fresh:
            vectors = encode([words for words, _ in fresh], [lang for _, lang in fresh])
            self._append(fresh, vectors)

    def take(self, other: Encoded) -> None:
        """Add what another one holds."""
        fresh = [text for text in other.rows if text not in self.rows]
        self._append(fresh, other.vectors[[other.rows[text] for text in fresh]])

    def of(self, texts: list[Text]) -> NDArray[np.float32]:
        """The vectors of these texts in their order; those not here yet are encoded."""
        self.learn(texts)
        return self.vectors[[self.rows[text] for text in texts]]

    def _append(self, texts: list[Text], vectors: NDArray[np.float32]) -> None:
        start = len(self.rows)
        self.rows |= {text: start + k for k, text in enumerate(texts)}
        self.vectors = np.vstack([self.vectors, vectors]) if start else vectors

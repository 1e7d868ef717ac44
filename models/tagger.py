"""Sentences in, mentions out: the one door through which the ETL uses the models."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


from models import artefact
from models.attribution import Attribution, AttributionModel
from models.features import read
from models.labels import NO_CLAIM, STATUSES, Input, Span, Tagged, TaggedMention
from models.proposition import proposition
from models.status import StatusModel

CLAIM_CUT = 0.5


@dataclass(frozen=True)
class Tagger:
    """The trained models together."""

    status: StatusModel
    attribution: AttributionModel
    version: str

    @classmethod
    @lru_cache(maxsize=2)
    def load(cls, folder: Path = artefact.DEFAULT) -> Tagger:
        """Load a model folder. Raises ArtefactError."""
        parts, config = artefact.load(folder)
        return cls(
            StatusModel(parts["status"]),
            AttributionModel(parts["attribution"]),
            str(config["version"]),
        )

    def tag(self, items: list[Input]) -> list[Tagged]:
        """One result a sentence, in order; statuses and spans are given even for no-claims."""
        p_claim, of_claim = self.status.probabilities(items)
        best = of_claim.argmax(axis=1)
        names = [STATUSES[i] for i in best]
        asked = [n if p >= CLAIM_CUT / 2 else NO_CLAIM for n, p in zip(names, p_claim, strict=True)]
        spans = self.attribution.find(items, asked)
        return [
            self._tagged(
                item, float(p), (float(row[0]), float(row[1]), float(row[2])), int(i), found
            )
            for item, p, row, i, found in zip(items, p_claim, of_claim, best, spans, strict=True)
        ]

    def _tagged(
        self,
        item: Input,
        p_claim: float,
        probs: tuple[float, float, float],
        best: int,
        found: Attribution,
    ) -> Tagged:
        status = STATUSES[best]
        text, has_content = proposition(item.text, item.lang, status, found)
        mention = TaggedMention(
            status=status,
            score=probs[best],
            probs=probs,
            speaker=found.speaker,
            by_pronoun=found.speaker is not None and _is_pronoun(found.speaker, item),
            cues=found.cues,
            proposition=text,
            has_content=has_content,
        )
        return Tagged(p_claim >= CLAIM_CUT, p_claim, (mention,))


def _is_pronoun(speaker: Span, item: Input) -> bool:
    """All words of the speaker are third-person pronouns."""
    reading = read(speaker.of(item.text), item.lang)
    pronouns = {place for hit in reading.hits if hit.cls == "pronoun" for place in hit.places}
    return bool(reading.words) and len(pronouns) == len(reading.words)

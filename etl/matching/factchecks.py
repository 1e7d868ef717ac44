"""Fact-checks → the running claims that they are about: the same question as for a mention."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from etl.config import MatchSettings
from etl.factcheck_records import FactCheck
from etl.matching.encoded import Encoded
from etl.matching.links import links
from etl.matching.memory import Memory
from etl.matching.sheet import Sheet
from etl.matching.stories import Node
from etl.parties import Parties
from etl.records import Mention


@dataclass(frozen=True, slots=True)
class Tie:
    """A fact-check and its claim; None where no claim is near enough. `similarity` is 0 to 1."""

    fact_check_id: str
    claim_id: str | None
    similarity: float


def statement(check: FactCheck) -> Mention:
    """The claim text as a headline of its own, to be compared with what articles state."""
    return Mention(
        mention_id=check.fact_check_id,
        article_id=check.fact_check_id,
        sentence_index=0,
        text=check.claim_text,
        proposition=check.claim_text,
        language=check.language,
        status="alleged",
        score=1.0,
        p_confirmed=0.0,
        p_alleged=1.0,
        p_denied=0.0,
        speaker=None,
        said_by=None,
        actor_id=None,
        cited_source_id=None,
        cue=None,
        speaker_start=None,
        cue_start=None,
        char_start=0,
        char_end=0,
        is_headline=True,
        appeared_at=_when(check),
        headline=check.claim_text,
        # It is no article's word: the counts of how rare words are must not grow by it.
        has_content=False,
    )


def ties(
    checks: list[FactCheck], memory: Memory, parties: Parties, settings: MatchSettings
) -> list[Tie]:
    """The claim of each fact-check among those in the memory, which is left as it is."""
    if not checks:
        return []
    mentions = [statement(check) for check in checks]
    days = settings.window_days
    encoded = Encoded.of_mentions(mentions)
    sheet = Sheet(mentions, [], memory.index, memory.rarity, parties, days, encoded)
    near = links(sheet, [Node([row], first=row) for row in range(len(mentions))])
    found = []
    for check, claims in zip(checks, near.to_claims, strict=True):
        best = max(sorted(claims), key=lambda claim_id: claims[claim_id].score, default=None)
        score = claims[best].score if best else 0.0
        near_enough = score >= settings.check_threshold
        found.append(Tie(check.fact_check_id, best if near_enough else None, score))
    return found


def _when(check: FactCheck) -> datetime | None:
    return check.claimed_at or check.published_at

"""What becomes of each mention, and why, as it is decided."""

from __future__ import annotations

from dataclasses import dataclass, field

from etl.batch import MatchBasis, Matched, MatchReason
from etl.matching.reasons import shared
from etl.matching.sheet import Sheet
from etl.records import Match, MatchKind


@dataclass(slots=True)
class Outcome:
    """Matches by row of the sheet; reasons, suggestions and links go straight to the result."""

    sheet: Sheet
    result: Matched
    matches: dict[int, Match] = field(default_factory=dict)

    def found(self, row: int, claim_id: str) -> None:
        """The mention founds a claim."""
        mention_id = self.sheet.mentions[row].mention_id
        self.matches[row] = Match(mention_id, claim_id, "founded", 1.0)
        self.result.reasons.append(MatchReason(mention_id, "founded", None, 1.0, [], [], []))

    def join(self, row: int, claim_id: str, score: float, basis: MatchBasis, other: int) -> None:
        """The mention joins a claim because of what it shares with another row."""
        mention = self.sheet.mentions[row]
        kind: MatchKind = "denial_link" if basis == "denial" else "repeated"
        self.matches[row] = Match(mention.mention_id, claim_id, kind, round(score, 4))
        wordings = self.sheet.compared.of.wordings
        names, words, numbers = shared(
            mention.proposition,
            wordings[row],
            wordings[other],
            self.sheet.weights,
        )
        like = None if other == row else self._mention_id(other)
        self.result.reasons.append(
            MatchReason(mention.mention_id, basis, like, round(score, 4), names, words, numbers)
        )

    def _mention_id(self, row: int) -> str | None:
        """The mention that a row stands for; None for a headline that is none."""
        sheet = self.sheet
        if row < len(sheet):
            return sheet.mentions[row].mention_id
        if row in sheet.older:
            return sheet.stated[row - sheet.older.start].mention_id
        place = sheet.place_of.get(row)
        return sheet.index.statements[place].mention_id if place is not None else None

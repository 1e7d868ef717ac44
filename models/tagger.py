"""Sentences in, mentions out: the one door through which the ETL uses the models."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from models import artefact
from models.attribution import AttributionModel
from models.features import read
from models.labels import NO_CLAIM, STATUSES, Attribution, Input, Span, Tagged, TaggedMention
from models.opponents import Side, both_sides, deniers, opponents
from models.proposition import proposition
from models.status import Shares, StatusModel
from models.wordkinds import kind_of

CLAIM_CUT = 0.5  # about the best F1 on real sentences, labelled apart
# Headlines are short and leave out much. Of 68 of real news between the two cuts 19 were claims;
# but a headline that is left out is missing where the others on its claim are (B-cubed F1 of
# others' headlines 0.822, with one cut for all 0.817).
HEADLINE_CUT = 0.4


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
        cuts = [HEADLINE_CUT if item.is_headline else CLAIM_CUT for item in items]
        asked = [
            n if p >= cut / 2 else NO_CLAIM for n, p, cut in zip(names, p_claim, cuts, strict=True)
        ]
        spans = self.attribution.find(items, asked)
        denied = [i for i, name in enumerate(asked) if name == "denied"]
        own = deniers(self.attribution, [items[i] for i in denied], [spans[i] for i in denied])
        for i, each in zip(denied, own, strict=True):
            spans[i] = each
        results = [
            Tagged(bool(p >= cut), float(p), (_mention(item, row, found, found),))
            for item, p, cut, row, found in zip(items, p_claim, cuts, of_claim, spans, strict=True)
        ]
        denials = [
            i
            for i, each in enumerate(results)
            if each.claim and each.mentions[0].status == "denied"
        ]
        for i, mentions in self._two_parties([(items[i], of_claim[i], spans[i]) for i in denials]):
            results[denials[i]] = replace(results[denials[i]], mentions=mentions)
        single = [i for i, each in enumerate(results) if each.claim and len(each.mentions) == 1]
        for i, mentions in self._two_claims([items[i] for i in single], [spans[i] for i in single]):
            results[single[i]] = replace(results[single[i]], mentions=mentions)
        return results

    def _two_claims(
        self, items: list[Input], spans: list[Attribution]
    ) -> list[tuple[int, tuple[TaggedMention, ...]]]:
        """Sentences in which two parties say two things: a mention for each, in their order."""
        found = both_sides(self.attribution, items, spans)
        pairs = [(i, pair) for i, pair in enumerate(found) if pair is not None]
        _, of_claim = self.status.probabilities([side.part for _, pair in pairs for side in pair])
        return [
            (i, tuple(_side(items[i], row, side) for row, side in zip(rows, pair, strict=True)))
            for (i, pair), rows in zip(pairs, of_claim.reshape(-1, 2, len(STATUSES)), strict=True)
        ]

    def _two_parties(
        self, denials: list[tuple[Input, Shares, Attribution]]
    ) -> list[tuple[int, tuple[TaggedMention, ...]]]:
        """Denials that answer a party in the same sentence: the denial, then that party's word."""
        found = opponents(self.attribution, [d[0] for d in denials], [d[2] for d in denials])
        pairs = [(i, other) for i, other in enumerate(found) if other is not None]
        _, of_claim = self.status.probabilities([other.part for _, other in pairs])
        result: list[tuple[int, tuple[TaggedMention, ...]]] = []
        for (i, other), row in zip(pairs, of_claim, strict=True):
            item, own, denial = denials[i]
            if STATUSES[int(row.argmax())] == "denied":
                continue
            speakers = [span for span in (denial.speaker, other.found.speaker) if span]
            frame = Attribution(None, (*speakers, *denial.cues, *other.found.cues))
            mentions = (
                _mention(item, own, denial, frame),
                _mention(item, row, other.found, frame),
            )
            result.append((i, mentions))
        return result


def _mention(item: Input, shares: Shares, found: Attribution, frame: Attribution) -> TaggedMention:
    """`found`: speaker and cue of this mention; `frame`: all that is cut from the proposition."""
    status = STATUSES[int(shares.argmax())]
    text, has_content = proposition(item.text, item.lang, status, frame)
    return _tagged(item, shares, found, text, has_content=has_content)


def _side(item: Input, shares: Shares, side: Side) -> TaggedMention:
    return _tagged(item, shares, side.found, side.proposition, has_content=True)


def _tagged(
    item: Input, shares: Shares, found: Attribution, text: str, *, has_content: bool
) -> TaggedMention:
    best = int(shares.argmax())
    status = STATUSES[best]
    return TaggedMention(
        status=status,
        score=float(shares[best]),
        probs=(float(shares[0]), float(shares[1]), float(shares[2])),
        speaker=found.speaker,
        by_pronoun=found.speaker is not None and _is_pronoun(found.speaker, item),
        cues=found.cues,
        proposition=text,
        has_content=has_content,
    )


def _is_pronoun(speaker: Span, item: Input) -> bool:
    """All words of the speaker are pronouns ("he", "I", "He's")."""
    reading = read(speaker.of(item.text), item.lang)
    pronouns = {place for hit in reading.hits if hit.cls == "pronoun" for place in hit.places}
    return bool(reading.words) and all(
        place in pronouns or kind_of(word.text.removesuffix("'s"), item.lang) == "pron"
        for place, word in enumerate(reading.words)
    )

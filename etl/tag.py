"""Sentences → mentions: status, speaker, cue and proposition by the models, parties by name."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from functools import lru_cache

from etl.parties import Parties
from etl.records import Mention, Sentence, content_id
from models.labels import Input, TaggedMention
from models.tagger import Tagger

# Sentences tagged together: what was read of them is kept at hand until all models have used it.
AT_ONCE = 2_000

_WORDS = re.compile(r"\w+")


@lru_cache(maxsize=1)
def tagger() -> Tagger:
    """The trained models, loaded once a process."""
    return Tagger.load()


def tag(
    sentences: list[Sentence], appeared_at: dict[str, datetime | None], parties: Parties
) -> list[Mention]:
    """The mentions of the sentences of any number of articles, given in reading order.

    `appeared_at` gives for each article the time to date its mentions with.
    """
    inputs = [Input(s.text, s.language, s.prev, s.headline, s.is_headline) for s in sentences]
    tagged = [
        result
        for start in range(0, len(inputs), AT_ONCE)
        for result in tagger().tag(inputs[start : start + AT_ONCE])
    ]
    mentions: list[Mention] = []
    seen: Counter[tuple[str, str]] = Counter()
    named_before: dict[str, str | None] = {}
    for sentence, result in zip(sentences, tagged, strict=True):
        key = (sentence.article_id, _key(sentence.text))
        seen[key] += 1
        if not result.claim:
            continue
        for turn, found in enumerate(result.mentions):
            said_by = _said_by(sentence, found, named_before.get(sentence.article_id))
            if said_by:
                named_before[sentence.article_id] = said_by
            mention_id = identity(sentence.article_id, sentence.text, seen[key], turn)
            when = appeared_at[sentence.article_id]
            mentions.append(_mention(mention_id, sentence, found, said_by, when, parties))
    return mentions


def identity(article_id: str, text: str, place: int, turn: int) -> str:
    """A mention's id: its sentence's words, its place among equal ones from 1, its turn from 0."""
    return content_id(article_id, _key(text), str(place), str(turn))


def _said_by(sentence: Sentence, found: TaggedMention, before: str | None) -> str | None:
    """Whose word it is; a bare pronoun takes the speaker named before in the article."""
    if found.speaker is None:
        return None
    words = found.speaker.of(sentence.text)
    return before or words if found.by_pronoun else words


def _mention(
    mention_id: str,
    sentence: Sentence,
    found: TaggedMention,
    said_by: str | None,
    appeared_at: datetime | None,
    parties: Parties,
) -> Mention:
    return Mention(
        mention_id=mention_id,
        article_id=sentence.article_id,
        sentence_index=sentence.index,
        text=sentence.text,
        proposition=found.proposition,
        language=sentence.language,
        status=found.status,
        score=found.score,
        p_confirmed=found.probs[0],
        p_alleged=found.probs[1],
        p_denied=found.probs[2],
        speaker=found.speaker.of(sentence.text) if found.speaker else None,
        said_by=said_by,
        actor_id=parties.actors.find(said_by) if said_by else None,
        cited_source_id=parties.outlets.find(said_by) if said_by else None,
        cue=" … ".join(cue.of(sentence.text) for cue in found.cues) or None,
        speaker_start=found.speaker.start if found.speaker else None,
        cue_start=found.cues[0].start if found.cues else None,
        char_start=sentence.char_start,
        char_end=sentence.char_end,
        is_headline=sentence.is_headline,
        appeared_at=appeared_at,
        headline=sentence.headline,
        has_content=found.has_content,
    )


def _key(text: str) -> str:
    """A sentence by its words alone: a changed comma is no new sentence."""
    return " ".join(_WORDS.findall(text.lower())) or text

"""More sentences to learn speakers from: each one again with the speaker of another."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from dataclasses import replace

from models.labels import Attribution, Input, Span
from models.wordkinds import kind_of

SEED = 0
ENDINGS = ("pl", "ru", "uk")  # languages whose last letter shows the case
_FIRST_WORD = re.compile(r"\w+")


def with_others_speaking(
    items: list[Input], statuses: list[str], found: list[Attribution]
) -> tuple[list[Input], list[str], list[Attribution]]:
    """The sentences, and each one with a speaker again with the speaker of another sentence.

    The other has the same article or first letter's case and, where endings show it, the same last
    letter, so that the new sentence is mostly right. Names thus tell less and the frame more.
    """
    spans = [located(item.text, each) for item, each in zip(items, found, strict=True)]
    likes: dict[tuple[str, str, bool, str], list[str]] = defaultdict(list)
    for item, span in zip(items, spans, strict=True):
        if span:
            likes[_like(item, span)].append(span.of(item.text))
    chance = random.Random(SEED)
    more = list(items), list(statuses), list(found)
    for item, status, each, span in zip(items, statuses, found, spans, strict=True):
        if span is None or any(c.start < span.end and c.end > span.start for c in each.cues):
            continue
        other = chance.choice(likes[_like(item, span)])
        text = item.text[: span.start] + other + item.text[span.end :]
        longer = len(text) - len(item.text)
        cues = tuple(
            Span(c.start + longer, c.end + longer) if c.start >= span.end else c for c in each.cues
        )
        more[0].append(replace(item, text=text))
        more[1].append(status)
        more[2].append(Attribution(Span(span.start, span.end + longer), cues))
    return more


def _like(item: Input, span: Span) -> tuple[str, str, bool, str]:
    words = span.of(item.text)
    first = _FIRST_WORD.match(words)
    opening = first[0].lower() if first and kind_of(first[0].lower(), item.lang) else ""
    return item.lang, opening, words[0].isupper(), words[-1] if item.lang in ENDINGS else ""


def located(text: str, spans: Attribution) -> Span | None:
    """The speaker as whole words; where they stand several times, those nearest to the cue.

    The corpus gives the words of a speaker, and the first place of "he" may be inside "the".
    """
    if spans.speaker is None:
        return None
    wanted = spans.speaker.of(text)
    near = spans.cues[0].start if spans.cues else 0
    places = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(wanted)}(?!\w)", text)]
    start = min(places, key=lambda place: abs(place - near), default=spans.speaker.start)
    return Span(start, start + len(wanted))

"""Which sentences of an article go on about its headline: they are matched with it as one."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from etl.matching.sheet import Sheet
from etl.records import Mention

STORY = 0.48  # probability from which a sentence goes on about its headline's claim
# A sentence that names things of its own must also be near the headline, or name what it names.
NEAR = 0.1  # cosine of the vectors
SHARED = 0.05  # cosine of the words, weighed by rarity


@dataclass(slots=True)
class Node:
    """What is matched as one: a headline with the sentences about it, or a sentence of its own.

    Only `cores` are compared with others: a detail ("the lorries came by night") would pull in
    the details of other stories.
    """

    cores: list[int]
    details: list[int] = field(default_factory=list)
    claim_id: str | None = None  # where an older version of the article founded or joined one
    first: int = 0  # the mention that comes first


def about_headline(sheet: Sheet) -> dict[int, float]:
    """Probability by row; a denial without content is not asked: it may turn down another claim."""
    rows, heads, before, context = [], [], [], []
    for article, members in sheet.articles.items():
        head = last = sheet.head[article]
        for row in members:
            mention = sheet.mentions[row]
            if row != head and not _empty_denial(mention):
                rows.append(row)
                heads.append(head)
                before.append(last)
                context.append(_context(mention))
            last = row
    if not rows:
        return {}
    one, two = np.array(rows), np.array(heads)
    compared = sheet.compared
    features = compared.story_features(one, two, np.array(before), np.array(context))
    tied = (
        (compared.cosines(one, two) >= NEAR)
        | (compared.word_cosines(one, two) >= SHARED)
        | (compared.shared_names(one, two) > 0)
        | ~(compared.has_names[one] | compared.has_numbers[one])
    )
    return dict(zip(rows, (sheet.matcher.of_story(features) * tied).tolist(), strict=True))


def nodes(sheet: Sheet, about: dict[int, float]) -> list[Node]:
    """The story of each article, and each other sentence that states something, in turn."""
    told = {s.article_id: s.claim_id for s in sheet.stated if s.is_headline}
    found = []
    for article, members in sheet.articles.items():
        head = sheet.head[article]
        story = [row for row in members if row != head and about.get(row, 0.0) >= STORY]
        if head in members and not _empty_denial(sheet.mentions[head]):
            story.insert(0, head)
        if story:
            found.append(_story(sheet, head, story, told.get(article)))
        found += [
            Node([row], first=row)
            for row in members
            if row not in story and not _empty_denial(sheet.mentions[row])
        ]
    return sorted(found, key=lambda node: node.first)


def _story(sheet: Sheet, head: int, story: list[int], claim_id: str | None) -> Node:
    """Headline and lead are its cores, even a headline that is no mention."""
    full = [row for row in story if row != head and sheet.mentions[row].has_content]
    empty = head < len(sheet) and not sheet.mentions[head].has_content
    cores = ([] if empty and full else [head]) + full[:1]
    details = [row for row in story if row not in cores]
    return Node(cores, details, claim_id, min(story))


def _empty_denial(mention: Mention) -> bool:
    return mention.status == "denied" and not mention.has_content


def _context(mention: Mention) -> list[float]:
    return [
        float(max(0, mention.sentence_index - 1)),
        float(mention.status == "alleged"),
        float(mention.status == "denied"),
        float(mention.speaker is not None or mention.status != "confirmed"),
    ]

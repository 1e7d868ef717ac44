"""What a denial turns down in bare words, where its frame has no clean shape.

"The ministry called the report of troops at the border an invention" → "the report of troops at
the border": no sentence, but nearer to the other statements of that claim than the denier's words.
"""

from __future__ import annotations

from models.content.framing import Frame
from models.content.view import View

LEAST = 2  # words that say something of their own
# What follows them was taken off: "called the report an [invention]", "everything as [invented]".
_ARTICLES = frozenset(("det", "poss"))
_DANGLING = frozenset(("prep", "sub", "and", "rel"))


def bare(view: View, frame: Frame) -> str:
    """The parts with content, without speaker and cue; "" where too little would be left."""
    parts, last = [], ""
    for segment in view.segments:
        if frame.content(segment.first, segment.last):
            places = [i for i in range(segment.first, segment.last) if i not in frame.anchors]
            while places and view.kinds[places[-1]] in _ARTICLES:
                places.pop()
            last = view.kinds[places[-1]] if places else last
            parts.append(
                " ".join(view.text[view.words[i].start : view.words[i].end] for i in places)
            )
    said = frame.content(0, len(view))
    if said < LEAST or not frame.anchors or last in _DANGLING:
        return ""
    return ", ".join(part for part in parts if part)

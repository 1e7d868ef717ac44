"""German word order: a clause whose finite verb stands first or last is put as a main clause."""

from __future__ import annotations

import re

from models.content.german_phrase import ADJECTIVE, WORDS, mark_before, phrase
from models.content.tokens import Token
from models.content.view import View

LONGEST_ASIDE = 25  # words of a relative clause that belongs to the first phrase
_VERB = re.compile(r"(?:t|te|ten|en|ern|eln|tet)$")
_STRONG = WORDS["strong"]
_PREFIX = re.compile(
    rf"^({'|'.join(sorted(WORDS['prefixes'], key=len, reverse=True))})"
    r"((?=[^\W\d_]*[aeiouäöüy])[^\W\d_]{4,})$"
)
_NO_PREFIX = re.compile(f"^(?:{'|'.join(sorted(WORDS['whole']))})")


def main_clause(tokens: list[Token], view: View, order: str) -> list[Token] | None:
    """The tokens with the finite verb second; None where the first phrase cannot be told.

    `order`: "first" or "last", where the finite verb stands now.
    """
    start = 1 if order == "first" else 0
    begin = start
    while begin < len(tokens) and view.words[tokens[begin].place].text in WORDS["skipped"]:
        begin += 1
    verb = 0 if order == "first" else None
    end = phrase(tokens, view, begin)
    if end is None or (verb is None and end >= len(tokens)):
        return None
    comma = "," in mark_before(tokens, view, end)
    if comma:
        end = _after_aside(tokens, view, end)
        if end is None:
            return None
    if verb is None:
        verb = _final_verb(tokens, view, end)
        if verb is None or _is_last_again(tokens, view, verb + 1):
            return None
    return _moved(tokens, begin, end, start, verb, comma=comma)


def _moved(
    tokens: list[Token], begin: int, end: int, start: int, verb: int, *, comma: bool
) -> list[Token]:
    finite = tokens[verb]
    text, prefix = finite.text, ""
    if verb >= end:
        match = None if _NO_PREFIX.match(text) else _PREFIX.match(text)
        if match:
            prefix, text = match[1], match[2]
        if text.endswith(("iere", "ige")):  # reported speech of a regular verb
            text = f"{text[:-1]}t"
    first = tokens[begin]._replace(gap=tokens[start].gap)
    aside = [token._replace(gap=" ") for token in tokens[start:begin]]
    moved = [
        first,
        *tokens[begin + 1 : end],
        Token(", " if comma else " ", text, finite.place),
        *aside,
    ]
    if verb < begin:
        rest = tokens[end:]
        if comma and rest:
            rest = [rest[0]._replace(gap=" "), *rest[1:]]
        return [*moved, *rest]
    rest = tokens[end:verb]
    if comma and rest:
        rest = [rest[0]._replace(gap=" "), *rest[1:]]
    tail = [Token(" ", prefix, finite.place)] if prefix else []
    return [*moved, *rest, *tail, *tokens[verb + 1 :]]


def _after_aside(tokens: list[Token], view: View, i: int) -> int | None:
    """Behind a relative clause or an apposition between commas."""
    word = view.words[tokens[i].place].text
    if view.kinds[tokens[i].place] not in ("rel", "det", "prep") and word not in WORDS["articles"]:
        return None
    for k in range(i + 1, min(len(tokens), i + LONGEST_ASIDE)):
        mark = mark_before(tokens, view, k)
        if mark:
            return k if mark == "," else None
    return None


def is_finite(view: View, place: int) -> bool:
    """A word may be a finite verb, by its form and kind."""
    word, kind = view.words[place].text, view.kinds[place]
    if view.is_upper(place) and place and not view.marks[place]:
        return False
    return (
        kind == "aux"
        or "mood" in view.classes[place]
        or word in _STRONG
        or (not kind and len(word) > 2 and bool(_VERB.search(word)))
        or (not kind and bool(_PREFIX.match(word)) and word.endswith(tuple(_STRONG)))
    )


def _is_last_again(tokens: list[Token], view: View, start: int) -> bool:
    """A second clause with its verb last follows (", die Touristenströme aber sinken könnten")."""
    if start >= len(tokens) or view.kinds[tokens[start].place] in ("sub", "rel", "prep", "and"):
        return False
    if view.words[tokens[start].place].text in WORDS["articles"]:
        following = tokens[start + 1].place if start + 1 < len(tokens) else 0
        if not view.is_upper(following):
            return False
    end = next(
        (k for k in range(start + 1, len(tokens)) if mark_before(tokens, view, k)), len(tokens)
    )
    last = tokens[end - 1].place
    return end - start > 2 and (view.kinds[last] == "aux" or "mood" in view.classes[last])


def _final_verb(tokens: list[Token], view: View, start: int) -> int | None:
    """Place of the finite verb at the end of the first clause; None if it is not sure."""
    end = next(
        (k for k in range(start + 1, len(tokens)) if mark_before(tokens, view, k)), len(tokens)
    )
    last = end - 1
    if last < start:
        return None
    if view.words[tokens[last].place].text in WORDS["infinitives"]:
        for k in range(max(start, last - 3), last):
            if view.words[tokens[k].place].text in WORDS["helping"]:
                return k
    place = tokens[last].place
    reported = not view.kinds[place] and tokens[last].text.endswith("e")
    if tokens[last].text[0].isupper() or not (reported or is_finite(view, place)):
        return None
    for k in range(start, last - 1):
        # "dass sie kommen und die Stadt einnehmen": two verbs, one of which would be left behind.
        word = view.words[tokens[k + 1].place].text
        if word in ("und", "oder", "sowie") and is_finite(view, tokens[k].place):
            following = tokens[k + 2].place
            adjectives = ADJECTIVE.search(tokens[k].text) and not view.is_upper(following)
            if not (adjectives and not view.kinds[following]):
                return None
    return last

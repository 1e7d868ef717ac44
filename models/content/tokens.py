"""The words of a sentence one by one, to be left out, put elsewhere or replaced."""

from __future__ import annotations

from typing import NamedTuple

from models.content.framing import is_relative
from models.content.view import QUOTES, View


class Token(NamedTuple):
    """A word with what stands before it, and its place in the sentence."""

    gap: str
    text: str
    place: int


def tokens_of(view: View, first: int, last: int) -> list[Token]:
    """Words as they stand in the sentence."""
    result = []
    for i in range(first, last):
        gap = view.text[view.words[i - 1].end : view.words[i].start] if i else ""
        result.append(Token(gap, view.text[view.words[i].start : view.words[i].end], i))
    return result


def without(tokens: list[Token], places: set[int], view: View) -> list[Token]:
    """Without these words; the marks around them go with them."""
    result: list[Token] = []
    gap: str | None = None
    for token in tokens:
        if token.place in places:
            gap = token.gap if gap is None else gap
            continue
        if gap is not None:
            apart = bool(result) and _in_relative(view, result[-1].place)
            token = token._replace(gap=_gap(gap, token, view, apart=apart))
            gap = None
        result.append(token)
    return result


def _in_relative(view: View, place: int) -> bool:
    """A word stands in a relative clause between commas, which must be closed again."""
    segment = view.segment_of(place)
    return bool(segment.first) and "," in segment.mark and is_relative(view, segment.first)


def _gap(before: str, token: Token, view: View, *, apart: bool) -> str:
    """What stands where words were taken out, by the marks on both sides of them."""
    after = token.gap
    if apart and "," in after:
        return ", "
    if not QUOTES.isdisjoint(before) and not QUOTES.isdisjoint(after):
        return ", "
    if "," in after and view.kinds[token.place] in ("sub", "rel", "but", "and"):
        return ", "
    if after in ("'", "’") or (before.strip() and after.strip()):
        return " "
    return after if after.strip() else before or after

"""German noun phrases: where the first phrase of a clause ends."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from models.content.tokens import Token
from models.content.view import QUOTES, View

WORDS = {
    name: frozenset(words.split())
    for name, words in tomllib.loads(
        (Path(__file__).resolve().parent / "german.toml").read_text(encoding="utf8")
    ).items()
}
ADJECTIVE = re.compile(r"(?:e|en|er|es|em)$")
MOST_AHEAD = 12  # words that are looked at for a first phrase
MOST_ADJECTIVES = 5
LONGEST_BRACKET = 5  # words of a bracket that belongs to a noun
_COMMON_NOUN = re.compile(r"(?:en|ungen|ung|heit|keit|ion|ionen|schaft|tät|e|s|chen)$")
_ARTICLES, _FOCUS = WORDS["articles"], WORDS["focus"]


def phrase(tokens: list[Token], view: View, i: int) -> int | None:
    """Where the phrase that begins at token i ends; None if that is not clear."""
    words = [view.words[token.place].text for token in tokens[: i + MOST_AHEAD]]
    if i >= len(words):
        return None
    start = i
    while (
        i < len(words) and words[i] in _FOCUS and not (i > start and mark_before(tokens, view, i))
    ):
        i += 1
    if i >= len(words):
        return None
    kind = "prep" if words[i] == "am" else view.kinds[tokens[i].place]
    adverb = kind in ("adv", "time") or words[i] in WORDS["adverbs"]
    if start == i and adverb and not view.is_upper(tokens[i].place):
        return i + 1
    if words[i] in WORDS["pronouns"] and not _noun_phrase(tokens, view, i):
        return i + 1 if start == i else None
    if (kind == "prep" and words[i] not in _FOCUS) or (
        i > start and words[i - 1] in ("bis", "über") and kind == "prep"
    ):
        i += 1
    end = _noun_phrase(tokens, view, i)
    if not end and i > start and adverb:
        return i + 1
    return end or None


def _noun_phrase(tokens: list[Token], view: View, i: int) -> int:
    """Where a noun phrase at token i ends, 0 if there is none."""
    end = _nouns(tokens, view, i)
    while end and end + 1 < len(tokens) and not mark_before(tokens, view, end):
        more = _nouns(tokens, view, end + 1) if _continues(tokens, view, end) else 0
        if not more:
            break
        end = more
    return end


def _continues(tokens: list[Token], view: View, i: int) -> bool:
    """A word joins more to the noun before it: "und", a genitive, "von"."""
    word, before = view.words[tokens[i].place].text, view.words[tokens[i - 1].place].text
    if word in ("und", "oder", "sowie"):
        return not mark_before(tokens, view, i + 1)
    if word == "zu":
        return before in WORDS["towards"]
    return word in WORDS["genitives"] or (word == "von" and not _is_passive(tokens, view))


def _is_passive(tokens: list[Token], view: View) -> bool:
    return any(
        view.words[token.place].text in ("wurde", "wurden", "worden", "werden", "wird", "werde")
        for token in tokens
    )


def _nouns(tokens: list[Token], view: View, i: int) -> int:
    """Article, adjectives and noun, with a name behind it; where they end, 0 if they are none."""
    start, count = i, len(tokens)
    has_article = False
    while i < count and (i == start or not mark_before(tokens, view, i)):
        place = tokens[i].place
        word = view.words[place].text
        if view.is_upper(place) and not (i == start and word in _ARTICLES):
            break
        if i - start > MOST_ADJECTIVES:
            return 0
        if word in _ARTICLES or view.kinds[place] in ("det", "poss") or word[0].isdigit():
            has_article = has_article or not word[0].isdigit()
        elif not (
            view.kinds[place] in ("", "adv") and (ADJECTIVE.search(word) or word in _FOCUS)
        ) or view.classes[place] & {"mood"}:
            return 0
        i += 1
    else:
        return 0
    noun = i
    i = _past_joined(tokens, i + 1)
    while i < count and not mark_before(tokens, view, i) and view.is_upper(tokens[i].place):
        before, word = view.words[tokens[i - 1].place].text, tokens[i].text
        titled = before in WORDS["named"] or "role" in view.classes[tokens[noun].place]
        if not titled and (has_article or i - noun > 2 or _COMMON_NOUN.search(word)):
            break
        i = _past_joined(tokens, i + 1)
    if i < count and mark_before(tokens, view, i).startswith("("):
        close = next(
            (
                k
                for k in range(i + 1, min(count, i + LONGEST_BRACKET))
                if mark_before(tokens, view, k)
            ),
            0,
        )
        if close and mark_before(tokens, view, close) == ")":
            return close
    return i


def _past_joined(tokens: list[Token], i: int) -> int:
    """Behind the words that are joined to the one before ("PCR-Tests")."""
    while (
        i < len(tokens)
        and tokens[i].gap
        and not tokens[i].gap.isspace()
        and " " not in tokens[i].gap
    ):
        i += 1
    return i


def mark_before(tokens: list[Token], view: View, i: int) -> str:
    mark = view.marks[tokens[i].place] if 0 < i < len(tokens) else ""
    return "" if QUOTES.issuperset(mark) else mark


def end_of_clause(tokens: list[Token], view: View, start: int) -> int:
    """The first token behind one that has a mark before it, or the number of tokens."""
    return next(
        (k for k in range(start + 1, len(tokens)) if mark_before(tokens, view, k)), len(tokens)
    )

"""Sentences → credits: which outlet is named as the one that reported, was told, or saw it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from etl.article_facts import Credit, CreditKind
from etl.bylines import Agencies
from etl.outlet_names import ARTICLES, Named, OutletNames
from etl.records import Article, Sentence

FRAMES_FILE = Path(__file__).resolve().parent.parent / "config" / "citations.toml"
REACH = 160  # characters on either side in which a frame may stand
BYLINE = -1  # in place of a sentence's index
LONGEST_WORDS = 200  # characters of a credit's words that are kept

_MARKS = r"[\s\"„“”«»]{0,4}"
_JOIN = re.compile(
    rf"{_MARKS}(?:,|/|und|and|et|y|e|i|oraz|и|та|sowie)?{_MARKS}(?:[^\W\d_]{{1,3}}[ '’])?{_MARKS}"
)
_QUOTES = r"[\s\"„“”«»‚‘’']{0,4}"  # bounded: hostile text must not make it slow
_STOP = re.compile(r"[.;:!?()\n](?=\s|$)|[()]")


@dataclass(frozen=True, slots=True)
class Frames:
    """The crediting words of one language."""

    before: tuple[tuple[re.Pattern[str], CreditKind], ...]
    after: tuple[tuple[re.Pattern[str], CreditKind], ...]
    not_after: re.Pattern[str]
    not_before: re.Pattern[str]
    media: re.Pattern[str]
    determiners: frozenset[str]


@lru_cache(maxsize=1)
def frames(path: Path = FRAMES_FILE) -> dict[str, Frames]:
    """The frames of config/citations.toml by language."""
    data = tomllib.loads(path.read_text(encoding="utf8"))
    return {language: _frames(lists) for language, lists in data.items()}


def credits(
    article: Article, sentences: list[Sentence], names: OutletNames, agencies: Agencies
) -> list[Credit]:
    """Where an article credits other outlets: each outlet once a sentence, and once a byline."""
    found: dict[tuple[str, int], Credit] = {}
    for byline in agencies.credited(article.text):
        place = (byline.start, byline.end)
        words = article.text[byline.start : byline.end]
        credit = Credit(article.article_id, byline.source_id, "byline", BYLINE, words, *place)
        found[byline.source_id, BYLINE] = credit
    for sentence in sentences:
        lists = frames().get(sentence.language)
        if lists is not None:
            for credit in _in_sentence(sentence, lists, names):
                found.setdefault((credit.cited_source_id, credit.sentence_index), credit)
    # Nobody credits themselves.
    return [c for c in found.values() if c.cited_source_id != article.source_id]


def _in_sentence(sentence: Sentence, lists: Frames, names: OutletNames) -> list[Credit]:
    text = sentence.text
    named = [
        one
        for one in names.find(text, sentence.language, lists.determiners)
        if not one.guarded or one.quoted or lists.media.search(text[: one.start])
    ]
    result = []
    for group in _groups(text, named):
        start, end = group[0].start, group[-1].end
        left = text[max(0, start - REACH) : start]
        right = text[end : end + REACH]
        framed = _framed(left, right, lists)
        if framed is None:
            continue
        kind, more_left, more_right = framed
        first, last = start - more_left, end + more_right
        for one in group:
            result.append(
                Credit(
                    article_id=sentence.article_id,
                    cited_source_id=one.source_id,
                    kind=kind,
                    sentence_index=sentence.index,
                    words=text[first:last][:LONGEST_WORDS],
                    char_start=sentence.char_start + first,
                    char_end=sentence.char_start + min(last, first + LONGEST_WORDS),
                )
            )
    return result


def _groups(text: str, named: list[Named]) -> list[list[Named]]:
    """Names that are joined by nothing but "and" or a comma share one frame."""
    groups: list[list[Named]] = []
    for one in named:
        if groups and _JOIN.fullmatch(text[groups[-1][-1].end : one.start]):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _framed(left: str, right: str, lists: Frames) -> tuple[CreditKind, int, int] | None:
    """The kind of credit, and how many characters of either side carry it."""
    right = _STOP.split(right)[0]
    if lists.not_after.match(right):
        return None
    for pattern, kind in lists.before:
        if match := pattern.search(left):
            return kind, len(left) - match.start(1), 0
    if lists.not_before.search(left):
        return None
    for pattern, kind in lists.after:
        if match := pattern.match(right):
            return kind, 0, match.end(1)
    return None


def _frames(lists: dict[str, list[str] | str]) -> Frames:
    determiners, media = str(lists["determiners"]), str(lists["media"])
    # A foreign outlet keeps its own article: "obtained by Der Spiegel".
    articles = "|".join(filter(None, (determiners, *sorted(ARTICLES))))
    article = rf"(?:(?:{articles})(?:\s+|['’]))?"
    short = r"(?:\w{1,4}['’])?"  # l'agence, dell'agenzia
    noun = rf"(?:(?:[^\s,.;:()]+\s+){{0,4}}?{_QUOTES}{short}(?:{media})(?:\s+\w+){{0,2}}?\s+)?"
    gap = r"(?:[^\s,.;:()-]+\s+){0,4}?"
    glue = rf"{_QUOTES}{noun}{_QUOTES}{article}{_QUOTES}$"

    def before(key: str, kind: CreditKind) -> list[tuple[re.Pattern[str], CreditKind]]:
        return [
            (_compile(rf"(?<![\w-])({_gaps(p)})(?!\w){glue}"), kind) for p in lists.get(key, [])
        ]

    def after(key: str, kind: CreditKind) -> list[tuple[re.Pattern[str], CreditKind]]:
        return [
            (
                _compile(rf"({_QUOTES}{'' if p[0] == '!' else gap}{_gaps(p.lstrip('!'))})(?!\w)"),
                kind,
            )
            for p in lists.get(key, [])
        ]

    return Frames(
        before=(*before("told", "told"), *before("seen", "seen"), *before("before", "report")),
        after=(*after("seen_after", "seen"), *after("after", "report")),
        not_after=_compile(rf"{_QUOTES}(?:{'|'.join(lists['not_after'])})(?!\w)"),
        not_before=_compile(rf"(?<!\w)(?:{lists['not_before']}){_QUOTES}$"),
        media=_compile(rf"(?<!\w)(?:{media})\s+{_QUOTES}(?:(?:{articles})[\s'’]+)?{_QUOTES}$"),
        determiners=frozenset(determiners.split("|")),
    )


def _gaps(pattern: str) -> str:
    """A blank is any white space; ~ is a gap of up to six words."""
    return pattern.replace("~", r"(?:\s+[^\s.;:()]+){0,6}?").replace(" ", r"\s+")


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)

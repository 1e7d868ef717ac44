"""Outlets by name in running text: inflected, in quotes, after an article, or as a domain."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

from etl.config import SourceEntry

ARTICLES = frozenset(["der", "die", "das", "the", "le", "la", "les", "l", "el", "los", "il", "lo"])
KEY = 3  # letters of a name's first word under which it is filed

_WORD = re.compile(r"\w+")
_BETWEEN = re.compile(r"[ \u00a0\-–./'’ʼ&\"„“”«»]{0,3}")
_DOMAIN = re.compile(r"(?<![\w@./-])(?:https?://)?(?:www\.)?([\w-]+(?:\.[\w-]+)+)(?![\w@-])")
_DOT = re.compile(r"\w\.\w")
_OPEN, _CLOSE = "\"„“”«‚‘'‹", "\"“”»‘’'›"
_CYRILLIC_WORD = re.compile(r"[а-яёіїєґ]{3,}", re.IGNORECASE)
_SLAVIC_END = re.compile(r"(?:ая|яя|ый|ий|ой|ое|ее|ые|ие|ії|[аяоёеыийьіїюу])$")
# Endings of nouns and adjectives in Russian and Ukrainian, and in Polish.
_CYRILLIC_ENDING = re.compile(
    "[аяоеёыийьіїую]|[оеё]й|[оею]ю|[оеё]м|[ая]м|[ая]ми|[ая]х|[оеі]в|ій|ь[еяю]|[ое]го|[ое]му|[ыи]м"
    "|[ыи]х|ую|юю|ая|яя|ое|ее|ые|ие|ий|ый|ої|ією|ові|еві"
)
_POLISH_ENDING = re.compile(
    "[aąeęiyou]|em|om|owi|ie|iem|ami|ach|ów|ej|ego|emu|[yi]m|[yi]ch|ymi|mi|ze|cie|ce|dze|rze"
)
_POLISH_SOFT = (("ta", "cie"), ("ka", "ce"), ("ga", "dze"), ("ra", "rze"))


@dataclass(frozen=True, slots=True)
class Name:
    """One name of an outlet; a guarded one counts only in quotes or after a media noun."""

    words: tuple[str, ...]
    source_id: str
    language: str | None
    after_article: bool = False
    guarded: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """An outlet's name in a text."""

    source_id: str
    start: int
    end: int
    guarded: bool
    quoted: bool


@dataclass(frozen=True, slots=True)
class OutletNames:
    """All names of all outlets, filed by the first letters of their first word."""

    by_key: dict[str, list[Name]] = field(default_factory=lambda: defaultdict(list))
    by_domain: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: list[SourceEntry]) -> OutletNames:
        """Index names, aliases and domains of the lists."""
        index = cls()
        for entry in entries:
            for domain in (entry.id, *entry.domains):
                index.by_domain.setdefault(domain.lower(), entry.id)
            for name in _names(entry):
                first = name.words[0]
                for key in {_key(first), _key(first[0].upper() + first[1:])}:
                    index.by_key[key].append(name)
        return index

    def find(self, text: str, language: str, determiners: frozenset[str]) -> list[Named]:
        """The outlets named, in order, none overlapping; the longest name wins."""
        words = list(_WORD.finditer(text))
        found: list[Named] = []
        place = 0
        domains: dict[int, re.Match[str]] = {}
        if _DOT.search(text):
            domains = {m.start(1): m for m in _DOMAIN.finditer(text) if self._domain(m[1])}
        while place < len(words):
            start = words[place].start()
            if start in domains:
                match = domains[start]
                found.append(Named(self._domain(match[1]) or "", start, match.end(1), False, False))
                place = next(
                    (i for i, w in enumerate(words) if w.start() >= match.end(1)), len(words)
                )
                continue
            best, size = None, 0
            for name in self.by_key.get(_key(words[place][0]), ()):
                if len(name.words) >= size:
                    named = _match(name, text, words, place, language, determiners)
                    if named and (len(name.words) > size or (best and best.guarded)):
                        best, size = named, len(name.words)
            if best:
                found.append(best)
            place += max(1, size)
        return found

    def _domain(self, host: str) -> str | None:
        host = host.lower().removeprefix("www.").rstrip(".")
        return self.by_domain.get(host) or self.by_domain.get(".".join(host.split(".")[-2:]))


def _key(word: str) -> str:
    """The first letters; a capital counts, since names have one."""
    return word[:1] + word[1:KEY].lower()


def _names(entry: SourceEntry) -> list[Name]:
    """The names to look for; "Die Zeit" is "Zeit" after any article, "La Croix (Paris)" guarded."""
    found = []
    for raw in (entry.name, *entry.aliases):
        bare = re.sub(r"\s*\([^)]*\)|,.*$", "", raw).strip()
        words = tuple(_WORD.findall(bare))
        town = "(" in raw
        if len(words) > 1 and words[0].lower() in ARTICLES:
            rest = words[1:]
            found.append(Name(rest, entry.id, entry.language, after_article=True, guarded=town))
            found.append(Name(rest, entry.id, entry.language, guarded=True))
        elif words:
            found.append(Name(words, entry.id, entry.language, guarded=town))
    return found


def _match(
    name: Name,
    text: str,
    words: list[re.Match[str]],
    place: int,
    language: str,
    determiners: frozenset[str],
) -> Named | None:
    here = words[place : place + len(name.words)]
    if len(here) < len(name.words):
        return None
    for part, word in zip(name.words, here, strict=True):
        if not _same(part, word[0], language):
            return None
    for one, two in pairwise(here):
        if not _BETWEEN.fullmatch(text[one.end() : two.start()]):
            return None
    start, end = here[0].start(), here[-1].end()
    # "Anti-Spiegel" is another word; "dpa-Bericht" is for the frames to judge.
    if start > 0 and (text[start - 1] in "-@/.#_" and text[start - 2 : start - 1].isalnum()):
        return None
    quoted = start > 0 and text[start - 1] in _OPEN and text[end : end + 1] in _CLOSE
    if re.match(r" of [A-Z]| [A-Z][a-z]+ (?:Gazette|Tribune|Herald)", text[end:]):
        return None  # "The Times of Israel" is not "The Times"
    if name.after_article:
        before = words[place - 1][0].lower() if place else ""
        gap = text[words[place - 1].end() : start] if place else ""
        known = before in ARTICLES if language != name.language else before in determiners
        if not (known or before in determiners) or not re.fullmatch(r"[ \u00a0'’„“\"«]{0,2}", gap):
            return None
    return Named(name.source_id, start, end, name.guarded, quoted)


def _same(part: str, word: str, language: str) -> bool:
    """Whether a word of a text is this word of a name, its case and ending allowed to vary."""
    if part.isupper() and part.isascii() and len(part) <= 3 and word != part:
        return False  # AP is not "ap", WP not "wp"
    if part[0].isupper() and not word[0].isupper():
        return False
    one, two = part.lower(), word.lower()
    if one == two or (len(one) >= 4 and two == f"{one}s"):
        return True
    if _CYRILLIC_WORD.fullmatch(one):
        stem = _SLAVIC_END.sub("", one)
        return len(stem) >= 3 and two.startswith(stem) and _ends(_CYRILLIC_ENDING, two[len(stem) :])
    if language == "pl" and len(one) >= 4 and one.isalpha():
        if any(one.endswith(hard) and two == one[:-2] + soft for hard, soft in _POLISH_SOFT):
            return True
        stem = one[:-1] if one[-1] in "aoeyi" else one
        return two.startswith(stem) and _ends(_POLISH_ENDING, two[len(stem) :])
    return False


def _ends(endings: re.Pattern[str], rest: str) -> bool:
    return not rest or endings.fullmatch(rest) is not None

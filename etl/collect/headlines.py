"""Which of the wordings in a page is the headline of its article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from html import unescape
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from etl.anchors import plain as bare_letters

_SEPARATOR = re.compile(r"\s+[|–—•·»:*-]\s+|\s*[|｜ㅣ]\s*")
_MARKS = "|｜ㅣ–—•·»:：*-"  # what stands between a headline and the outlet's name
_SPACE = re.compile(r"\s+")
_SOFT = re.compile("[\u00ad\u200b]")
_WORDS = re.compile(r"\w+")
_SLUG_WORD = re.compile(r"[^\W\d_]{2,}")
_GERMAN = re.compile("(?<=[aou])e")  # addresses write ä, ö and ü with an e or without
# What holds links to other pages: the trail to this one, menus, teasers, the foot.
_LISTS = ("li", "nav", "ol", "ul", "aside", "footer")
_ALIKE = 0.9  # share of words from which two wordings are one, put right somewhere
_CONTAINED = 0.5  # share of the longer wording from which one inside the other is the same
_SHORTEST = 0.5  # of og:title's length; what is shorter names a section or a series
_NAMED = 0.5  # share of an address's words that shows what it was written from
_STANDS, _IN_TRAIL, _NOWHERE = 2, 1, 0


def headline(
    tree: HtmlElement,
    metas: Mapping[str, str],
    in_jsonld: str | None,
    site: str | None,
    url: str | None,
) -> str | None:
    """The headline as the outlet hands it on, else as the page shows it.

    Where several wordings are given, the one for sharing (og:title) is taken: the same article is
    known by it elsewhere. It gives way to the headline in JSON-LD where readers see only that. A
    shortened one gives way to the whole, one with the outlet's name to the headline alone.
    """
    shown = [text for h1 in tree.iter("h1") if (text := one_line(h1.text_content()))]
    shared, stated = (_clean(text, site) for text in (metas.get("og:title"), in_jsonld))
    first, second = shared, stated
    if _only_stated_is_seen(tree, shared, stated) and not _named_after(url, shared, stated):
        first, second = stated, shared
    rest = (
        *(shown if len(shown) == 1 else ()),
        metas.get("twitter:title"),
        tree.findtext(".//title"),
        *shown,
    )
    named = [name for name in (first, second, *(_clean(text, site) for text in rest)) if name]
    return _whole(named) if named else None


def _whole(named: list[str]) -> str:
    """The first wording, or the same one where it is given uncut or without the outlet's name."""
    first = named[0].removesuffix("...").removesuffix("…").strip()
    for other in named[1:]:
        if other.startswith(first) and not _SEPARATOR.match(other[len(first) :]):
            return max(other, named[0], key=len)
        if named[0].startswith(other) and _SEPARATOR.match(named[0][len(other) :]):
            return other
    return named[0]


def _only_stated_is_seen(tree: HtmlElement, shared: str, stated: str) -> bool:
    """True if the page's heading is the JSON-LD headline and og:title was made for sharing."""
    if not shared or len(stated) < _SHORTEST * len(shared) or _same(shared, stated):
        return False
    headings = [
        (key, _rank(heading))
        for heading in tree.iter("h1", "h2")
        if (key := _key(heading.text_content()))
    ]
    return _seen(stated, headings) > _seen(shared, headings)


def _seen(title: str, headings: Iterable[tuple[str, int]]) -> int:
    return max((rank for text, rank in headings if _same(title, text)), default=_NOWHERE)


def _rank(heading: HtmlElement) -> int:
    """How a heading shows a headline: over the article, or as the last step of the trail to it."""
    listed = any(above.tag in _LISTS for above in heading.iterancestors())
    if heading.tag == "h1":
        return _IN_TRAIL if listed else _STANDS
    # An h2 in a list or a link is the headline of another article.
    linked = any(above.tag == "a" for above in heading.iterancestors())
    return _NOWHERE if listed or linked or next(heading.iter("a"), None) is not None else _STANDS


def _same(one: str, other: str) -> bool:
    """True for one wording: with a kicker or without, or with a word put right."""
    short, long = sorted((_key(one), _key(other)), key=len)
    if f" {short} " in f" {long} ":
        return len(short) >= _CONTAINED * len(long)
    a, b = Counter(short.split()), Counter(long.split())
    return 2 * (a & b).total() >= _ALIKE * (a.total() + b.total())


def _named_after(url: str | None, shared: str, stated: str) -> bool:
    """True if the address was written from `shared`: the article has had that headline."""
    path = unquote(urlsplit(url or "").path)
    slug = _letters(max(path.split("/"), key=lambda part: len(_SLUG_WORD.findall(part))))
    held, other = (len(slug & _letters(title)) for title in (shared, stated))
    return held > other and held >= _NAMED * len(slug)


def _letters(text: str) -> set[str]:
    """Words as addresses write them: words with digits are mostly numbers of the page."""
    words = (word for word in _WORDS.findall(text.replace("_", " ")) if _SLUG_WORD.fullmatch(word))
    return {_GERMAN.sub("", bare_letters(word)) for word in words} - {"html", "htm", "php"}


def _clean(text: str | None, site: str | None) -> str:
    return _without_site(one_line(unescape(text)), site) if text else ""


def _without_site(title: str, site: str | None) -> str:
    """A title without the outlet's name behind or before a bar or dash."""
    if site and title.endswith(site):
        rest = title.removesuffix(site).rstrip()
        if rest.endswith(tuple(_MARKS)):
            return rest.rstrip(f" {_MARKS}") or title
    parts = _SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    name = _key(site or "")
    bars = " | " in title
    for end, rest in ((parts[-1], title[: title.rfind(parts[-1])]), (parts[0], "")):
        key = _key(end)
        if not key:
            continue
        known = bool(name) and (key in name or name in key)
        if rest and (known or (bars and len(end.split()) <= 4 and len(rest.split()) >= 4)):
            return _without_site(rest.rstrip(f" {_MARKS}"), site) or title
    return title


def one_line(text: str) -> str:
    """A text without hints for hyphens, each run of white space one space."""
    return _SPACE.sub(" ", _SOFT.sub("", text)).strip()


def _key(text: str) -> str:
    return " ".join(_WORDS.findall(_SOFT.sub("", text).lower()))

"""What a page says about itself: title, dates, language, address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin

from lxml.html import HtmlElement

from etl.collect import jsonld
from etl.records import DateHint
from etl.urls import canonical_url, domain_of, names_a_list

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished",
    "date.published", "publish-date", "publish_date", "publication_date", "publishdate",
    "parsely-pub-date", "sailthru.date", "pubdate", "published_at", "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime", "dc.date.issued", "dcterms.created", "dcterms.issued",
    "dc.date.created", "dc.date", "dcterms.date", "article.published", "bt:pubdate",
    "last-published", "rnews:datepublished", "release_date", "article_date_original",
    "originalpublicationdate", "date",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified",
    "dcterms.modified", "dc.date.modified", "last-modified", "lastmod", "bt:moddate",
    "cxenseparse:recs:articlemodified", "article.updated",
)  # fmt: skip
_SEPARATOR = re.compile(r"\s+[|–—•·»:-]\s+|\s*\|\s*")
_SPACE = re.compile(r"\s+")
_SOFT = re.compile("[\u00ad\u200b]")
_DATE_CLASS = re.compile(
    r"(^|[\s_-])(date|time|datetime|timestamp|published|pubdate|dateline|datum|fecha|data|updated"
    r"|publish(ed)?(-?(date|time|at))?)([\s_-]|$)",
    re.IGNORECASE,
)
_NEAR_TITLE = 40  # elements after the headline in which a date line is looked for
_DATE_LENGTH = 80  # characters; a longer text is no date line


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the page says about itself; hints are in order of trust."""

    title: str | None
    canonical: str | None
    language: str | None
    site: str | None
    published: tuple[DateHint, ...]
    updated: tuple[str, ...]
    body: str | None
    paid: bool
    is_article: bool


def facts(tree: HtmlElement, url: str | None) -> PageFacts:
    """Read the metadata, JSON-LD and date line of a page that was fetched from `url`."""
    metas = _metas(tree)
    found = jsonld.objects(tree)
    article = _main(found, url)
    site = metas.get("og:site_name") or jsonld.text_of(article.get("publisher"))
    near = _date_lines(tree)
    published = [jsonld.text_of(article.get("datePublished"))]
    published += [metas.get(name) for name in _PUBLISHED]
    published += [*_itemprops(tree, "datePublished"), jsonld.text_of(article.get("dateCreated"))]
    updated = [jsonld.text_of(article.get("dateModified")), *(metas.get(n) for n in _MODIFIED)]
    updated += _itemprops(tree, "dateModified")
    return PageFacts(
        title=_title(tree, metas, article, site),
        canonical=_canonical(tree, metas, article, url),
        language=_language(tree, metas, article),
        site=site,
        published=(
            *(DateHint(text, "metadata") for text in dict.fromkeys(published) if text),
            *(DateHint(text, "text") for text in near),
        ),
        updated=tuple(dict.fromkeys(text for text in updated if text)),
        body=jsonld.text_of(article.get("articleBody")),
        paid=str(article.get("isAccessibleForFree")).lower() == "false"
        or metas.get("article:content_tier") in ("locked", "metered"),
        is_article=bool(article) or metas.get("og:type", "").lower() == "article",
    )


def _metas(tree: HtmlElement) -> dict[str, str]:
    """Content of meta elements by lower-case name; the first of a name wins."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        content = (meta.get("content") or "").strip()
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = (meta.get(key) or "").strip().lower()
            if name and content:
                found.setdefault(name, content)
    return found


def _main(found: list[jsonld.Object], url: str | None) -> jsonld.Object:
    """The article that the page is about: the one with its address, else the first dated one."""
    articles = [item for item in found if jsonld.types(item) & jsonld.ARTICLE_TYPES]
    if url:
        for item in articles:
            named = jsonld.text_of(item.get("url")) or jsonld.text_of(item.get("mainEntityOfPage"))
            if named and canonical_url(urljoin(url, named)) == canonical_url(url):
                return item
    dated = [item for item in articles if "headline" in item and "datePublished" in item]
    return next(iter(dated or articles), {})


def _title(
    tree: HtmlElement, metas: dict[str, str], article: jsonld.Object, site: str | None
) -> str | None:
    """The headline as the outlet hands it on, else as the page shows it.

    Where several wordings are given, the one for sharing (og:title) is taken: the same article is
    known by it elsewhere. A shortened one gives way to the whole, one with the outlet's name to
    the headline alone.
    """
    shown = [text for h1 in tree.iter("h1") if (text := _plain(h1.text_content()))]
    given = (
        metas.get("og:title"),
        jsonld.text_of(article.get("headline")),
        *(shown if len(shown) == 1 else ()),
        metas.get("twitter:title"),
        tree.findtext(".//title"),
        *shown,
    )
    named = [_plain(unescape(text)) for text in given if text]
    named = [text for name in named if (text := _without_site(name, site))]
    if not named:
        return None
    first = named[0].removesuffix("...").removesuffix("…").strip()
    for other in named[1:]:
        if other.startswith(first) and not _SEPARATOR.match(other[len(first) :]):
            return max(other, named[0], key=len)
        if named[0].startswith(other) and _SEPARATOR.match(named[0][len(other) :]):
            return other
    return named[0]


def _without_site(title: str, site: str | None) -> str:
    """A title without the outlet's name behind or before a bar or dash."""
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
            return _without_site(rest.rstrip(" |–—•·»:-"), site) or title
    return title


def _canonical(
    tree: HtmlElement, metas: dict[str, str], article: jsonld.Object, url: str | None
) -> str | None:
    """The address that the page gives for itself, of the same outlet and naming an article."""
    links = [
        link.get("href")
        for link in tree.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    named = [*links, metas.get("og:url"), jsonld.text_of(article.get("mainEntityOfPage"))]
    for given in named:
        if not given:
            continue
        found = canonical_url(urljoin(url or "", given.strip()))
        if not found or (names_a_list(found) and not (url and names_a_list(url))):
            continue
        if url is None or domain_of(found) == domain_of(url):
            return found
    return None


def _language(tree: HtmlElement, metas: dict[str, str], article: jsonld.Object) -> str | None:
    root = tree.getroottree().getroot()
    given = (
        jsonld.text_of(article.get("inLanguage"))
        or root.get("lang")
        or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        or metas.get("og:locale")
        or metas.get("content-language")
    )
    return given.strip()[:2].lower() if given and re.match(r"\s*[A-Za-z]{2,3}\b", given) else None


def _itemprops(tree: HtmlElement, name: str) -> list[str | None]:
    return [
        element.get("content") or element.get("datetime")
        for element in tree.xpath("//*[@itemprop=$name]", name=name)[:3]
    ]


def _date_lines(tree: HtmlElement) -> list[str]:
    """Texts and times that stand as a date right below the headline, or in the article's head."""
    heading = next(iter(tree.iter("h1")), None)
    if heading is None:
        return []
    found: list[str] = []
    for element in heading.xpath("following::*")[:_NEAR_TITLE]:
        if not isinstance(element.tag, str):
            continue
        if element.tag == "time":
            found += [element.get("datetime") or "", _plain(element.text_content())]
        elif _DATE_CLASS.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            found.append(_plain(element.text_content()))
    short = [text for text in found if 4 < len(text) <= _DATE_LENGTH]
    return list(dict.fromkeys(short))[:4]


def _plain(text: str) -> str:
    return _SPACE.sub(" ", _SOFT.sub("", text)).strip()


def _key(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))

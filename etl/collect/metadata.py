"""What a page says about itself: title, dates, language, address."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from etl.collect import headlines, jsonld
from etl.records import DateHint
from etl.urls import canonical_url, domain_of, joined, names_a_list

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
        title=headlines.headline(tree, metas, jsonld.text_of(article.get("headline")), site, url),
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
            if named and canonical_url(joined(url, named) or "") == canonical_url(url):
                return item
    dated = [item for item in articles if "headline" in item and "datePublished" in item]
    return next(iter(dated or articles), {})


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
        found = canonical_url(joined(url, given) or "")
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
            found += [element.get("datetime") or "", headlines.one_line(element.text_content())]
        elif _DATE_CLASS.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            found.append(headlines.one_line(element.text_content()))
    short = [text for text in found if 4 < len(text) <= _DATE_LENGTH]
    return list(dict.fromkeys(short))[:4]

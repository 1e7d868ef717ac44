"""ClaimReview (schema.org) in, raw fact-checks out: from pages and from Data Commons feed files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from etl.collect import jsonld
from etl.collect.plain import storable
from etl.factcheck_records import RawFactCheck


def in_page(tree: HtmlElement, file: str, line: int | None = None) -> Iterator[RawFactCheck]:
    """The ClaimReviews that a page carries."""
    for item in jsonld.objects(tree):
        if is_review(item):
            yield from_object(item, file, line)


def in_value(value: Any, file: str, line: int | None = None) -> Iterator[RawFactCheck]:
    """The ClaimReviews in a JSON value, such as one element of a DataFeed."""
    for item in jsonld.typed(value):
        if is_review(item):
            yield from_object(item, file, line)


def is_review(item: jsonld.Object) -> bool:
    """True for a ClaimReview; a MediaReview is about pictures and names no claim."""
    return "ClaimReview" in jsonld.types(item)


def from_object(item: jsonld.Object, file: str, line: int | None) -> RawFactCheck:
    """One ClaimReview as its publisher wrote it."""
    rating = _object(item.get("reviewRating"))
    reviewed = _object(item.get("itemReviewed"))
    claimant = reviewed.get("author") or _object(reviewed.get("appearance")).get("author")
    return RawFactCheck(
        file=file,
        line=line,
        claim_text=jsonld.text_of(item.get("claimReviewed")),
        url=_address(item),
        title=jsonld.text_of(item.get("headline")) or jsonld.text_of(item.get("name")),
        publisher=_publisher(item),
        rating=_rating(rating),
        claimant=_named(claimant),
        language=jsonld.text_of(item.get("inLanguage")),
        published_at=jsonld.text_of(item.get("datePublished")),
        claimed_at=jsonld.text_of(reviewed.get("datePublished")),
    )


def _rating(rating: jsonld.Object) -> str | None:
    """The rating in words; a bare number is given with its scale, or it says nothing."""
    words = jsonld.text_of(rating.get("alternateName"))
    if words:
        return words
    value = jsonld.text_of(rating.get("ratingValue"))
    best = jsonld.text_of(rating.get("bestRating"))
    return f"{value} / {best}" if value and best else value


def _publisher(item: jsonld.Object) -> str | None:
    for role in ("author", "publisher", "sourceOrganization"):
        if named := _named(item.get(role)):
            return named
    return None


def _named(value: Any) -> str | None:
    """The name of a person or organisation; a bare address is no name."""
    name = jsonld.text_of(value)
    return None if name is None or name.startswith(("http://", "https://")) else name


def _address(item: jsonld.Object) -> str | None:
    for key in ("url", "mainEntityOfPage", "@id"):
        found = item.get(key)
        found = found.get("@id") or found.get("url") if isinstance(found, dict) else found
        if isinstance(found, str) and found.startswith(("http://", "https://")):
            return storable(found)
    return None


def _object(value: Any) -> jsonld.Object:
    """The value as an object; the first of a list, an empty one for anything else."""
    if isinstance(value, list):
        value = next(iter(value), None)
    return value if isinstance(value, dict) else {}

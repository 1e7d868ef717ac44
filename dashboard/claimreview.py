"""A claim as a draft ClaimReview in JSON-LD (schema.org); the verdict is left to a person."""

import json
from typing import Any

import polars as pl

from dashboard.pieces import Row
from dashboard.text import plain
from dashboard.weblinks import safe_url

KINDS = {"person": "Person", "office": "Organization", "state": "Organization"}
KINDS |= {"organisation": "Organization"}


def draft(claim: Row, appearances: pl.DataFrame) -> dict[str, Any]:
    """The draft: no rating, no reviewer, no date of review, for nobody has reviewed it yet."""
    works = [_work(row) for row in appearances.iter_rows(named=True) if safe_url(row["url"])]
    item: dict[str, Any] = {"@type": "Claim", "text": plain(claim["text"], 1000)}
    if claim["first_seen_at"]:
        item["datePublished"] = claim["first_seen_at"].date().isoformat()
    if author := _author(claim):
        item["author"] = author
    if works:
        item["firstAppearance"] = works[0]
        item["appearance"] = works
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "creativeWorkStatus": "Draft",
        "claimReviewed": plain(claim["text"], 1000),
        "inLanguage": claim["language"],
        "itemReviewed": item,
    }


def as_json(draft: dict[str, Any]) -> str:
    """The draft as text that may also stand inside a script element of a page."""
    text = json.dumps(draft, ensure_ascii=False, indent=2)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _author(claim: Row) -> dict[str, Any] | None:
    """Whoever the earliest mention names, where the lists know what they are."""
    if not claim["claimant"] or claim["claimant_kind"] not in KINDS:
        return None
    author = {"@type": KINDS[claim["claimant_kind"]], "name": plain(claim["claimant"], 200)}
    if claim["wikidata_id"]:
        author["sameAs"] = f"https://www.wikidata.org/wiki/{claim['wikidata_id']}"
    return author


def _work(row: Row) -> dict[str, Any]:
    work = {
        "@type": "NewsArticle",
        "url": safe_url(row["url"]),
        "headline": plain(row["title"], 300),
        "inLanguage": row["language"],
        "publisher": {"@type": "Organization", "name": plain(row["source"], 120)},
    }
    if row["appeared_at"]:
        work["datePublished"] = row["appeared_at"].isoformat()
    return work

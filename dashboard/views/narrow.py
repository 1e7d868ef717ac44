"""What a list is narrowed to besides the filters: read from the URL, and said in words."""

from collections.abc import Mapping

import streamlit as st

from dashboard.queries import claims, party
from dashboard.queries.articles import KINDS
from dashboard.queries.claims import EVENTS, Narrowed
from dashboard.text import plain
from dashboard.views.page import Here

SENTENCES = ("claim", "cited", "late", "article", "about")
ARTICLES = ("outlet", "kind", "flag", "precision")
CLAIMS = ("event", "denying", "stating", "cited", "about")
LONGEST = 200


def asked(names: tuple[str, ...]) -> dict[str, str]:
    """What the URL asks for; empty where it asks for nothing."""
    return {name: st.query_params.get(name, "")[:LONGEST] for name in names}


def claims_asked() -> Narrowed:
    """What the URL narrows the list of claims to; an event that nobody knows is none."""
    found = asked(CLAIMS)
    found["event"] = found["event"] if found["event"] in EVENTS else ""
    return Narrowed(**{name: value or None for name, value in found.items()})


def articles_asked() -> tuple[str | None, str, str | None, str | None]:
    """The outlet, kind, date and precision that the URL narrows the list of articles to."""
    found = asked(ARTICLES)
    kind = found["kind"] if found["kind"] in KINDS else "all"
    return found["outlet"] or None, kind, found["flag"] or None, found["precision"] or None


def of_claims(narrowed: Narrowed, here: Here) -> str:
    """What the list of claims is narrowed to."""
    say, parts = here.reader.say, []
    if narrowed.event:
        period = here.reader.period(*(here.period or (None, None)))
        parts.append(say(f"claims.event.{narrowed.event}", period=period))
    if narrowed.denying:
        parts.append(say("claims.denying", party=_party(narrowed.denying, here)))
    if narrowed.stating:
        parts.append(say("claims.stating", party=_party(narrowed.stating, here)))
    if narrowed.cited:
        parts.append(say("sentences.cited", source=_outlet(narrowed.cited, here)))
    if narrowed.about:
        parts.append(say("claims.about", party=_party(narrowed.about, here)))
    return " ".join(parts)


def of_sentences(narrowed: Mapping[str, str], here: Here) -> str:
    """What the list of sentences is narrowed to."""
    say, parts = here.reader.say, []
    if narrowed["claim"]:
        known = claims.texts(here.snapshot, [narrowed["claim"]])
        text = known["text"][0] if known.height else narrowed["claim"]
        parts.append(say("sentences.claim", text=plain(text, 140)))
    if narrowed["cited"]:
        parts.append(say("sentences.cited", source=_outlet(narrowed["cited"], here)))
    if narrowed["about"]:
        parts.append(say("claims.about", party=_party(narrowed["about"], here)))
    if narrowed["article"]:
        parts.append(say("sentences.article"))
    if narrowed["late"] == "shared":
        parts.append(say("sentences.shared"))
    elif narrowed["late"]:
        late = here.reader.word("lag", narrowed["late"])
        parts.append(say("sentences.late", late=late))
    return " ".join(parts)


def of_articles(narrowed: tuple[str | None, str, str | None, str | None], here: Here) -> str:
    """What the list of articles is narrowed to."""
    reader, (outlet, kind, flag, precision) = here.reader, narrowed
    parts = [
        _outlet(outlet, here) if outlet else "",
        reader.say(f"articles.{kind}") if kind != "all" else "",
        reader.word("flag", flag) if flag else "",
        reader.word("precision", precision) if precision else "",
    ]
    words = ", ".join(part for part in parts if part)
    return reader.say("articles.told", words=words) if words else ""


def _outlet(source_id: str, here: Here) -> str:
    return plain(here.names.get(source_id, source_id), 60)


def _party(party_id: str, here: Here) -> str:
    # Who is spoken of need not have spoken.
    known = party.named_as(here.snapshot, party_id)
    return plain(known["party"][0] if known.height else party_id, 80)

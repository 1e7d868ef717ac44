"""Mentions as evidence: the sentence with its marks, who, when, and where to read it."""

from html import escape
from itertools import pairwise
from math import isfinite

from dashboard.figures import YEARS
from dashboard.pieces import Row, status
from dashboard.text import Reader, plain
from dashboard.weblinks import link


def mention(row: Row, reader: Reader, lead: str = "", more: str = "") -> str:
    """A mention as evidence: who, when, the sentence with its marks, and where to read it.

    more is finished HTML that stands below.
    """
    name = str(row["status"])
    gone = " cw-gone" if row.get("removed_at") else ""
    return (
        f'<article class="cw-mention cw-{escape(name)}{gone}">'
        f'<div class="cw-meta">{status(name, reader)}{_about(row, reader, lead)}</div>'
        f"<blockquote>{marked(row)}</blockquote>"
        f'<div class="cw-meta">{_after(row, reader)}</div>{_why(row, reader)}{more}</article>'
    )


def marked(row: Row, limit: int = 700) -> str:
    """The sentence with speaker and cue marked, by their offsets where these are right."""
    text = str(row["text"])
    spans = [(*span, "cw-speaker") for span in _speaker(row, text)]
    spans += [(*span, "cw-cue") for span in _cue(row, text)]
    edges = sorted({0, len(text), *(edge for span in spans for edge in span[:2])})
    pieces = []
    for start, end in pairwise(edges):
        kinds = " ".join(kind for a, b, kind in spans if a <= start and end <= b)
        words = escape(text[start : min(end, limit)])
        pieces.append(f'<mark class="{kinds}">{words}</mark>' if kinds else words)
        if end > limit:
            pieces.append("…")
            break
    return "".join(pieces)


def _about(row: Row, reader: Reader, lead: str) -> str:
    at = reader.moment(row["appeared_at"], str(row["precision"]))
    who = lead or plain(str(row["source"]), 80)
    parts = [who, at]
    if row.get("is_headline"):
        parts.append(reader.say("mention.headline"))
    return "".join(f"<span>{escape(part)}</span>" for part in parts)


def _after(row: Row, reader: Reader) -> str:
    words = []
    if row["speaker"]:
        actor = row.get("actor")
        named = f" ({plain(str(actor), 60)})" if actor and actor != row["speaker"] else ""
        words.append(f"{reader.say('mention.speaker')}: {plain(str(row['speaker']), 120)}{named}")
    if row["cue"]:
        words.append(f"{reader.say('mention.cue')}: {plain(str(row['cue']), 80)}")
    if row.get("score") is not None:
        words.append(reader.say("mention.score", score=reader.share(row["score"])))
    if row.get("was_added"):
        words.append(reader.say("mention.added", at=reader.moment(row["appeared_at"])))
    if row.get("removed_at"):
        words.append(reader.say("mention.removed", at=reader.moment(row["removed_at"])))
    spans = "".join(f"<span>{escape(word)}</span>" for word in words)
    opened = link(row["url"], str(row["text"]), reader.say("mention.open"))
    return f"{spans}<span>{opened or escape(reader.say('mention.no_link'))}</span>"


def _why(row: Row, reader: Reader) -> str:
    """Why the sentence is in its claim: what joined it, how surely, and what both name."""
    why = row.get("why")
    if not why:
        return ""
    words = reader.say(f"why.{why}")
    if why in ("statement", "headline", "denial") and row["match_score"] is not None:
        words = reader.say("why.match", why=words, score=reader.share(row["match_score"]))
    shared = [str(row["shared_words"] or "")]
    shared += [_number(part, reader) for part in str(row["shared_numbers"] or "").split(", ")]
    if why != "person" and any(shared):
        named = plain(", ".join(filter(None, shared)), 240)
        words = reader.say("why.shares", why=words, shared=named)
    return f'<div class="cw-meta cw-why"><span>{escape(words)}</span></div>'


def _number(digits: str, reader: Reader) -> str:
    """A number as the reader writes it; what may be a year stays as it is."""
    try:
        value = float(digits)
    except ValueError:
        return digits
    return digits if value in YEARS or not isfinite(value) else reader.number(value)


def _speaker(row: Row, text: str) -> list[tuple[int, int]]:
    speaker, start = row["speaker"], row["speaker_start"]
    return _find(text, str(speaker), start) if speaker else []


def _cue(row: Row, text: str) -> list[tuple[int, int]]:
    """The parts of a cue, each sought after the one before it."""
    spans: list[tuple[int, int]] = []
    start = row["cue_start"]
    for part in str(row["cue"] or "").split(" … "):
        found = _find(text, part, start) if part else []
        spans += found
        start = found[-1][1] if found else start
    return spans


def _find(text: str, part: str, start: int | None) -> list[tuple[int, int]]:
    at = text.find(part, start or 0)
    return [(at, at + len(part))] if at >= 0 else []

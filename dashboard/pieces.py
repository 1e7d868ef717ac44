"""Pieces of HTML: every word from outside is escaped here, and nowhere else is HTML written."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from html import escape
from typing import Any, NamedTuple
from urllib.parse import urlencode

import polars as pl

from dashboard.text import Reader, plain
from dashboard.theme import STANDINGS, STATUSES

# A row of a query: its columns are of many types, which the query's docstring names.
Row = Mapping[str, Any]
# The parameters of a link.
Params = Mapping[str, str | Sequence[str]]
# A page of ours and its parameters; nothing where there is nowhere to go.
Way = tuple[str, Params] | None
# A cell without a value; on a phone it is left out.
NOTHING = {"–": " cw-none"}
# From so many letters on a headline is set smaller: on a phone it would fill the window.
LONG = 110
# From so many letters on a key figure is.
WIDE = 8


class Figure(NamedTuple):
    """A key figure, the page and parameters that list what it counts, and those of its note."""

    number: str
    label: str
    note: str = ""
    way: Way = None
    note_way: Way = None


def paragraph(words: str, style: str = "cw-caption") -> str:
    """A line of our own words in one of the sheet's styles."""
    return f'<p class="{style}">{escape(words)}</p>'


def title(words: str, kicker: str = "") -> str:
    """A page's headline with a small line above it."""
    above = f'<p class="cw-kicker">{escape(kicker)}</p>' if kicker else ""
    size = "cw-title cw-long" if len(words) > LONG else "cw-title"
    return f'{above}<h1 class="{size}">{escape(plain(words, 400))}</h1>'


def about(as_of: str, reader: Reader) -> str:
    """How old the data is, and what the statuses mean, folded away until asked for."""
    kinds = {name: "standing" if name == "contested" else "status" for name in STANDINGS}
    terms = "".join(
        f"<dt>{status(name, reader, kind)}</dt><dd>{escape(reader.say(f'note.{name}'))}</dd>"
        for name, kind in kinds.items()
    )
    return (
        f'<div class="cw-about"><span class="cw-caption">{escape(as_of)}</span><details>'
        f"<summary>{escape(reader.say('note.label'))}</summary><p>{escape(reader.say('note'))}</p>"
        f"<dl>{terms}</dl><p>{escape(reader.say('note.score'))}</p></details></div>"
    )


def status(name: str, reader: Reader, kind: str = "status") -> str:
    """A status or standing as shape, word and colour."""
    word = escape(reader.word(kind, name))
    return f'<span class="cw-status cw-{escape(name)}"><i aria-hidden="true"></i>{word}</span>'


def legend(reader: Reader) -> str:
    """The three statuses, as a key to the charts."""
    return f'<div class="cw-legend">{"".join(status(s, reader) for s in STATUSES)}</div>'


def pair(first: str, second: str) -> str:
    """A key to bars with a dark and a light part."""
    return boxes([("var(--cw-faint)", first), ("var(--cw-line)", second)])


def series(place: int) -> str:
    """A claim's number in a comparison, in the colour of its line."""
    return f'<b class="cw-series" style="--mark:var(--cw-series-{place - 1})">{place}</b>'


def figures(items: Iterable[Figure]) -> str:
    """Key figures side by side, each a link to what it counts where it has one."""

    def linked(to: Way, inside: str) -> str:
        return way(*to, inside) if to else inside

    cells = (
        f"<div>{linked(item.way, _figure(item))}"
        f"<small>{linked(item.note_way, escape(item.note))}</small></div>"
        for item in items
    )
    return f'<div class="cw-figures">{"".join(cells)}</div>'


def _figure(item: Figure) -> str:
    # A date or a lag is wider than a number: set smaller, it stays on one line.
    size = ' class="cw-words"' if len(item.number) > WIDE else ""
    return f"<b{size}>{escape(item.number)}</b><span>{escape(item.label)}</span>"


def claim_meta(row: Row, reader: Reader, order: str = "spreading") -> str:
    """The line under a claim in a list: standing, reach, and what the list is ordered by."""
    parts = [
        reader.count("report", row["n_independent"]),
        reader.count("outlet", row["n_sources"]),
        reader.count("language", row["n_languages"]),
        _ordered_by(row, reader, order),
    ]
    words = "".join(f"<span>{escape(part)}</span>" for part in parts)
    standing = status(str(row["standing"]), reader, "standing")
    return f'<div class="cw-meta">{standing}{words}</div>'


def near(row: Row, reader: Reader) -> str:
    """The line under a claim that may be the same: its standing, how alike, and which sentence."""
    which = "suggested.ours" if row["is_ours"] else "suggested.theirs"
    parts = [
        reader.say("suggested.match", score=reader.share(row["score"])),
        reader.say(which, text=plain(row["sentence"], 220)),
    ]
    words = "".join(f"<span>{escape(part)}</span>" for part in parts)
    standing = status(str(row["standing"]), reader, "standing")
    return f'<div class="cw-meta">{standing}{words}</div>'


def also(links: Iterable[tuple[str, float]], reader: Reader) -> str:
    """What else a denial turns down: finished links, each with how well the denial fits."""
    words = "; ".join(
        f"{link} ({escape(reader.say('suggested.match', score=reader.share(score)))})"
        for link, score in links
    )
    head = escape(reader.say("also.turned_down"))
    return f'<div class="cw-meta cw-why"><span>{head} {words}</span></div>'


def counts(parts: Iterable[str]) -> str:
    """Finished counts side by side."""
    return f'<div class="cw-counts">{"".join(parts)}</div>'


def standing(name: str, words: str, reader: Reader) -> str:
    """A claim's standing as a mark and a sentence."""
    mark = status(name, reader, "standing")
    return f'<p class="cw-standing">{mark} {escape(words)}</p>'


def tally(n: int, name: str, reader: Reader) -> str:
    """A count in a status's colour and shape; faint where it is zero."""
    if not n:
        return '<span class="cw-caption cw-zero">0</span>'
    return (
        f'<span class="cw-status cw-{escape(name)}" title="{escape(reader.word("status", name))}">'
        f'<i aria-hidden="true"></i>{escape(reader.number(n))}</span>'
    )


def spark(frame: pl.DataFrame, buckets: int = 28) -> str:
    """A claim's course as small stacked bars, one for each bucket of the period."""
    tall = max((_total(row) for row in frame.iter_rows(named=True)), default=0)
    if not tall:
        return ""
    found = {row["bucket"]: row for row in frame.iter_rows(named=True)}
    bars = "".join(_bar(found.get(place), tall) for place in range(buckets))
    return f'<div class="cw-spark" aria-hidden="true">{bars}</div>'


def inner(page: str, params: Params, words: str) -> str:
    """A link to another page of ours, with its parameters."""
    return way(page, params, escape(plain(words, 120)))


def way(page: str, params: Params, inside: str) -> str:
    """A link to another page of ours around finished HTML."""
    target = f"{page}?{urlencode(params, doseq=True)}"
    return f'<a href="{escape(target)}" target="_self">{inside}</a>'


def told(words: str, way: str) -> str:
    """What a list is narrowed to, and a finished link that lets go of it."""
    return f'<p class="cw-past">{escape(words)} {way}</p>'


def boxes(pairs: Iterable[tuple[str, str]]) -> str:
    """A key to bars: a box in each colour and what it means."""
    keys = "".join(
        f'<span><i class="cw-box" style="background:{escape(colour)}"></i>{escape(words)}</span>'
        for colour, words in pairs
    )
    return f'<div class="cw-legend">{keys}</div>'


def sides(left: str, right: str) -> str:
    """The words over the two sides of a diagram."""
    return f'<div class="cw-sides"><span>{escape(left)}</span><span>{escape(right)}</span></div>'


def story(items: Iterable[tuple[str, str, str, str]]) -> str:
    """What happened, in order: time, status or standing (or nothing), words, a finished link."""
    rows = "".join(
        f'<li class="cw-{escape(kind or "neutral")}"><i aria-hidden="true"></i>'
        f"<time>{escape(at)}</time><span>{escape(words)}</span>{link}</li>"
        for at, kind, words, link in items
    )
    return f'<ol class="cw-story">{rows}</ol>'


def jumps(targets: Iterable[tuple[str, str]], label: str) -> str:
    """The way to the parts of a long page."""
    links = "".join(f'<a href="#{escape(to)}">{escape(words)}</a>' for to, words in targets)
    return f'<nav class="cw-jumps" aria-label="{escape(label)}">{links}</nav>'


def table(heads: Sequence[tuple[str, str]], rows: Iterable[Sequence[str]]) -> str:
    """A table of finished cells; a head is its words and its style (num, short, wide)."""
    head = "".join(f'<th class="cw-{style}">{escape(words)}</th>' for words, style in heads)
    body = "".join(
        "<tr>"
        + "".join(
            f'<td class="cw-{style}{NOTHING.get(cell, "")}" data-head="{escape(words)}">{cell}</td>'
            for cell, (words, style) in zip(row, heads, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    return (
        '<div class="cw-scroll" tabindex="0"><table class="cw-table">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def beneath(first: str, second: str) -> str:
    """A finished cell with a smaller line below it, where there is one."""
    return f'{first}<small class="cw-caption cw-beneath">{second}</small>' if second else first


def cell(words: str | None, limit: int = 160) -> str:
    """A table cell of text from anywhere."""
    return escape(plain(words, limit)) or "–"


def empty(words: str, hint: str = "") -> str:
    """What stands in place of a view that has nothing to show."""
    return f'<div class="cw-empty"><b>{escape(words)}</b>{escape(hint)}</div>'


def _ordered_by(row: Row, reader: Reader, order: str) -> str:
    if order == "flipped":
        before, after = (reader.word("standing", row[f"flipped_{end}"]) for end in ("from", "to"))
        return reader.say(
            "row.flipped", before=before, after=after, at=reader.moment(row["flipped_at"])
        )
    if order == "lag":
        lag = reader.lag(timedelta(seconds=row["seconds_to_denial"]))
        return reader.say("row.lag", lag=lag)
    if order == "changed" and row["changed_at"]:
        return reader.say("row.changed", at=reader.moment(row["changed_at"]))
    if order == "denied" and row["first_denied_at"]:
        return reader.say("row.first_denied", at=reader.moment(row["first_denied_at"]))
    at = row["first_seen_at"]
    return reader.say("row.first_seen", at=reader.day(at)) if at else reader.say("undated")


def _bar(row: Row | None, tall: int) -> str:
    if row is None:
        return '<i style="height:0"></i>'
    total, stops, base = _total(row), [], 0.0
    for name in STATUSES:
        top = base + 100 * row[f"n_{name}"] / total
        stops.append(f"var(--cw-mark-{name}) {base:.0f}% {top:.0f}%")
        base = top
    height = max(100 * total / tall, 12)
    return (
        f'<i style="height:{height:.0f}%;background:linear-gradient(to top,{",".join(stops)})"></i>'
    )


def _total(row: Row) -> int:
    return sum(row[f"n_{name}"] for name in STATUSES)

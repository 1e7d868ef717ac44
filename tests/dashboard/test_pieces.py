"""HTML holds no markup from outside, marks stand where the offsets say, links lead to the web."""

import re
from datetime import UTC, date, datetime
from html import escape
from inspect import isfunction
from pathlib import Path

import pytest

from dashboard import evidence, pieces, weblinks
from dashboard.queries import claim
from dashboard.queries.selection import Selection
from dashboard.snapshot import Snapshot
from dashboard.text import Reader, markdown_safe, plain
from tests.dashboard.invented import NASTY

EN = Reader("en", "Europe/Berlin")
MONTH = date(2026, 3, 2), date(2026, 4, 5)
TAGS = re.compile(r"</?([a-z0-9]+)[^>]*>")
ATTRIBUTES = re.compile(r"\s(on\w+|srcdoc|style)=", re.I)


def _row(**more: object) -> pieces.Row:
    row = {
        "status": "denied",
        "text": "Der Sprecher wies die Berichte als falsch zurück.",
        "speaker": "Der Sprecher",
        "speaker_start": 0,
        "cue": "wies … zurück",
        "cue_start": 13,
        "source": "Morgenblatt",
        "url": "https://morgenblatt.example/a",
        "score": 0.93,
        "appeared_at": datetime(2026, 3, 3, 7, 15, tzinfo=UTC),
        "precision": "second",
    }
    return row | more


def _listed(words: str) -> pieces.Row:
    """A claim of a list of which every word is the same."""
    named = dict.fromkeys(("standing", "flipped_from", "flipped_to", "sentence"), words)
    counts = dict.fromkeys(("n_independent", "n_sources", "n_languages"), 2)
    at = datetime(2026, 3, 3, 7, 15, tzinfo=UTC)
    return {**named, **counts, "flipped_at": at, "is_ours": True, "score": 0.8}


def test_every_part_of_a_cue_and_the_speaker_are_marked() -> None:
    assert evidence.marked(_row()) == (
        '<mark class="cw-speaker">Der Sprecher</mark> <mark class="cw-cue">wies</mark> '
        'die Berichte als falsch <mark class="cw-cue">zurück</mark>.'
    )


def test_a_cue_within_the_speaker_keeps_both_marks() -> None:
    row = _row(text="Laut Nordgas ja.", speaker="Laut Nordgas", cue="Laut", cue_start=0)
    assert evidence.marked(row) == (
        '<mark class="cw-speaker cw-cue">Laut</mark><mark class="cw-speaker"> Nordgas</mark> ja.'
    )


@pytest.mark.parametrize("start", [None, 999, -4])
def test_wrong_offsets_do_no_harm(start: int | None) -> None:
    marked = evidence.marked(_row(speaker_start=start, cue_start=start))
    assert re.sub(r"</?mark[^>]*>", "", marked) == _row()["text"]


def test_mention_says_who_when_and_how_sure() -> None:
    html = evidence.mention(_row(was_added=True, removed_at=None), EN)
    for words in ("Morgenblatt", "3 Mar 2026, 08:15", "score 93%", "added on 3 Mar 2026", "denied"):
        assert words in html
    undated = evidence.mention(_row(appeared_at=None, precision="unknown"), EN)
    assert "undated" in undated


def test_link_jumps_to_the_sentence() -> None:
    link = weblinks.link("https://a.example/x?y=1", "Well-known, “true” & new", "Open")
    assert 'href="https://a.example/x?y=1#:~:text=Well%2Dknown%2C%20%E2%80%9Ctrue%E2%80%9D' in link
    assert 'rel="noopener noreferrer"' in link
    assert "#part:~:text=" in weblinks.link("https://a.example/#part", "x", "Open")
    long = weblinks.link("https://a.example/", "word " * 60, "Open")
    assert "text=word%20word%20word%20word%20word%20word,word" in long


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//a.example", "https://",
     "https://[x", " ", None, "JaVaScRiPt:alert(1)", "vbscript:x", "ftp://a.example/"],
)  # fmt: skip
def test_only_the_web_is_linked(url: str | None) -> None:
    assert weblinks.link(url, "text", "Open") == ""


@pytest.mark.parametrize("nasty", NASTY)
def test_no_markup_from_outside(nasty: str) -> None:
    row = _row(
        text=nasty, speaker=nasty, cue=nasty, source=nasty, actor=nasty,
        url=f"https://a.example/{nasty}", speaker_start=0, cue_start=0,
    )  # fmt: skip
    html = "".join(
        [
            evidence.mention(row, EN, lead=nasty),
            pieces.title(nasty, nasty),
            pieces.table([(nasty, "wide")], [[pieces.cell(nasty)]]),
            pieces.empty(nasty, nasty),
            pieces.paragraph(nasty),
            pieces.standing("denied", nasty, EN),
            pieces.about(nasty, EN),
            pieces.figures([pieces.Figure(nasty, nasty, nasty, (nasty, {"q": nasty}))]),
            pieces.claim_meta(_listed(nasty), EN, "flipped"),
            pieces.near(_listed(nasty), EN),
            pieces.also([(pieces.inner("claim", {"claim": nasty}, nasty), 0.9)], EN),
            pieces.inner(nasty, {nasty: nasty}, nasty),
            pieces.told(nasty, pieces.inner("claims", {"q": nasty}, nasty)),
            pieces.boxes([(nasty, nasty)]),
            pieces.pair(nasty, nasty),
            pieces.sides(nasty, nasty),
            pieces.story([(nasty, nasty, nasty, pieces.inner("claim", {"claim": nasty}, nasty))]),
            pieces.jumps([(nasty, nasty)], nasty),
            pieces.status(nasty, EN),
            pieces.tally(3, nasty, EN),
        ]
    )
    allowed = {
        "article", "div", "span", "i", "blockquote", "mark", "a", "p", "h1", "table", "details",
        "summary", "dl", "dt", "dd", "thead", "tbody", "tr", "th", "td", "b", "small",
        "ol", "li", "time", "nav",
    }  # fmt: skip
    assert {match[1] for match in TAGS.finditer(html)} <= allowed
    for tag in re.findall(r"<[^>]*>", html):
        unquoted = re.sub(r'"[^"]*"', '""', tag)
        assert not ATTRIBUTES.search(unquoted.replace('<i class="" style="">', ""))
        for target in re.findall(r'href="([^"]*)"', tag):
            # A page of ours is named by us, never by the data: here it stands for its parameters.
            ours = target.startswith(("claim?", "claims?", "#", f"{escape(nasty)}?"))
            assert ours or target.startswith("https://a.example/")


def test_every_piece_is_asked_with_hostile_text() -> None:
    """A new function of the module must join the test above, or take no words from outside."""
    ours = {"legend", "series", "spark", "counts", "beneath", "way"}
    source = Path(__file__).read_text(encoding="utf-8")
    written = {
        name
        for name, made in vars(pieces).items()
        if isfunction(made) and made.__module__ == pieces.__name__ and not name.startswith("_")
    }
    assert {name for name in written - ours if f"            pieces.{name}(" not in source} == {
        "cell"
    }
    # A cell stands in the table of that test.
    assert "pieces.cell(nasty)" in source


def test_text_from_outside_is_one_bounded_line() -> None:
    assert plain("a\u202eb\u0000c\n\n d\u200be") == "a b c d e"
    assert len(plain("x" * 900)) == 300
    assert plain(None) == ""


@pytest.mark.parametrize("nasty", NASTY)
def test_markdown_is_escaped(nasty: str) -> None:
    safe = markdown_safe(nasty, 2000)
    assert not re.search(r"(?<!\\)[*_`\[\]<>$:~#|]", safe)


def test_spark_has_a_bar_for_each_bucket(full: Snapshot) -> None:
    from dashboard.queries import claims

    frame = claims.sparks(full, Selection(), "UTC", ["c000000000000000"], MONTH)
    assert frame["bucket"].is_between(0, 27).all()
    html = pieces.spark(frame)
    assert html.count("<i ") == 28
    assert "height:100%" in html
    assert pieces.spark(frame.clear()) == ""


def test_evidence_of_a_hostile_claim(hostile: Snapshot) -> None:
    frame = claim.evidence(hostile, Selection(), "UTC", "c000000000000000")
    html = "".join(evidence.mention(row, EN) for row in frame.iter_rows(named=True))
    assert "<script" not in html
    assert "<img" not in html

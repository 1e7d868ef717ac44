"""Copies, rewrites and translations of one text are one report; look-alikes are not."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from etl import config
from etl.anchors import anchors, numbers, plain
from etl.article_facts import Fingerprint
from etl.bylines import Agencies
from etl.publish import latest
from etl.records import Article
from etl.report import Report
from etl.syndication import CopyIndex, group, sign
from tests.conftest import ROOT, rows

SETTINGS = config.load(ROOT / "demo" / "claimwatch.toml")
AGENCIES = Agencies.of(SETTINGS.sources)
LINES = (ROOT / "tests" / "etl" / "rewrites.jsonl").read_text(encoding="utf8").splitlines()
TEXTS = [json.loads(line) for line in LINES]
START = datetime(2026, 4, 2, 8, 0, tzinfo=UTC)


def article(number: int, text: str, language: str = "en", hours: float = 0) -> Article:
    when = START + timedelta(hours=hours)
    return Article(
        f"a{number:02}", f"paper{number}.example", None, f"Title {number}", text, language, when,
        "second", "file", "ok", when, None, None, f"h{number}",
    )  # fmt: skip


def grouped(articles: list[Article], index: CopyIndex | None = None) -> dict[str, str]:
    labels = {
        a.article_id: frozenset(b.source_id for b in AGENCIES.credited(a.text)) for a in articles
    }
    found = group(articles, labels, index or CopyIndex(lambda day: []), SETTINGS.match)
    return {article_id: one.group for article_id, one in found.items()}


def test_every_text_is_grouped_with_its_story_and_no_other() -> None:
    articles = [article(n, t["text"], t["language"], n) for n, t in enumerate(TEXTS)]
    groups = grouped(articles)
    first: dict[str, str] = {}
    for one, text in zip(articles, TEXTS, strict=True):
        first.setdefault(text["story"], one.article_id)
    wanted = {a.article_id: first[t["story"]] for a, t in zip(articles, TEXTS, strict=True)}
    assert groups == wanted


@pytest.mark.parametrize("kind", ["spun", "shortened", "retranslated", "translated"])
def test_a_rewrite_too_late_is_a_report_of_its_own(kind: str) -> None:
    original = next(t for t in TEXTS if t["story"] == "dam" and t["kind"] == "original")
    other = next(t for t in TEXTS if t["story"] == "dam" and t["kind"] == kind)
    late = 24 * (SETTINGS.match.syndication_days + 0.1)
    one = article(1, original["text"])
    assert set(grouped([one, article(2, other["text"], other["language"], 5)]).values()) == {"a01"}
    assert (
        len(set(grouped([one, article(2, other["text"], other["language"], late)]).values())) == 2
    )


def test_a_rewrite_shares_little_wording_and_another_number_tells_it_apart() -> None:
    texts = {t["kind"]: t["text"] for t in TEXTS if t["story"] == "dam"}
    one, two = sign(texts["original"]), sign(texts["spun"])
    assert one is not None and two is not None
    assert 0.2 < float((one == two).mean()) < 0.6
    translated = texts["translated"].replace("14", "19").replace("230.000", "470.000")
    other = translated.replace("3,5", "8,5").replace("41", "66")
    assert (
        len(set(grouped([article(1, texts["original"]), article(2, other, "de", 3)]).values())) == 2
    )


def test_a_translation_needs_a_credit_to_the_same_agency() -> None:
    texts = {t["kind"]: t["text"] for t in TEXTS if t["story"] == "dam"}
    bare = texts["translated"].replace("Tarn (Globalwire) - ", "")
    assert (
        len(set(grouped([article(1, texts["original"]), article(2, bare, "de", 3)]).values())) == 2
    )
    # The twins of one outlet need no byline.
    one = article(1, texts["original"].partition(" - ")[2])
    two = replace(article(2, bare, "de", 3), source_id=one.source_id)
    assert set(grouped([one, two]).values()) == {"a01"}


def test_teasers_are_never_copies() -> None:
    assert sign("Lesen Sie hier alles über den Damm.") is None
    short = "The dam has a crack, the ministry said."
    assert len(set(grouped([article(1, short), article(2, short)]).values())) == 2


def test_the_order_inside_a_batch_does_not_matter_and_days_are_read_once() -> None:
    articles = [article(n, t["text"], t["language"], n) for n, t in enumerate(TEXTS)]
    asked: list[int] = []

    def fetch(day: int) -> list[Fingerprint]:
        asked.append(day)
        return []

    assert grouped(articles[::-1], CopyIndex(fetch)) == grouped(articles)
    assert len(asked) == len(set(asked))


def test_copies_are_found_again_by_a_later_run(
    write_lines: Callable[..., Path], load: Callable[..., Report], tmp_path: Path
) -> None:
    def line(n: int, kind: str) -> dict[str, object]:
        text = next(t for t in TEXTS if t["story"] == "dam" and t["kind"] == kind)
        return {
            "url": f"https://paper{n}.example/{n}", "title": f"Dam {n}", "text": text["text"],
            "language": text["language"], "published_at": f"2026-04-0{n}T08:00:00Z",
        }  # fmt: skip

    load(write_lines([line(2, "original")], "1.jsonl"))
    load(write_lines([line(3, "spun")], "2.jsonl"))
    # A text from before the others' dates joins them all the same, and is then the first.
    load(write_lines([line(1, "shortened")], "3.jsonl"))
    snapshot = latest(tmp_path / "data")
    assert snapshot is not None
    found = rows(
        snapshot,
        "select first_source_id, n_articles, n_sources, credited_source_id from syndication_group",
    )
    # The agency of this credit is in the demo's lists only, so it is not known here.
    assert found == [("paper1.example", 3, 3, None)]


def test_anchors_know_numbers_and_names_across_alphabets() -> None:
    assert numbers("1.200 und 1,200 et 1 200, dazu 3,1 Mio, 3.1 m und 5") == {"1200", "3.1"}
    assert plain("Зеленський")[:5] == plain("Zelenskyj")[:5] == "zelen"
    assert anchors("Am Montag kam Kolm nach Tarn.") == {"montag"[:5], "kolm", "tarn"}
    assert anchors("") == frozenset()

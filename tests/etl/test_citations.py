"""Who credits whom: sentences in eight languages, with outlets that are only the topic."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from etl import config
from etl.article_facts import Credit
from etl.bylines import Agencies
from etl.citations import credits, frames
from etl.extract import extract
from etl.outlet_names import OutletNames
from etl.publish import latest
from etl.records import Article
from etl.report import Report
from tests.conftest import ROOT, rows
from tests.etl.story import Story

SOURCES = config.load(ROOT / "demo" / "claimwatch.toml").sources
NAMES, AGENCIES = OutletNames.of(SOURCES), Agencies.of(SOURCES)
LINES = (ROOT / "tests" / "etl" / "citations.jsonl").read_text(encoding="utf8").splitlines()
CASES = [json.loads(line) for line in LINES]
ARTICLE = Article(
    "a1", "paper.example", None, "Title", "", "de", None, "unknown", "file", "undated",
    datetime(2026, 3, 1, tzinfo=UTC), None, None, "h",
)  # fmt: skip


def found(text: str, language: str, title: str = "Title") -> list[Credit]:
    article = replace(ARTICLE, text=text, language=language, title=title)
    return credits(article, extract(article), NAMES, AGENCIES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['language']}: {case['text'][:40]}")
def test_credits_of_a_sentence(case: dict[str, object]) -> None:
    given = found(str(case["text"]), str(case["language"]))
    assert sorted([c.cited_source_id, c.kind] for c in given) == sorted(case["credits"])  # type: ignore[call-overload]


def test_the_cases_cover_every_language_with_credits_and_topics() -> None:
    credited = Counter(str(case["language"]) for case in CASES if case["credits"])
    topics = Counter(str(case["language"]) for case in CASES if not case["credits"])
    assert credited.keys() == topics.keys() == frames().keys()
    assert min(credited.values()) >= 6 and min(topics.values()) >= 2


def test_offsets_lead_to_the_words_in_text_and_title() -> None:
    text = "Erster Satz.\nDas sei falsch, sagte sie dem Guardian. Laut Reuters ist es wahr."
    title = "Bericht der „Bild“: Brücke gesperrt"
    given = found(text, "de", title)
    assert [(c.cited_source_id, c.sentence_index) for c in given] == [
        ("bild.de", 0), ("theguardian.com", 2), ("reuters.com", 3),
    ]  # fmt: skip
    for credit in given:
        place = title if credit.sentence_index == 0 else text
        assert place[credit.char_start : credit.char_end] == credit.words


def test_names_that_share_a_frame_are_all_credited() -> None:
    given = found("Laut Reuters, AFP und dem „Spiegel“ ist die Brücke gesperrt.", "de")
    assert [c.cited_source_id for c in given] == ["reuters.com", "afp.com", "spiegel.de"]


def test_an_outlet_does_not_credit_itself_and_unknown_languages_give_nothing() -> None:
    own = replace(ARTICLE, source_id="spiegel.de", text="Das berichtet der Spiegel.", language="de")
    assert credits(own, extract(own), NAMES, AGENCIES) == []
    assert found("Reuters reported it.", "ar") == []


@pytest.mark.parametrize(
    "text",
    [
        "laut " + "„" * 700 + "Spiegel " + "„" * 700,
        "laut " + "Zeitung " * 90 + "Spiegel " + "berichtet " * 90,
        "sagte " + "a " * 300 + "dem Spiegel, Reuters, " * 30,
        "laut Spiegel " * 110,
    ],
)
def test_hostile_text_is_bounded(text: str) -> None:
    given = found(text, "de")
    assert len(given) <= 2
    assert all(len(credit.words) <= 200 for credit in given)


@pytest.mark.parametrize(
    ("text", "agencies"),
    [
        ("MARENZ, March 11 (Globalwire) - The ferry sailed.", ["globalwire.example"]),
        ("Berlin (dpa/lbn) - Das Amt hat gewarnt.\nMehr.", ["dpa.com"]),
        ("glw\nDie Fähre ist gefahren.", ["globalwire.example"]),
        ("Die Fähre fuhr. (mit dpa/AFP)", ["dpa.com", "afp.com"]),
        ("Die Fähre fuhr.\nQuelle: Reuters", ["reuters.com"]),
        ("Die Fähre fuhr. (Tsp, dpa)", ["dpa.com"]),
        ("МОСКВА, 3 марта — РИА Новости. Паром вышел.", ["ria.ru"]),
        ("Київ. УНІАН. Пором вийшов.", ["unian.ua"]),
        ("PARIS (AP) — The ferry sailed.", ["apnews.com"]),
        ("The ferry sailed, Reuters reported on Monday.", []),
        ("Ein Text ohne Kürzel. Er nennt die dpa im Satz.", []),
        ("", []),
        ("dpa/" * 500, ["dpa.com"]),
        ("(" * 300 + "x, " * 90 + "dpa", []),
    ],
)
def test_bylines(text: str, agencies: list[str]) -> None:
    credited = AGENCIES.credited(text)
    assert [byline.source_id for byline in credited] == agencies
    assert all(text[b.start : b.end].lower() in b.name.lower() + " glw ap afp" for b in credited)


def test_without_agencies_in_the_lists_there_are_no_bylines() -> None:
    assert Agencies.of([]).credited("Berlin (dpa) - Text.") == []


def test_credits_follow_the_newest_version(
    write_lines: Callable[..., Path], load: Callable[..., Report], tmp_path: Path
) -> None:
    row = {
        "url": "https://paper.example/1", "title": "Brücke", "language": "de",
        "text": "Berlin (dpa) - Die Brücke ist gesperrt. Das berichtet der Spiegel.",
        "published_at": "2026-03-02T08:00:00Z", "fetched_at": "2026-03-02T09:00:00Z",
    }  # fmt: skip
    changed = row | {"text": row["text"].replace("der Spiegel", "die FAZ")}
    load(write_lines([row, changed | {"fetched_at": "2026-03-02T12:00:00Z"}]))
    snapshot = latest(tmp_path / "data")
    assert snapshot is not None
    stored = rows(snapshot, "select cited_source_id, kind::varchar, words from credit order by 1")
    assert stored == [("dpa.com", "byline", "dpa"), ("faz.net", "report", "berichtet die FAZ")]
    assert rows(
        snapshot, "select cited_source_id, n_mentions, n_bylines from citation order by 1"
    ) == [("dpa.com", 1, 1), ("faz.net", 1, 0)]
    assert rows(snapshot, "select credited_agency from article") == [("dpa",)]


def test_the_chain_of_a_claim_leads_from_paper_to_agency_to_party() -> None:
    story = Story()
    story.actor("mira", "Mira")
    wire = story.article("wire.example", 0)
    story.mention(wire, "alleged", actor="mira")
    # The paper credits the wire in the sentence and names nobody: the wire's party is the origin.
    paper = story.article("paper.example", 1)
    story.mention(paper, "alleged", said_by="Wire", cited="wire.example")
    # The tabloid carries the wire's byline and names the party itself.
    tabloid = story.article("tabloid.example", 2)
    story.mention(tabloid, "confirmed", actor="mira")
    story.con.execute(
        "insert into credit values (?, 'wire.example', 'byline', -1, 'wire', 0, 4)", [tabloid]
    )
    story.say("own.example", 3, "confirmed")
    chain = story.rows(
        "select source, via_source, credited_in, party, party_from from claim_provenance"
        " order by first_at"
    )
    assert chain == [
        ("Wire", None, None, "Mira", "text"),
        ("Paper", "Wire", "sentence", "Mira", "credited outlet"),
        ("Tabloid", "Wire", "byline", "Mira", "text"),
        ("Own", None, None, None, None),
    ]
    assert story.rows(
        "select source_id, n_mentions, n_bylines from citation order by source_id"
    ) == [("paper.example", 1, 0), ("tabloid.example", 1, 1)]

"""Matching: order, rest of the story, denials, reasons, suggestions, memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations

import numpy as np

from etl import config
from etl.batch import Matched
from etl.match import Memory, match
from etl.matching.denials import Said, turned_down
from etl.matching.index import ClaimIndex, pack
from etl.matching.reasons import shared
from etl.parties import Parties
from etl.records import Mention, Proposition, Stated, Status
from models.matching import Matcher
from models.wording import wording

SETTINGS = config.load()
PARTIES = Parties.of(SETTINGS.actors, SETTINGS.sources)


def memory() -> Memory:
    nothing = np.zeros(0, dtype=np.uint32)
    return Memory.of({"code": nothing, "n_statements": nothing})


def mention(
    article: str,
    index: int,
    text: str,
    status: Status = "alleged",
    headline: str = "",
    day: int = 1,
    content: bool = True,
    said_by: str | None = "someone",
    language: str = "en",
) -> Mention:
    return Mention(
        mention_id=f"{article}-{index}",
        article_id=article,
        sentence_index=index,
        text=text,
        proposition=text,
        language=language,
        status=status,
        score=0.9,
        p_confirmed=0.1,
        p_alleged=0.8,
        p_denied=0.1,
        speaker=said_by,
        said_by=said_by,
        actor_id=None,
        cited_source_id=None,
        cue=None,
        speaker_start=None,
        cue_start=None,
        char_start=0,
        char_end=len(text),
        is_headline=index == 0,
        appeared_at=datetime(2026, 3, day, tzinfo=UTC),
        headline=headline or text,
        has_content=content,
    )


FERRY = [
    mention("a", 0, "Ferry Saint Osyth runs aground off Calder Island with 180 aboard"),
    mention("b", 0, "Ferry Saint Osyth aground near Calder Island", day=2),
    mention("c", 0, "Fähre Saint Osyth vor Calder Island auf Grund gelaufen", language="de", day=3),
]
BANK = mention("d", 0, "Central bank of Lutania cuts key rate to 3.25 percent", day=2)


def run(
    mentions: list[Mention], held: Memory | None = None, stated: list[Stated] | None = None
) -> Matched:
    return match(mentions, stated or [], held or memory(), PARTIES, SETTINGS.match)


def claims(result: Matched) -> dict[str, str]:
    return {found.mention_id: found.claim_id for found in result.matches}


def test_one_claim_in_two_languages_and_another_one_apart() -> None:
    found = claims(run([*FERRY, BANK]))
    assert found["a-0"] == found["b-0"] == found["c-0"] != found["d-0"]


def test_the_order_of_the_mentions_changes_nothing() -> None:
    wanted = claims(run([*FERRY, BANK]))
    for order in permutations([*FERRY, BANK]):
        assert claims(run(list(order))) == wanted


def test_a_later_batch_joins_the_stored_claim_and_keeps_its_id() -> None:
    held = memory()
    first = claims(run(FERRY[:1], held))
    later = run([FERRY[2], BANK], held)
    assert claims(later)["c-0"] == first["a-0"]
    (why,) = [reason for reason in later.reasons if reason.mention_id == "c-0"]
    assert (why.basis, why.compared_with) == ("statement", "a-0")
    assert {"Saint", "Osyth", "Calder"} <= {*why.names, *why.words}


def test_a_claim_outside_the_window_is_not_joined() -> None:
    held = memory()
    first = claims(run(FERRY[:1], held))
    late = replace(FERRY[1], appeared_at=datetime(2026, 9, 1, tzinfo=UTC))
    assert claims(run([late], held))["b-0"] != first["a-0"]


def test_a_detail_without_names_goes_with_its_headline() -> None:
    head = FERRY[0].text
    detail = mention("a", 1, "Water is said to have come in within minutes", headline=head)
    result = run([FERRY[0], detail])
    assert claims(result)["a-1"] == claims(result)["a-0"]
    assert [r.basis for r in result.reasons if r.mention_id == "a-1"] in (
        ["headline"],
        ["statement"],
    )


def test_an_empty_denial_goes_to_what_the_article_alleges() -> None:
    head = "Ferry captain was drunk, union says"
    denial = mention("e", 2, "rejected this", "denied", head, content=False, said_by="the captain")
    result = run([mention("e", 0, head), denial])
    assert claims(result)["e-2"] == claims(result)["e-0"]
    (link,) = result.denial_links
    assert (link.mention_id, link.claim_id) == ("e-2", claims(result)["e-0"])
    assert [m.matched_by for m in result.matches if m.mention_id == "e-2"] == ["denial_link"]


def test_an_empty_denial_in_a_new_version_finds_what_the_old_one_stated() -> None:
    old = Stated("e-0", "e", "claim1", "Captain was drunk", "en", "alleged", "union", 0, True)
    denial = mention("e", 3, "rejected this", "denied", "Captain was drunk", content=False)
    assert claims(run([denial], stated=[old]))["e-3"] == "claim1"


def test_a_denial_of_nothing_known_founds_a_claim() -> None:
    denial = mention("f", 1, "rejected this", "denied", "What we know", content=False)
    assert [m.matched_by for m in run([denial]).matches] == ["founded"]


def test_nobody_turns_down_their_own_word() -> None:
    own = Said("own", "alleged", "the firm", 1, False, 0.9)
    theirs = Said("theirs", "alleged", "the union", 0, True, 0.1)
    assert [c for c, _ in turned_down(2, "the firm", [own, theirs])] == ["theirs"]


def test_the_nearest_claim_is_turned_down_first() -> None:
    said = [Said("far", "alleged", "a", 0, False, 0.2), Said("near", "alleged", "a", 7, False, 0.2)]
    found = turned_down(8, "b", said)
    assert found[0][0] == "near"
    assert all(0 < score <= 1 for _, score in found)


def test_shared_names_words_and_numbers_are_told() -> None:
    one = "In Calder Island meldete die Fähre 180 Passagiere"
    other = wording("Ferry with 180 people near Calder Island", "en")
    names, _, numbers = shared(one, wording(one, "de"), other, np.ones(1 << 18, np.float32))
    assert names == ["Calder", "Island"]
    assert numbers == ["180"]


def test_nothing_in_nothing_out() -> None:
    assert run([]).matches == []


def test_an_index_of_regions_finds_what_a_full_look_finds() -> None:
    draw = np.random.default_rng(7)
    centres = Matcher.load().cells
    vectors = centres[draw.integers(0, len(centres), 22_000)] + draw.normal(0, 0.02, (22_000, 512))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    when = datetime(2026, 3, 1, tzinfo=UTC)
    index = ClaimIndex(centres)
    index.add([Proposition(f"m{i}", f"c{i}", "", "en", when) for i in range(22_000)], pack(vectors))
    asked = vectors[::2200]
    for row, (places, cosines) in enumerate(index.near(asked, 0.5, 8)):
        assert row * 2200 in places.tolist()
        assert float(cosines.max()) > 0.98
        assert len(places) <= 8


def test_packed_vectors_keep_the_cosine() -> None:
    draw = np.random.default_rng(3).normal(size=(2, 512)).astype(np.float32)
    draw /= np.linalg.norm(draw, axis=1, keepdims=True)
    index = ClaimIndex(Matcher.load().cells)
    index.add([Proposition("m", "c", "", "en", None)] * 2, pack(draw))
    kept = index.vectors(slice(None))
    assert abs(float(kept[0] @ kept[1]) - float(draw[0] @ draw[1])) < 0.01

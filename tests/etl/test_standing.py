"""Standing and timeline: small stories, worked out by hand."""

from __future__ import annotations

import pytest

from tests.etl.story import Story, at


@pytest.fixture
def story() -> Story:
    return Story()


@pytest.fixture
def denied_late(story: Story) -> Story:
    """Alleged by one state, confirmed by an alliance, then denied by another state; told on."""
    for actor in ("mira", "alliance", "kelda"):
        story.actor(actor, actor.title())
    story.say("one.example", 0, "alleged", actor="mira")
    story.say("two.example", 2, "alleged", actor="mira")
    third = story.article("three.example", 5)
    story.mention(third, "confirmed", actor="alliance")
    story.say("four.example", 9, "denied", actor="kelda")
    story.mention(story.article("one.example", 12), "denied", actor="kelda")
    return story


def standings(story: Story, claim: str = "c1") -> list[tuple[object, ...]]:
    return story.rows(
        "select since, until, standing_before, standing, parties from claim_standing_history"
        " where claim_id = ? order by since",
        claim,
    )


def test_a_late_denial_is_contested_and_both_sides_are_kept(denied_late: Story) -> None:
    assert standings(denied_late) == [
        (at(0), at(5), None, "alleged", ["Mira"]),
        (at(5), at(9), "alleged", "confirmed", ["Alliance"]),
        (at(9), None, "confirmed", "contested", ["Kelda"]),
    ]
    assert denied_late.rows("select standing from claim") == [("contested",)]
    assert denied_late.rows(
        "select party, change, status, is_late_denial, standing from claim_event"
        " order by happened_at"
    ) == [
        ("Mira", "first", "alleged", False, "alleged"),
        ("Alliance", "first", "confirmed", False, "confirmed"),
        ("Kelda", "first", "denied", True, "contested"),
    ]


def test_the_timeline_of_the_late_denial(denied_late: Story) -> None:
    found = denied_late.con.execute("select * from claim_timeline").pl().row(0, named=True)
    wanted = {
        "first_seen_at": at(0),
        "first_source_id": "one.example",
        "second_independent_at": at(2),
        "second_independent_source_id": "two.example",
        "third_outlet_at": at(5),
        "fifth_outlet_at": None,
        "first_alleged_at": at(0),
        "first_confirmed_at": at(5),
        "first_denied_at": at(9),
        "first_late_denial_at": at(9),
        "hours_to_second_independent": 2.0,
        "hours_to_3_outlets": 5.0,
        "hours_to_5_outlets": None,
        "hours_to_denial": 9.0,
        # One of the three outlets that state it also carries the denial; the fourth only denies.
        "n_carriers": 3,
        "n_carriers_with_denial": 1,
        "denial_share": pytest.approx(1 / 3),
        "n_flips": 0,
        "n_late_deniers": 1,
        "n_standing_changes": 2,
        "standing_since": at(9),
    }
    assert {name: found[name] for name in wanted} == wanted


@pytest.mark.parametrize(
    ("hours", "standing", "mentions"),
    [(0, "alleged", 1), (4.9, "alleged", 2), (5, "confirmed", 3), (9, "contested", 4)],
)
def test_as_of_an_earlier_moment(
    denied_late: Story, hours: float, standing: str, mentions: int
) -> None:
    assert denied_late.rows("select standing, n_mentions from claim_as_of(?)", at(hours)) == [
        (standing, mentions)
    ]


def test_as_of_before_anything_is_empty_and_as_of_now_is_the_claim(denied_late: Story) -> None:
    assert denied_late.rows("select * from claim_as_of(?)", at(-1)) == []
    now = denied_late.rows("select * from claim_as_of(null)")
    assert now == denied_late.rows("select * exclude (text, language) from claim")


def test_a_party_that_admits_flips_and_no_longer_contests(story: Story) -> None:
    story.say("one.example", 0, "alleged", actor="mira")
    story.say("one.example", 1, "denied", actor="kelda")
    story.say("one.example", 3, "confirmed", actor="kelda")
    assert [row[3] for row in standings(story)] == ["alleged", "contested", "confirmed"]
    assert story.rows(
        "select change, status_before::varchar, status::varchar from claim_event"
        " where party_id = 'kelda' order by happened_at"
    ) == [("first", None, "denied"), ("flip", "denied", "confirmed")]
    assert story.rows("select n_flips, n_standing_changes from claim_timeline") == [(1, 2)]
    # One source, so nothing independent came second.
    assert story.rows("select second_independent_at from claim_timeline") == [(None,)]


def test_alleged_to_confirmed_is_a_shift_not_a_flip(story: Story) -> None:
    story.say("one.example", 0, "alleged", actor="mira")
    story.say("one.example", 1, "confirmed", actor="mira")
    assert story.rows("select n_flips, n_shifts from claim_timeline") == [(0, 1)]


def test_both_sides_in_one_article_at_one_instant_are_one_step(story: Story) -> None:
    article = story.article("one.example", 0)
    story.mention(article, "alleged", actor="mira", sentence=1)
    story.mention(article, "denied", actor="kelda", sentence=2)
    assert standings(story) == [(at(0), None, None, "contested", ["kelda", "mira"])]


def test_the_last_sentence_of_an_article_is_a_party_s_stand(story: Story) -> None:
    article = story.article("one.example", 0)
    # Ids sort the other way round: the order of the sentences decides, not that of the ids.
    story.mention(article, "denied", actor="kelda", sentence=7)
    story.mention(article, "alleged", actor="kelda", sentence=3)
    assert story.rows("select last_status::varchar, first_status::varchar from claim_party") == [
        ("denied", "alleged")
    ]
    assert story.rows("select change, status::varchar from claim_event") == [("first", "denied")]


def test_a_denial_alone_is_denied_and_one_seen_first_has_negative_hours(story: Story) -> None:
    story.say("one.example", 0, "denied", actor="kelda")
    assert story.rows("select standing from claim") == [("denied",)]
    assert story.rows("select hours_to_denial, denial_share from claim_timeline") == [(None, None)]
    story.say("two.example", 4, "alleged", actor="mira")
    assert story.rows("select hours_to_denial, denial_share from claim_timeline") == [(-4.0, 0.0)]


def test_removed_sentences_count_until_they_were_removed(story: Story) -> None:
    story.say("one.example", 0, "alleged", actor="mira")
    story.say("two.example", 1, "denied", actor="kelda", removed=3)
    assert story.rows("select standing from claim") == [("alleged",)]
    assert story.rows("select standing from claim_as_of(?)", at(2)) == [("contested",)]
    assert story.rows("select standing from claim_as_of(?)", at(3)) == [("alleged",)]


def test_undated_mentions_count_but_have_no_place_in_time(story: Story) -> None:
    story.say("one.example", 0, "alleged", actor="mira")
    story.say("two.example", None, "denied", actor="kelda")
    assert story.rows("select standing, n_mentions from claim") == [("contested", 2)]
    assert [row[3] for row in standings(story)] == ["alleged"]
    assert story.rows("select standing from claim_as_of(?)", at(400)) == [("alleged",)]


def test_copies_are_not_a_second_independent_source(story: Story) -> None:
    wire = story.article("wire.example", 0)
    story.mention(wire, "alleged", actor="mira")
    story.mention(story.article("one.example", 1, group=wire), "alleged", actor="mira")
    story.mention(story.article("two.example", 6), "alleged", actor="mira")
    assert story.rows(
        "select second_independent_source_id, hours_to_second_independent, hours_to_3_outlets"
        " from claim_timeline"
    ) == [("two.example", 6.0, 6.0)]
    assert story.rows("select n_sources, n_independent from claim") == [(3, 2)]
    assert story.rows(
        "select first_article_id, first_source_id, credited_source_id, n_articles, n_sources"
        " from syndication_group"
    ) == [(wire, "wire.example", "wire.example", 2, 2)]


def test_history_ends_in_the_standing_of_the_claim_where_all_is_dated(denied_late: Story) -> None:
    ends = denied_late.rows(
        "select h.standing = c.standing from claim_standing_history h join claim c using (claim_id)"
        " where h.until is null"
    )
    assert ends == [(True,)]


def alike(
    story: Story, mention_id: str, other: str, score: float, basis: str = "statement"
) -> None:
    """The first was found most like the other."""
    story.con.execute(
        "insert into match_reason values (?, ?, ?, ?, [], [], [])",
        [mention_id, basis, other, score],
    )


def headline(story: Story, source: str, hours: float, words: str, lang: str = "de") -> str:
    mention_id = story.say(source, hours, "alleged")
    story.con.execute(
        "update mention set is_headline = true, proposition = ?, language = ? where mention_id = ?",
        [words, lang, mention_id],
    )
    return mention_id


def wording(story: Story) -> list[tuple[object, ...]]:
    return story.rows("select text, language from claim")


def test_a_claim_is_called_by_the_headline_that_its_mentions_are_most_like(story: Story) -> None:
    first = story.say("one.example", 0, "alleged")
    plain = headline(story, "two.example", 1, "Die Fähre ist gesunken")
    foreign = headline(story, "three.example", 2, "The ferry has sunk", "en")
    (own,) = story.rows("select text from claim_founding where mention_id = ?", first)
    for n, hours in enumerate((3, 4, 5, 6)):
        told = story.say(f"later{n}.example", hours, "alleged")
        # The text of an article is like its headline anyway; that says nothing.
        alike(story, told, first, 0.9, "headline")
        alike(story, story.say(f"abroad{n}.example", hours, "alleged"), foreign, 0.9)
        if n < 2:
            alike(story, story.say(f"two{n}.example", hours, "alleged"), plain, 0.5)
    assert wording(story) == [(own[0], "de")]
    # The third article.
    third = story.say("three.example", 7, "alleged")
    alike(story, third, plain, 0.5)
    assert wording(story) == [("Die Fähre ist gesunken", "de")]
    assert story.rows("select mention_id from claim_wording") == [(plain,)]
    found = story.rows(
        "select count(*) from mention_words where contains(sought_in, as_sought('Fähre ist'))"
    )
    assert found == story.rows("select count(*) from mention")
    # Gone from its article, it counts no more.
    story.con.execute("update mention set removed_at = ? where mention_id = ?", [at(9), third])
    assert wording(story) == [(own[0], "de")]


def test_the_likest_headline_wins_and_the_first_wording_where_two_are_alike(story: Story) -> None:
    first = headline(story, "one.example", 0, "Fähre in Not")
    often = headline(story, "two.example", 1, "Fähre gesunken")
    for n in range(3):
        alike(story, story.say(f"a{n}.example", 2 + n, "alleged"), first, 0.4)
        alike(story, story.say(f"b{n}.example", 2 + n, "alleged"), often, 0.4)
    assert wording(story)[0] == ("Fähre in Not", "de")
    alike(story, story.say("c.example", 9, "alleged"), often, 0.1)
    assert wording(story)[0] == ("Fähre gesunken", "de")

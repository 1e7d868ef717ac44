"""The marks of a sentence, their hashing, and their words for a person."""

from __future__ import annotations

import numpy as np
import pytest

from models import grams
from models.explain import CLASS_NAMES, in_words, reasons
from models.frame import frame_of
from models.labels import Input
from models.lexicon import load
from models.tagger import Tagger


def test_a_side_clause_is_marked_as_one() -> None:
    marks = frame_of(Input("The mayor, who denies it, resigned.", "en"))
    assert "deny@r" in marks
    assert "MAIN_announce" in marks
    assert "ASIDE_deny" in marks


def test_the_same_frame_in_two_languages() -> None:
    english = set(frame_of(Input("The ministry denied it.", "en")))
    german = set(frame_of(Input("Das Ministerium dementierte es.", "de")))
    assert {"deny@m", "MAIN_deny", "QUOTED0", "END."} <= english & german


def test_a_noun_is_no_verb() -> None:
    assert "MAIN_claim_verb" in frame_of(Input("Parents claim the doors are locked.", "en"))
    assert "MAIN_claim_verb" not in frame_of(Input("The claims are old.", "en"))


def test_which_word_of_its_class_and_where() -> None:
    marks = frame_of(Input("The mayor, who denies it, insisted that he slept.", "en"))
    assert "en:denies@ASIDE" in marks
    assert "en:insisted@MAIN" in marks


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("Ich habe mit den Eltern gestritten.", False),
        ("Das Buch, das ich gestern gelesen habe, liegt hier.", False),
        ("Deshalb habe ich gefragt.", False),
        ("Er habe mit den Eltern gestritten.", True),
        ("Deshalb glaubt man mir nicht, er habe gelogen.", True),
        ("Man sagte mir, ich könne gehen.", True),
        ("Die Folge war Streit.", False),
    ],
)
def test_the_first_person_is_no_reported_speech(text: str, reported: bool) -> None:
    marks = frame_of(Input(text, "de"))
    assert any(mark.startswith("mood@") for mark in marks) == reported


def test_who_tells_of_themselves() -> None:
    assert "ME" in frame_of(Input("I saw the bridge fall.", "en"))
    assert "ME" not in frame_of(Input("“I saw the bridge fall today,” she said.", "en"))
    assert "ME_QUOTED" in frame_of(Input("“I saw the bridge fall today,” she said.", "en"))


def test_context_is_marked_apart() -> None:
    marks = frame_of(Input("It was late.", "en", prev="He denied it.", headline="Mayor accused"))
    assert "P_deny" in marks
    assert not any(mark.startswith("MAIN_deny") for mark in marks)


def test_a_gap_of_a_negation_does_not_reach_into_the_next_clause() -> None:
    marks = frame_of(Input("Das bestreitet der Mann, obwohl es darauf nicht ankommt.", "de"))
    assert "MAIN_deny" in marks
    assert not any("not_deny" in mark for mark in marks)


def test_counts_of_words_letters_and_marks() -> None:
    words = grams.words(["a b a", ""])
    assert words.shape == (2, grams.WORD_SPACE)
    assert words[0].sum() == 5  # three words and two pairs
    assert words[1].sum() == 0
    assert grams.letters(["ab"])[0].sum() == 6  # " a" "ab" "b " " ab" "ab " " ab "
    assert grams.marks([["x", "x", "y"]]).sum() == 2
    both = grams.letters(["denied it", "x denied"])
    assert np.array_equal(both[0].toarray(), grams.letters(["denied it"]).toarray()[:1])


def test_every_class_has_words_for_a_person() -> None:
    assert set(load("en").classes) == set(CLASS_NAMES)


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        ("deny@m", "a word of denial in the main clause"),
        ("deny/n!@rq", "a word of denial as a noun, negated in a relative clause, quoted"),
        ("P_say", "a verb of saying in the sentence before"),
        ("en:has denied@MAIN", "“has denied” in the main clause"),
        ("de:dementi/n!@ASIDE", "“dementi” outside of the main clause"),
        ("IN_deny_role", ""),
    ],
)
def test_marks_in_words(mark: str, words: str) -> None:
    assert in_words(mark) == words


def test_the_reasons_of_a_denial_name_the_denial() -> None:
    item = Input("The ministry denied that the bridge would close.", "en")
    found = reasons(Tagger.load().status, item, "denied")
    assert found[0] == "a word of denial in the main clause"
    assert len(found) == 3

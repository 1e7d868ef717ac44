"""Speaker and cue of sentences of known status: plain cases by the model that is shipped, scores
by one trained on a part of the corpus.
"""

from __future__ import annotations

import numpy as np
import pytest

from models.attribution import BATCH, Attribution, AttributionModel
from models.labels import NO_CLAIM, Input, Span
from models.tagger import Tagger
from models.train import Example, held_out, read_corpus
from models.wordcodes import FEATURES, Batch


@pytest.fixture(scope="module")
def parts_of_corpus() -> tuple[list[Example], list[Example]]:
    train, test = held_out([e for e in read_corpus() if e.label != NO_CLAIM])
    return train[::3], test[::4]  # enough to learn the plain cases in little time


@pytest.fixture(scope="module")
def model(parts_of_corpus: tuple[list[Example], list[Example]]) -> AttributionModel:
    train, _ = parts_of_corpus
    return AttributionModel.fit(
        [e.item for e in train], [e.label for e in train], [e.spans for e in train]
    )


def words(text: str, attribution: Attribution) -> tuple[str, list[str]]:
    speaker = attribution.speaker.of(text) if attribution.speaker else ""
    return speaker, [cue.of(text) for cue in attribution.cues]


@pytest.mark.parametrize(
    ("lang", "status", "text", "speaker", "cues"),
    [
        (
            *(
                "de",
                "denied",
                "Das Kartellamt bestritt am Freitag, gegen den Händler zu ermitteln.",
            ),
            *("Das Kartellamt", ["bestritt"]),
        ),
        (
            *("de", "alleged", "Das Magazin berichtet auch, dass die Brücke im Mai Risse hatte."),
            *("Das Magazin", ["berichtet"]),
        ),
        (
            *(
                "de",
                "alleged",
                "„Die Pumpe lief die ganze Nacht“, sagte Bürgermeisterin Heike Brandt.",
            ),
            *("Bürgermeisterin Heike Brandt", ["sagte"]),
        ),
        ("de", "confirmed", "Der Zug hält künftig auch in Coburg.", "", []),
        (
            *("de", "alleged", "Dies deutet auf eine engere Zusammenarbeit beider Länder hin."),
            *("", ["deutet", "hin"]),
        ),
        (
            *("de", "alleged", "Die Mittel dafür stehen laut Wolfgang Orthmann zur Verfügung."),
            *("Wolfgang Orthmann", ["laut"]),
        ),
        ("de", "alleged", "Die Brücke soll schon im Mai Risse gehabt haben.", "", ["soll"]),
        (
            *(
                "en",
                "alleged",
                "According to the security service VSD, two drones crossed the border.",
            ),
            *("the security service VSD", ["According to"]),
        ),
        (
            *("en", "denied", "The harbour master denied that the ferry had run aground."),
            *("The harbour master", ["denied"]),
        ),
        (
            *("fr", "alleged", "Selon la préfecture, douze maisons ont été évacuées."),
            *("la préfecture", ["Selon"]),
        ),
        (
            *("es", "alleged", "Según la policía, el conductor huyó hacia la frontera."),
            *("la policía", ["Según"]),
        ),
        (
            *("it", "denied", "Il sindaco ha smentito che il ponte sia a rischio."),
            *("Il sindaco", ["ha smentito"]),
        ),
        (
            *("pl", "alleged", "Według rzecznika straży pożar wybuchł w piwnicy."),
            *("rzecznika straży", ["Według"]),
        ),
        (
            *("ru", "alleged", "По словам губернатора, мост закроют на ремонт."),
            *("губернатора", ["По словам"]),
        ),
        (
            *("uk", "alleged", "За даними поліції, водій утік із місця аварії."),
            *("поліції", ["За даними"]),
        ),
    ],
)
def test_plain_cases(lang: str, status: str, text: str, speaker: str, cues: list[str]) -> None:
    (found,) = Tagger.load().attribution.find([Input(text, lang)], [status])
    assert words(text, found) == (speaker, cues)


def test_a_quoted_name_is_no_quotation(model: AttributionModel) -> None:
    text = "Laut „Spiegel“ ist der Vertrag seit März ausgelaufen."
    (found,) = model.find([Input(text, "de")], ["alleged"])
    assert words(text, found)[0] == "Spiegel"


def test_exact_speakers_on_topics_never_seen(
    model: AttributionModel, parts_of_corpus: tuple[list[Example], list[Example]]
) -> None:
    _, test = parts_of_corpus
    found = model.find([e.item for e in test], [e.label for e in test])
    given = [words(e.item.text, f)[0].strip('„“”«»"') for e, f in zip(test, found, strict=True)]
    right = sum(
        bool(g) and g == e.speaker.strip('„“”«»"') for e, g in zip(test, given, strict=True)
    )
    named = sum(bool(g) for g in given) + sum(bool(e.speaker) for e in test)
    assert 2 * right / named > 0.70


def test_no_claim_and_no_words_have_neither_speaker_nor_cue(model: AttributionModel) -> None:
    items = [Input("Police said so.", "en"), Input("…", "en"), Input("", "de")]
    nothing = Attribution(None, ())
    assert model.find(items, [NO_CLAIM, "alleged", "denied"]) == [nothing] * 3
    assert model.find([], []) == []


def test_the_result_does_not_depend_on_the_sentences_beside(model: AttributionModel) -> None:
    texts = ["The port denied it.", "Two people died, police said.", "Rain fell.", ""]
    items = [Input(text, "en") for text in texts] * (BATCH // 3)
    statuses = ["denied", "alleged", "confirmed", "alleged"] * (BATCH // 3)
    alone = [model.find([i], [s])[0] for i, s in zip(items[:4], statuses[:4], strict=True)]
    assert model.find(items, statuses) == alone * (BATCH // 3)


def test_weights_are_plain_arrays(model: AttributionModel) -> None:
    assert {name: part.shape for name, part in model.parts.items()} == dict.fromkeys(
        ("first", "last", "span", "cue"), (FEATURES,)
    )
    assert all(part.dtype == np.float32 for part in model.parts.values())


def test_codes_see_quotation_and_the_reporting_words_around() -> None:
    batch = Batch([Input("", "en"), Input("“It denied it”, police said.", "en")], ["", "alleged"])
    codes = {name: row[batch.rows].tolist() for name, row in batch.codes.items()}
    assert codes["Q"] == [1, 1, 1, 0, 0]
    assert codes["B"] == [4, 3, 2, 1, 0]  # words to "said"; the quoted "denied" is none
    assert codes["A"] == [0, 0, 0, 0, 0]
    assert codes["X"] == [2] * 5
    batch.mark(np.array([-1, batch.first[1] + 3]), np.array([-1, batch.first[1] + 3]))
    assert batch.codes["D"][batch.rows].tolist() == [5, 6, 7, 8, 9]


def test_a_speaker_that_stands_twice_is_learned_where_the_cue_is() -> None:
    text = "The other man left, he said."
    first = Span(text.index("he"), text.index("he") + 2)  # inside "The other"
    said = Span(text.index("said"), text.index("said") + 4)
    taught = AttributionModel.fit(
        [Input(text, "en"), Input("It rained.", "en")],
        ["alleged", "confirmed"],
        [Attribution(first, (said,)), Attribution(None, ())],
    )
    (found,) = taught.find([Input(text, "en")], ["alleged"])
    assert found.speaker == Span(text.index("he said"), text.index("he said") + 2)

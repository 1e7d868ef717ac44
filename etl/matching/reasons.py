"""Why a mention is in its claim: the words, names and numbers that it shares with another one."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from models.wording import SHORTEST, Wording, stem_code

MOST = 6  # words shown
RARE = 0.3  # weight from which a word says something

_WORD = re.compile(r"\w+")


def shared(
    text: str, one: Wording, two: Wording, weights: NDArray[np.float32]
) -> tuple[list[str], list[str], list[str]]:
    """Names, other rare words and numbers that both have, rarest first.

    `one` is the wording of `text`, whose words they are told in.
    """
    common = set(one.words.tolist()) & set(two.words.tolist())
    named = set(one.names.tolist()) | set(two.names.tolist())
    found: dict[int, str] = {}
    for word in _WORD.findall(text) if common else ():
        code = stem_code(word) if len(word) >= SHORTEST else -1
        if code in common and weights[code] >= RARE:
            found.setdefault(code, word)
    ranked = sorted(found, key=lambda code: (-float(weights[code]), found[code]))
    both = sorted(one.numbers & two.numbers)
    return (
        [found[code] for code in ranked if code in named][:MOST],
        [found[code] for code in ranked if code not in named][:MOST],
        [f"{value:g}" if value < 1e6 else f"{value:.0f}" for value in both][:MOST],
    )

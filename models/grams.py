"""Words, letters and marks as hashed counts (Weinberger et al. 2009), with what was hashed kept.

scikit-learn's HashingVectorizer makes the same features; but news repeat their words, and a word
whose letter n-grams are remembered costs a tenth.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain, pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

WORD_SPACE, LETTER_SPACE, MARK_SPACE = 2**16, 2**17, 2**17
SHORTEST, LONGEST = 2, 5  # letters of an n-gram
LONGEST_TOKEN = 40  # letters; the rest of a longer token says nothing
_WORD = re.compile(r"\w+")
_PAIR = 1_000_003

Numbers = NDArray[np.int64]


def words(texts: list[str]) -> csr_matrix:
    """Counts of words and of pairs of neighbours, shape (texts, WORD_SPACE)."""
    rows = []
    for text in texts:
        ones = [_number(word) for word in _WORD.findall(text)]
        pairs = [(one * _PAIR + two) % WORD_SPACE for one, two in pairwise(ones)]
        rows.append([*(one % WORD_SPACE for one in ones), *pairs])
    return _counts(rows, WORD_SPACE)


def letters(texts: list[str]) -> csr_matrix:
    """Counts of letter n-grams inside blank-separated tokens, shape (texts, LETTER_SPACE)."""
    return _counts(
        [list(chain.from_iterable(map(_letters_of, text.split()))) for text in texts], LETTER_SPACE
    )


def marks(rows: list[list[str]]) -> csr_matrix:
    """Which marks are there, shape (rows, MARK_SPACE): one or nothing."""
    return _counts([list({mark_number(mark) for mark in row}) for row in rows], MARK_SPACE)


@lru_cache(maxsize=2**17)
def mark_number(mark: str) -> int:
    """Column of a mark."""
    return crc32(mark.encode()) % MARK_SPACE


@lru_cache(maxsize=2**17)
def _number(word: str) -> int:
    return crc32(word.encode())


@lru_cache(maxsize=2**17)
def _letters_of(token: str) -> tuple[int, ...]:
    padded = f" {token[:LONGEST_TOKEN]} "
    sizes = range(SHORTEST, min(LONGEST, len(padded)) + 1)
    if padded.isascii():  # a letter is a byte
        whole = padded.encode()
        parts = [whole[i : i + size] for size in sizes for i in range(len(whole) - size + 1)]
    else:
        parts = [
            padded[i : i + size].encode() for size in sizes for i in range(len(padded) - size + 1)
        ]
    return tuple([crc32(part) % LETTER_SPACE for part in parts])


def _counts(rows: list[list[int]], space: int) -> csr_matrix:
    ends = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum([len(row) for row in rows], out=ends[1:])
    numbers = np.fromiter(chain.from_iterable(rows), dtype=np.int32, count=int(ends[-1]))
    counts = csr_matrix(
        (np.ones(len(numbers), dtype=np.float32), numbers, ends), shape=(len(rows), space)
    )
    counts.sum_duplicates()
    return counts

"""The words of many sentences as arrays of codes, and hashed features made of them.

Every word has a few codes (its text, ending, shape, lexicon class, the punctuation before it, the
nearest reporting word on each side). A feature names codes and how far aside each is read, so that
all features of a batch of sentences are a few operations on whole arrays.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from models.clauses import SPEAKING
from models.features import read
from models.labels import STATUSES, Input
from models.lexicon import Word
from models.wordkinds import THINGS, kind_of

Ints = NDArray[np.int64]
Codes = NDArray[np.uint64]

BITS = 18  # of a feature's hashed number
FEATURES = 2**BITS
PAD = 3  # empty words around a sentence, so that looking aside never meets the next one
NAME_WORDS = 3  # a quotation no longer than this may be a name
FAR = 7  # words from which on a distance is one and the same
_KINDS = {
    **dict.fromkeys(SPEAKING | {"not_deny"}, 1),  # somebody's word
    **{name: 2 + i for i, name in enumerate(("source_prep", "role", "pronoun", "anonymous"))},
    **{name: 6 + i for i, name in enumerate(("conjunction", "hedge", "claim_noun"))},
}
# Of these classes the function word says more.
_LOOSE = [_KINDS[name] for name in ("role", "pronoun", "conjunction")]
# One letter for each kind of function word, and each class, that is counted inside a span.
_FUNCTION_LETTERS = dict(
    zip(
        "xdtyuwazi", ("aux", "det", "time", "adv", "sub", "rel", "and", "prep", "pron"), strict=True
    )
)
_CLASSES = ("conjunction", "role", "pronoun", "anonymous", "hedge", "claim_noun", "source_prep")
_CLASS_LETTERS = dict(zip("crpohjs", _CLASSES, strict=True))
# Punctuation over which no noun phrase goes on, and words that begin none.
_BREAK = re.compile(r"[:;–—]|\s-\s")
_NO_BEGINNING = tuple(crc32(kind.encode()) for kind in ("adv", "time", "but", "sub"))
_THINGS = tuple(crc32(f"{lang} {word}".encode()) for lang, word in THINGS)
_ARTICLES = frozenset(("det", "poss"))
_STATUS: dict[str, int] = {status: 1 + i for i, status in enumerate(STATUSES)}
_QUOTES, _DASHES, _APOSTROPHES = "„“”«»‹›", "–—", "’‘‚"
_ALIKE = str.maketrans(
    dict.fromkeys(_QUOTES, '"') | dict.fromkeys(_DASHES, "-") | dict.fromkeys(_APOSTROPHES, "'")
)
_ODD, _GOLDEN = np.uint64(7919), np.uint64(0x9E3779B97F4A7C15)
_MIXER = np.uint64(0xD6E8FEB86659FD93)


@lru_cache(maxsize=65536)
def _word(text: str, surface: str, lang: str) -> tuple[int, int, int, int]:
    """Codes of a word, of its ending with its language, of its shape, and of its kind or shape."""
    if surface[0].isdigit():
        shape = 2
    elif surface[0].isupper():
        shape = 4 if len(surface) > 1 and surface.isupper() else 3
    else:
        shape = 5 if len(text) <= 3 else 1
    kind = crc32(kind_of(text, lang).encode()) or shape
    return crc32(f"{lang} {text}".encode()), crc32(f"{lang} {text[-3:]}".encode()), shape, kind


@lru_cache(maxsize=4096)
def _gap(gap: str) -> tuple[int, bool]:
    """Code of what stands between two words (0: a blank), and whether it changes being quoted."""
    alike = re.sub(r"\s+", " ", gap.translate(_ALIKE).replace("''", '"').replace("``", '"'))
    if alike.strip() == "'" and alike != "'":
        alike = alike.replace("'", '"')
    return crc32(alike.encode()) if alike.strip() else 0, alike.count('"') % 2 == 1


@lru_cache(maxsize=256)
def _class(name: str) -> int:
    return crc32(name.encode())


# Punctuation around a quoted name, and the same without the quotation mark.
_BARE = {
    _gap(mark)[0]: _gap(bare)[0]
    for mark, bare in ((' "', " "), ('" ', " "), ('"', ""), ('"-', "-"))
}
_CLOSING = frozenset((_gap('" ')[0], _gap('"-')[0]))


class Batch:
    """The codes of all words of some sentences; rows of padding stand around each sentence.

    `words`: the words of each sentence; `first`: row of each sentence's first word; `rows`: the
    rows of all words; `sentence`: the sentence of each of these.
    """

    def __init__(self, items: list[Input], statuses: list[str]) -> None:
        """Read the sentences. Those without a word are allowed, and have no rows."""
        nothing = [(0, 0, 0, 0)] * PAD
        texts, quotes, kinds, gaps, classes = [*nothing], [0] * PAD, [0] * PAD, [1] * PAD, [1] * PAD
        breaks = [False] * PAD
        self.words: list[tuple[Word, ...]] = []
        for item in items:
            reading, text = read(item.text, item.lang), item.text
            end, quoted, opened = 0, 0, 0
            own_classes, own_kinds = [0] * len(reading.words), [0] * len(reading.words)
            for hit in reading.hits:
                code, kind = _class(hit.cls), _KINDS.get(hit.cls, 0)
                # The article of "angaben eines …" opens the noun phrase that follows.
                ends = kind_of(reading.words[hit.places[-1]].text, item.lang) in _ARTICLES
                for nth, place in enumerate(hit.places[:-1] if ends else hit.places):
                    own_classes[place] = code + min(nth, 1)
                    own_kinds[place] = kind
            for word in reading.words:
                breaks.append(bool(_BREAK.search(text, end, word.start)))
                code, turns = _gap(text[end : word.start])
                if turns:
                    quoted ^= 1
                    if quoted:
                        opened = len(gaps)
                    elif len(gaps) - opened <= NAME_WORDS and code in _CLOSING:
                        # „Spiegel“ is a name and no quotation: as if without its marks.
                        size = len(gaps) - opened
                        gaps[opened] = _BARE.get(gaps[opened], gaps[opened])
                        quotes[-size:] = [0] * size
                        code = _BARE[code]
                end = word.end
                gaps.append(code)
                quotes.append(quoted)
                texts.append(_word(word.text, text[word.start : end], item.lang))
            self.words.append(reading.words)
            gaps += [_gap(text[end:])[0]] + [1] * (PAD - 1)
            texts += nothing
            breaks += [False] * PAD
            quotes += [0] * PAD
            classes += own_classes + [1] * PAD
            kinds += own_kinds + [0] * PAD
        self.sizes: Ints = np.array([len(words) for words in self.words], dtype=np.int64)
        self.first: Ints = np.cumsum(self.sizes + PAD) - self.sizes
        self.sentence: Ints = np.repeat(np.arange(len(self.sizes)), self.sizes)
        starts = np.cumsum(self.sizes) - self.sizes
        self.rows: Ints = np.repeat(self.first - starts, self.sizes) + np.arange(len(self.sentence))
        sorts, inside = np.array(kinds), np.array(quotes, dtype=np.int64)
        word, ending, shape, tag = np.array(texts, dtype=np.int64).T
        self.codes: dict[str, Ints] = {
            "W": word,
            "E": ending,
            "S": shape,
            "G": np.array(gaps, dtype=np.int64),
            "C": np.array(classes, dtype=np.int64),
            "Q": inside,
            "X": np.zeros_like(inside),
        }
        self.codes["T"] = np.where(np.isin(sorts, [0, *_LOOSE]), tag, self.codes["C"])
        self._look_around((sorts == 1) & (inside == 0), sorts == _KINDS["source_prep"])
        known = [_STATUS.get(status, 0) for status in statuses]
        self.codes["X"][self.rows] = np.repeat(np.array(known, dtype=np.int64), self.sizes)
        self._sum_up((sorts == 1) & (inside == 0), sorts)
        self._sums["breaks"] = np.cumsum(breaks)

    def _look_around(self, verb: NDArray[np.bool_], source: NDArray[np.bool_]) -> None:
        """Class, word and distance of the nearest reporting word before (L, U, A) and after
        (R, V, B), class and distance of the preposition before (P, N), place in the sentence (F).
        """
        codes, count = self.codes, len(verb)
        index = np.arange(count)
        begins, ends = np.zeros(count, np.int64), np.zeros(count, np.int64)
        begins[self.rows] = np.repeat(self.first, self.sizes)
        ends[self.rows] = np.repeat(self.first + self.sizes, self.sizes)
        before = np.append(-1, np.maximum.accumulate(np.where(verb, index, -1))[:-1])
        after = np.minimum.accumulate(np.where(verb, index, count)[::-1])[::-1]
        after = np.append(after[1:], count)
        prep = np.append(-1, np.maximum.accumulate(np.where(source, index, -1))[:-1])
        for near, there, cls, far, text in (
            (before, before >= begins, "L", "A", "U"),
            (after, after < ends, "R", "B", "V"),
            (prep, prep >= begins, "P", "N", ""),
        ):
            place = np.clip(near, 0, count - 1)
            codes[cls] = np.where(there, codes["C"][place], 0)
            codes[far] = np.where(there, np.minimum(np.abs(near - index), FAR), 0)
            if text:
                codes[text] = np.where(there, codes["W"][place], 0)
        codes["F"] = np.minimum(index - begins, 3)

    def _sum_up(self, verb: NDArray[np.bool_], sorts: Ints) -> None:
        """Running counts of what may stand inside a span or a sentence."""
        codes = self.codes
        marks = {
            "k": codes["S"] >= 3,  # not plain long words
            "m": ~np.isin(codes["G"], [0, crc32(b"-"), crc32(b"'")]),  # punctuation before
            "v": verb,
            "q": codes["Q"] == 1,
            "l": codes["G"] == crc32(b": "),
            **{letter: codes["T"] == crc32(k.encode()) for letter, k in _FUNCTION_LETTERS.items()},
            **{letter: sorts == _KINDS[name] for letter, name in _CLASS_LETTERS.items()},
        }
        self._sums = {name: np.cumsum(mark) for name, mark in marks.items()}

    def may_be_spans(self, first: Ints, last: Ints) -> NDArray[np.bool_]:
        """Which spans may name somebody at all: no colon or dash inside, no adverb first."""
        whole = self._sums["breaks"][last] == self._sums["breaks"][first]
        whole &= (first < last) | ~np.isin(self.codes["W"][first], _THINGS)
        good: NDArray[np.bool_] = whole & ~np.isin(self.codes["T"][first], _NO_BEGINNING)
        return good

    def mark(self, first: Ints, last: Ints) -> None:
        """Give each word its place relative to a span of its sentence (D; -1 for no span)."""
        begin, end = np.repeat(first, self.sizes), np.repeat(last, self.sizes)
        away = np.where(self.rows < begin, self.rows - begin, np.maximum(self.rows - end, 0))
        away = np.clip(away, -FAR, FAR) + FAR + 1
        self.codes["D"] = np.zeros_like(self.codes["W"])
        self.codes["D"][self.rows] = np.where(begin < 0, 0, away)

    def _inside(self, name: str, first: Ints, last: Ints, most: int) -> Ints:
        # Punctuation before the first word is not inside.
        count: Ints = self._sums[name][last] - self._sums[name][first - (name != "m")]
        return np.minimum(count, most)

    def _code(self, name: str, rows: Ints) -> Ints:
        aside = int(name[1:] or 0)
        codes: Ints = self.codes[name[0]][rows + aside if aside else rows]
        return codes

    def of_words(self, features: tuple[str, ...], rows: Ints) -> Ints:
        """Feature numbers of single words, shape (rows, features)."""
        return _hashed(features, lambda name: self._code(name, rows))

    def of_spans(self, features: tuple[str, ...], first: Ints, last: Ints) -> Ints:
        """Feature numbers of spans: `b…` is read at the first word, `e…` at the last one."""

        def code(name: str) -> Ints:
            if name == "n":
                length: Ints = np.minimum(last - first, 9)
                return length
            if name == "X":
                return self._code(name, first)
            if len(name) == 1:
                return self._inside(name, first, last, 3)
            return self._code(name[1:], first if name[0] == "b" else last)

        return _hashed(features, code)

    def of_sentences(self, features: tuple[str, ...]) -> Ints:
        """Feature numbers of whole sentences: as of spans, `n` in steps of five words."""
        last = self.first + np.maximum(self.sizes, 1) - 1

        def code(name: str) -> Ints:
            if name == "n":
                return np.minimum(self.sizes // 5, 6)
            if name == "X":
                return self._code(name, self.first)
            if len(name) == 1:
                return self._inside(name, self.first, last, 2)
            return self._code(name[1:], self.first if name[0] == "b" else last)

        return _hashed(features, code)


def _hashed(features: tuple[str, ...], code: Callable[[str], Ints]) -> Ints:
    """Numbers below FEATURES (multiplicative hashing), one column a feature."""
    memo: dict[str, Codes] = {}
    columns: list[Codes] = []
    for nth, feature in enumerate(features):
        names = feature.split(",")
        for name in names:
            if name not in memo:
                memo[name] = code(name).view(np.uint64)
        total = memo[names[0]] + np.uint64(nth + 1) * _ODD
        for name in names[1:]:
            total *= _GOLDEN
            total += memo[name]
        total *= _MIXER
        total >>= np.uint64(64 - BITS)
        columns.append(total)
    # In memory feature by feature: weights are then added up for all rows at once.
    return np.array(columns).view(np.int64).T

"""How near the propositions come to those that the corpus' writers wrote, and how many are garbled.

Usage: python -m bench.propositions [share]   (0.25 of the corpus by default)

For each language, once with the corpus' own spans of speaker and cue and once with the tagger's:
exact matches (but for case and marks), word F1, and the share that cannot stand alone, over the
sentences whose proposition is not simply the sentence. The writers often reword and shorten, so
neither figure can reach 1; what counts is the difference between two versions. Last the cost.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter, defaultdict
from itertools import pairwise

from models.features import read
from models.labels import STATUSES, Attribution, Input, Status
from models.proposition import proposition
from models.tagger import Tagger
from models.train import Example, read_corpus
from models.wordkinds import kind_of

SEED = 1
_PAIRS = ("()", "[]", "«»")
_VERBS = frozenset(("mood", "modal", "hearsay_modal", "plan", "say", "claim_verb", "confirm"))
_LEFT_OVER = frozenset(("that", "dass", "daß", "que", "qu", "che", "że", "iż", "что", "що", "ob"))


def main() -> None:
    share = float(sys.argv[1]) if len(sys.argv) > 1 else 0.25
    rows = [
        row
        for row in read_corpus()
        if row.proposition and _words(row.proposition) != _words(row.item.text)
    ]
    rows = random.Random(SEED).sample(rows, round(share * len(rows)))
    items = [row.item for row in rows]
    statuses: list[Status] = [row.label for row in rows]  # type: ignore[misc]
    for name, spans in (("corpus", [r.spans for r in rows]), ("tagger", _tagged(items, statuses))):
        print(f"spans of the {name}")
        _table(rows, spans, statuses)


def _tagged(items: list[Input], statuses: list[Status]) -> list[Attribution]:
    return Tagger.load().attribution.find(items, list(statuses))


def _table(rows: list[Example], spans: list[Attribution], statuses: list[Status]) -> None:
    for row in rows:
        read(row.item.text, row.item.lang)  # the tagger has read it already
    start = time.perf_counter()
    built = [
        proposition(row.item.text, row.item.lang, status, found)[0]
        for row, status, found in zip(rows, statuses, spans, strict=True)
    ]
    cost = (time.perf_counter() - start) / len(rows) * 1e6
    results: dict[str, list[tuple[bool, float, bool]]] = defaultdict(list)
    for row, status, text in zip(rows, statuses, built, strict=True):
        wanted, got = _words(row.proposition), _words(text)
        result = (wanted == got, _f1(wanted, got), _is_garbled(text, row.item))
        for key in (row.item.lang, status, "all"):
            results[key].append(result)
    print(f"{'':10} {'n':>5} {'exact':>6} {'F1':>6} {'garbled':>8}")
    for key in (*sorted(k for k in results if len(k) == 2), *STATUSES, "all"):
        columns = zip(*results[key], strict=True)
        exact, f1, garbled = (sum(column) / len(results[key]) for column in columns)
        print(f"{key:10} {len(results[key]):5} {exact:6.3f} {f1:6.3f} {garbled:8.3f}")
    print(f"{cost:.0f} µs a sentence")


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _f1(wanted: list[str], got: list[str]) -> float:
    both = sum((Counter(wanted) & Counter(got)).values())
    return 2 * both / (len(wanted) + len(got)) if wanted or got else 1.0


def _is_garbled(text: str, item: Input) -> bool:
    """It opens with a left-over "that", a mark is open, or a verb was torn out of its clause."""
    words = read(text, item.lang).words
    if not words or words[0].text in _LEFT_OVER:
        return True
    if kind_of(words[-1].text, item.lang) in ("det", "poss"):
        return True
    if any(text.count(pair[0]) != sum(map(text.count, pair[1:])) for pair in _PAIRS):
        return True
    if sum(text.count(mark) for mark in '„“”"') % 2 or re.search(r"[,;]\s*[,;]|\s[,;]", text):
        return True
    return _is_torn([word.text for word in words], item)


def _is_torn(kept: list[str], item: Input) -> bool:
    """A verb is gone while the words on both sides of it stand side by side."""
    reading = read(item.text, item.lang)
    words, classes = [word.text for word in reading.words], reading.classes_at()
    new = set(pairwise(kept)) - set(pairwise(words))
    return any(
        (words[i - 1], words[i + 1]) in new
        and (kind_of(words[i], item.lang) == "aux" or classes.get(i) in _VERBS)
        for i in range(1, len(words) - 1)
    )


if __name__ == "__main__":
    main()

"""How fast the models read: python bench/models_speed.py

Sentences of articles in eight languages (models/corpus/heldout/reports.jsonl), on one core: the
tagger alone, first with nothing at hand and then again; the vectors, by the encoder's own package
and by ours. CPU seconds, medians of three.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from etl.collector import collect_seldom  # noqa: E402  # the path comes first
from models.embedding import _encoder, encode  # noqa: E402
from models.evaluate import REPORTS  # noqa: E402
from models.features import read  # noqa: E402
from models.tagger import Tagger  # noqa: E402
from models.train import read_examples  # noqa: E402

RUNS = 3


def main() -> None:
    """Rows for bench/RESULTS.md."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    collect_seldom()  # as a run does
    items = [example.item for example in read_examples(REPORTS)]
    tagger = Tagger.load()
    tagger.tag(items[:10])
    first = _seconds(lambda: tagger.tag(items), 1)
    again = _seconds(lambda: (read.cache_clear(), tagger.tag(items)))
    n = len(items)
    print(
        f"| tagging {n:,} sentences | {n / first:,.0f} a second at first, {n / again:,.0f} again |"
    )
    texts, languages = [item.text for item in items], [item.lang for item in items]
    encode(texts[:10], languages[:10])
    tokens, encoder = _encoder()
    unique = sorted(set(texts), key=lambda text: (len(text), text))
    pieces = [tokens.encode(text) for text in unique]
    package = encoder._w
    package.sp = _AsTheyAre()
    ours = _seconds(lambda: encoder.encode(pieces))
    theirs = _seconds(lambda: package.encode(pieces))
    ms = 1000 / len(unique)
    print(
        f"| vectors of {len(unique):,} texts, {sum(map(len, pieces)):,} pieces | {ours * ms:.2f} ms"
        f" a text, {theirs * ms:.2f} by the package: {theirs / ours:.2f} times |"
    )


class _AsTheyAre:
    """Stands for the package's tokenizer: the texts are pieces already."""

    def encode(self, pieces: list[int], **_: Any) -> list[int]:
        return pieces


def _seconds(done: Callable[[], object], runs: int = RUNS) -> float:
    spent = []
    for _ in range(runs):
        start = time.process_time()
        done()
        spent.append(time.process_time() - start)
    return statistics.median(spent)


if __name__ == "__main__":
    main()

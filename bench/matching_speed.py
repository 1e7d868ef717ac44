"""Time and memory of matching against many stored: python bench/matching_speed.py [N …]"""

from __future__ import annotations

import os
import platform
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from etl import config  # noqa: E402  # the path comes first
from etl.match import Memory, match  # noqa: E402
from etl.matching.index import pack  # noqa: E402
from etl.parties import Parties  # noqa: E402
from etl.records import Mention, Proposition  # noqa: E402
from models.embedding import encode  # noqa: E402
from models.train_matching import CORPUS, read  # noqa: E402

NEW = 1_000
START = datetime(2026, 3, 1, tzinfo=UTC)


def main() -> int:
    """One line for each number of stored statements, each in a process of its own."""
    if len(sys.argv) == 3 and sys.argv[1] == "--one":
        one(int(sys.argv[2]))
        return 0
    for stored in sys.argv[1:] or ["10000", "100000", "1000000"]:
        subprocess.run([sys.executable, __file__, "--one", stored], cwd=ROOT, check=True)
    return 0


def one(stored: int) -> None:
    """Stored: sentences of the corpus, each moved a little at random; new ones as they are."""
    rows = [row for path in sorted(CORPUS.glob("??.jsonl")) for row in read(path)][::7]
    texts = [(row["text"], row["lang"]) for row in rows]
    vectors = encode([text for text, _ in texts], [lang for _, lang in texts])
    draw = np.random.default_rng(1)
    nothing = np.zeros(0, dtype=np.uint32)
    memory = Memory.of({"code": nothing, "n_statements": nothing})
    for first in range(0, stored, 10_000):
        chosen = draw.integers(0, len(texts), min(10_000, stored - first))
        moved = vectors[chosen] + draw.normal(0, 0.035, (len(chosen), 512)).astype(np.float32)
        moved /= np.linalg.norm(moved, axis=1, keepdims=True)
        kept = [
            Proposition(
                f"m{first + k}",
                f"c{(first + k) // 4}",
                *texts[i],
                START + timedelta(minutes=int(draw.integers(0, 60 * 24 * 40))),
            )
            for k, i in enumerate(chosen.tolist())
        ]
        memory.index.add(kept, pack(moved))
    settings = config.load()
    parties = Parties.of(settings.actors, settings.sources)
    new = [_mention(k, *texts[k % len(texts)]) for k in range(NEW)]
    memory.covered = (0.0, 1e6)
    encoding, coding = time.perf_counter(), time.process_time()
    encode([m.proposition for m in new], [m.language for m in new])
    encoding, coding = time.perf_counter() - encoding, time.process_time() - coding
    start, work = time.perf_counter(), time.process_time()
    match(new, [], memory, parties, settings.match)
    # The CPU's time says more than the clock's where other work keeps the cores busy.
    spent, work = time.perf_counter() - start, time.process_time() - work
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"| {stored:,} | {1000 * (spent - encoding) / NEW:.2f} | {1000 * (work - coding) / NEW:.2f}"
        f" | {1000 * encoding / NEW:.2f} | {1000 * coding / NEW:.2f}"
        f" | {peak:,.0f} | {len(os.sched_getaffinity(0))} cores, Python"
        f" {platform.python_version()} |",
        flush=True,
    )


def _mention(number: int, text: str, lang: str) -> Mention:
    return Mention(
        mention_id=f"n{number}",
        article_id=f"a{number}",
        sentence_index=0,
        text=text,
        proposition=text,
        language=lang,
        status="alleged",
        score=0.9,
        p_confirmed=0.1,
        p_alleged=0.8,
        p_denied=0.1,
        speaker=None,
        said_by=None,
        actor_id=None,
        cited_source_id=None,
        cue=None,
        speaker_start=None,
        cue_start=None,
        char_start=0,
        char_end=len(text),
        is_headline=True,
        appeared_at=START + timedelta(days=20),
        headline=text,
        has_content=True,
    )


if __name__ == "__main__":
    sys.exit(main())

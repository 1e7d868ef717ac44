"""How far the claims of the demo hang on the order of arrival: python bench/matching_order.py"""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import chain
from pathlib import Path

import numpy as np
from sklearn.metrics import adjusted_rand_score

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from etl import config  # noqa: E402  # the path comes first
from etl.collect import files  # noqa: E402
from etl.match import Memory, match  # noqa: E402
from etl.parties import Parties  # noqa: E402
from etl.prepare import Context, Preparer  # noqa: E402
from etl.records import Mention  # noqa: E402

SIZES = (1, 7, 500)  # articles in a batch
ORDERS = (1, 2, 3)  # seeds


def main() -> int:
    """A row for each order and size: likeness to all articles at once (Hubert & Arabie 1985)."""
    settings = config.load(ROOT / "demo" / "claimwatch.toml")
    preparer = Preparer(Context.of(settings))
    inputs = files.find([ROOT / "demo" / "articles"])
    limit = settings.input.max_record_bytes
    items = chain.from_iterable(files.read(file, limit) for file in inputs)
    prepared = preparer.prepare(list(items))
    latest = {article.article_id: article for article in prepared.articles}
    said = [
        [replace(m, appeared_at=article.published_at) for m in reading.mentions]
        for article in latest.values()
        if (reading := prepared.readings[article.article_id, article.content_hash]).mentions
    ]
    parties, whole = preparer.parties, None
    for seed in ORDERS:
        order = np.random.default_rng(seed).permutation(len(said)).tolist()
        for size in SIZES:
            claims = _claims([said[k] for k in order], size, parties, settings.match)
            whole = whole or _claims(said, len(said), parties, settings.match)
            ids = sorted(whole)
            like = adjusted_rand_score([whole[i] for i in ids], [claims[i] for i in ids])
            print(f"| {seed} | {size} | {len(set(claims.values()))} | {like:.3f} |", flush=True)
    return 0


def _claims(
    articles: list[list[Mention]],
    size: int,
    parties: Parties,
    settings: config.MatchSettings,
) -> dict[str, str]:
    """The claim of each mention when the articles come in this order, so many at once."""
    nothing = np.zeros(0, dtype=np.uint32)
    memory = Memory.of({"code": nothing, "n_statements": nothing})
    memory.covered = (0.0, 1e6)
    found: dict[str, str] = {}
    for first in range(0, len(articles), size):
        mentions = list(chain.from_iterable(articles[first : first + size]))
        result = match(mentions, [], memory, parties, settings)
        found |= {m.mention_id: m.claim_id for m in result.matches}
    return found


if __name__ == "__main__":
    sys.exit(main())

"""A folder or tar file of feeds through the reader: python bench/feeds_suite.py PATH

Compares with feedparser itself: every file is read or rejected, none crashes; wherever feedparser
finds an entry with a link or id, so do we; script and style reach no title and no text.
"""

from __future__ import annotations

import re
import sys
import tarfile
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import feedparser  # noqa: E402  # the path comes first

from etl.collect import feeds  # noqa: E402
from etl.records import RawArticle  # noqa: E402

ACTIVE = re.compile(r"<\s*/?\s*(script|style)|javascript:|expression\(|alert\(", re.IGNORECASE)


def files(path: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every file."""
    if path.is_dir():
        for one in sorted(p for p in path.rglob("*") if p.is_file()):
            yield str(one.relative_to(path)), one.read_bytes()
        return
    with tarfile.open(path) as archive:
        for member in archive:
            opened = archive.extractfile(member)
            if opened:
                yield member.name, opened.read()


def main() -> int:
    """Print the counts; 1 if a file crashed, lost an entry, or let script through."""
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    counts: Counter[str] = Counter()
    trouble: list[str] = []
    start = time.perf_counter()
    for name, raw in files(Path(sys.argv[1])):
        counts["files"] += 1
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs = [
                entry
                for entry in feedparser.parse(raw, resolve_relative_uris=False).entries
                if entry.get("link") or entry.get("id")
            ]
        try:
            ours = feeds.read(raw, RawArticle(file=name))
        except Exception as error:  # the point of the measurement
            trouble.append(f"{name}: crashed: {error!r}")
            continue
        if ours is None:
            counts["rejected: not_a_feed"] += 1
            if theirs:
                trouble.append(f"{name}: {len(theirs)} entries lost")
            continue
        counts[f"read as {ours.kind}"] += 1
        counts["entries"] += len(ours.articles)
        counts["entries rejected: empty_entry"] += len(ours.rejected)
        found = sum(1 for a in ours.articles if a.url or a.id)
        counts["entries with a link or id"] += found
        if found < len(theirs):
            trouble.append(f"{name}: {found} entries with link or id, feedparser {len(theirs)}")
        for article in ours.articles:
            for field, text in (("title", article.title), ("text", article.text)):
                if text and ACTIVE.search(text):
                    trouble.append(f"{name}: {field}: {text[:100]!r}")
    print(f"{time.perf_counter() - start:.1f} s")
    for key, count in sorted(counts.items()):
        print(f"{count:6,}  {key}")
    print(f"{len(trouble):6,}  troubles")
    print("\n".join(trouble[:40]))
    return 1 if trouble else 0


if __name__ == "__main__":
    sys.exit(main())

"""What a run did, for people and for programs."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from etl.batch import Batch

EXAMPLES = 5  # rejected records that the report names


@dataclass(slots=True)
class Report:
    """Counts of one run."""

    run_id: str = ""
    outcome: str = "running"
    files: int = 0
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    records: int = 0
    articles_new: int = 0
    articles_known: int = 0
    articles_revised: int = 0
    mentions_new: int = 0
    claims_new: int = 0
    rejected: dict[str, int] = field(default_factory=dict)
    rejected_examples: list[str] = field(default_factory=list)
    seconds: float = 0.0
    stage_seconds: dict[str, float] = field(default_factory=dict)
    snapshot: str = ""

    def count(self, batch: Batch) -> None:
        """Add a stored batch."""
        new = sum(revision.n_before == 0 for revision in batch.revisions)
        self.articles_new += new
        self.articles_revised += len(batch.revisions) - new
        self.articles_known += batch.n_known
        self.mentions_new += len(batch.mentions)
        self.claims_new += sum(found.matched_by == "founded" for found in batch.matched.matches)
        reasons = Counter(self.rejected) + Counter(item.reason for item in batch.rejected)
        self.rejected = dict(reasons)
        for item in batch.rejected[: EXAMPLES - len(self.rejected_examples)]:
            place = f"{item.file}:{item.line}" if item.line else item.file
            self.rejected_examples.append(f"{place}: {item.reason}: {item.detail}")

    def as_dict(self) -> dict[str, Any]:
        """For --json."""
        return asdict(self)

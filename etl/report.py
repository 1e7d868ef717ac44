"""What a run did, for people and for programs."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from etl.batch import Batch
from etl.collect.answers import Failure, shown
from etl.collect.inputs import Item
from etl.collect.polling import Check
from etl.records import Rejected

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
    feeds: dict[str, int] = field(default_factory=dict)
    feed_failures: list[str] = field(default_factory=list)
    pages: dict[str, int] = field(default_factory=dict)
    fact_checks: int = 0
    fact_checks_tied: int = 0
    rejected: dict[str, int] = field(default_factory=dict)
    rejected_examples: list[str] = field(default_factory=list)
    seconds: float = 0.0
    stage_seconds: dict[str, float] = field(default_factory=dict)
    engine: str = "local"
    batches_by_worker: dict[str, int] = field(default_factory=dict)
    snapshot: str = ""

    def count(self, batch: Batch) -> None:
        """Add a stored batch."""
        new = sum(revision.n_before == 0 for revision in batch.revisions)
        self.articles_new += new
        self.articles_revised += len(batch.revisions) - new
        self.articles_known += batch.n_known
        self.mentions_new += len(batch.mentions)
        self.fact_checks += len(batch.fact_checks)
        self.claims_new += sum(found.matched_by == "founded" for found in batch.matched.matches)
        reasons = Counter(self.rejected) + Counter(item.reason for item in batch.rejected)
        self.rejected = dict(reasons)
        for item in batch.rejected[: EXAMPLES - len(self.rejected_examples)]:
            place = f"{item.file}:{item.line}" if item.line else item.file
            self.rejected_examples.append(f"{place}: {item.reason}: {item.detail}")

    def count_feed(self, check: Check) -> None:
        """Add a checked feed."""
        self.feeds = dict(Counter(self.feeds) + Counter([check.outcome]))
        if check.failure and len(self.feed_failures) < EXAMPLES:
            url, failure = shown(check.job.url), check.failure
            self.feed_failures.append(f"{url}: {failure.reason}: {failure.detail}")

    def count_page(self, result: list[Item] | Failure) -> None:
        """Add a fetched page."""
        if isinstance(result, Failure):
            word: str = result.reason
        else:
            refused = next((item for item in result if isinstance(item, Rejected)), None)
            word = refused.reason if refused else "fetched"
        self.pages = dict(Counter(self.pages) + Counter([word]))

    def as_dict(self) -> dict[str, Any]:
        """For --json."""
        return asdict(self)

"""What the commands print for a person: progress on a terminal, and reports."""

from __future__ import annotations

from rich.console import Console
from rich.progress import Progress as Bar
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

from etl.report import Report


class Progress:
    """A line that counts on a terminal; silent elsewhere."""

    def __init__(self, *, enabled: bool) -> None:
        self._bar = Bar(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            disable=not enabled,
        )
        self._task = self._bar.add_task("reading …")

    def __enter__(self) -> Progress:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def update(self, report: Report) -> None:
        """Show the counts so far."""
        counts = (report.records, report.mentions_new, report.claims_new)
        text = "{:,} records · {:,} mentions · {:,} claims".format(*counts)
        if report.feeds:
            text = f"{sum(report.feeds.values()):,} feeds · {text}"
        self._bar.update(self._task, description=text)


def report_text(report: Report) -> str:
    """The report of a run."""
    lines = [
        f"run {report.run_id}: {report.outcome} in {report.seconds:,.1f} s",
        f"  articles  {report.articles_new:,} new, {report.articles_known:,} known,"
        f" {report.articles_revised:,} revised",
        f"  mentions  {report.mentions_new:,} new      claims  {report.claims_new:,} new",
    ]
    if report.batches_by_worker:
        lines.append(f"  batches   {_counts(report.batches_by_worker)}")
    if report.fact_checks or report.fact_checks_tied:
        tied = f"{report.fact_checks_tied:,} tied to a claim"
        lines.append(f"  fact-checks  {report.fact_checks:,} read, {tied}")
    if report.feeds:
        lines.append(f"  feeds     {_counts(report.feeds)}")
        lines += [f"            {failure}" for failure in report.feed_failures]
    if report.pages:
        lines.append(f"  pages     {_counts(report.pages)}")
    for name, columns in report.columns.items():
        pairs = ", ".join(f"{theirs} → {ours}" for ours, theirs in columns.items())
        lines.append(f"  columns   {name}: {pairs}")
    if report.rejected:
        lines.append(f"  rejected  {sum(report.rejected.values()):,} ({_counts(report.rejected)})")
        lines += [f"            {example}" for example in report.rejected_examples]
    lines.append(f"  snapshot  {report.snapshot}")
    return "\n".join(lines)


def _counts(numbers: dict[str, int]) -> str:
    return ", ".join(f"{word} {n:,}" for word, n in sorted(numbers.items()))

"""python -m etl run | export | decide"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from etl import config, decide_command
from etl.errors import ClaimwatchError, ConfigError, UsageError
from etl.report import Report


def main(argv: list[str] | None = None) -> int:
    """Run a command; 0 fine, 1 the run failed, 2 wrong usage or configuration."""
    args = _parser().parse_args(argv)
    try:
        return {"run": _run, "export": _export, "decide": decide_command.run}[args.command](args)
    except (UsageError, ConfigError) as error:
        print(f"etl {args.command}: {error}", file=sys.stderr)
        return 2
    except ClaimwatchError as error:
        print(f"etl {args.command}: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m etl", description="News articles in, claims out."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="load articles and publish a snapshot")
    run.add_argument("--data-dir", type=Path, default=Path("data"), help="warehouse and snapshots")
    run.add_argument("--config", type=Path, help="settings file (default config/claimwatch.toml)")
    run.add_argument(
        "--input",
        type=Path,
        nargs="+",
        action="extend",
        default=[],
        metavar="PATH",
        help="csv, jsonl, parquet, txt, html, rss/atom file, or a folder of these",
    )
    run.add_argument("--json", action="store_true", help="print the report as one JSON object")
    export = commands.add_parser("export", help="write the latest snapshot as CSV or Parquet")
    export.add_argument("--data-dir", type=Path, default=Path("data"))
    export.add_argument("--out", type=Path, required=True, help="folder for the files")
    export.add_argument("--format", choices=("csv", "parquet"), default="csv")
    export.add_argument("--since", type=date.fromisoformat, help="first day, YYYY-MM-DD (UTC)")
    export.add_argument("--until", type=date.fromisoformat, help="last day, YYYY-MM-DD (UTC)")
    for name, what in _EXPORT_LISTS.items():
        export.add_argument(f"--{name}", nargs="+", default=[], metavar="X", help=what)
    export.add_argument("--json", action="store_true", help="print the manifest")
    decide_command.add_parser(commands)
    return parser


_EXPORT_LISTS = {
    "source": "only these outlets (domains)",
    "language": "only these languages (de, en, …)",
    "status": "only these statuses",
    "claim": "only these claim ids",
}


def _run(args: argparse.Namespace) -> int:
    from etl.pipeline import run  # pulls in the models, which take a second

    settings = config.load(args.config)
    if not args.input:
        raise UsageError("nothing to read: name files or folders with --input")
    show = _Progress(enabled=not args.json and sys.stderr.isatty())
    with show:
        report = run(args.data_dir, args.input, settings, lambda: datetime.now(UTC), show.update)
    if args.json:
        print(json.dumps(report.as_dict(), ensure_ascii=False))
    else:
        print(_text(report))
    return 0


def _export(args: argparse.Namespace) -> int:
    from etl.export import Filters, export

    filters = Filters(
        since=args.since,
        until=args.until,
        source_id=tuple(args.source),
        language=tuple(args.language),
        status=tuple(args.status),
        claim_id=tuple(args.claim),
    )
    manifest = export(args.data_dir, args.out, args.format, filters, datetime.now(UTC))
    if args.json:
        print(json.dumps(manifest, ensure_ascii=False, default=str))
    else:
        print(f"{len(manifest['rows'])} files and manifest.json in {args.out}")
    return 0


class _Progress:
    """A line that counts on a terminal; silent elsewhere."""

    def __init__(self, *, enabled: bool) -> None:
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            disable=not enabled,
        )
        self._task = self._bar.add_task("reading …")

    def __enter__(self) -> _Progress:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def update(self, report: Report) -> None:
        """Show the counts so far."""
        counts = (report.records, report.mentions_new, report.claims_new)
        text = "{:,} records · {:,} mentions · {:,} claims".format(*counts)
        self._bar.update(self._task, description=text)


def _text(report: Report) -> str:
    """The report for a person."""
    lines = [
        f"run {report.run_id}: {report.outcome} in {report.seconds:,.1f} s",
        f"  articles  {report.articles_new:,} new, {report.articles_known:,} known,"
        f" {report.articles_revised:,} revised",
        f"  mentions  {report.mentions_new:,} new      claims  {report.claims_new:,} new",
    ]
    for name, columns in report.columns.items():
        pairs = ", ".join(f"{theirs} → {ours}" for ours, theirs in columns.items())
        lines.append(f"  columns   {name}: {pairs}")
    if report.rejected:
        reasons = ", ".join(f"{reason} {n:,}" for reason, n in sorted(report.rejected.items()))
        lines.append(f"  rejected  {sum(report.rejected.values()):,} ({reasons})")
        lines += [f"            {example}" for example in report.rejected_examples]
    lines.append(f"  snapshot  {report.snapshot}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())

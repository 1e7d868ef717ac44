"""python -m etl run | schedule | export | publish | decide | status | doctor | sources"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path

from etl import config, decide_command
from etl.collector import collect_seldom
from etl.console import Progress, report_text
from etl.errors import ClaimwatchError, ConfigError, UsageError
from etl.stopping import on_signals


def main(argv: list[str] | None = None) -> int:
    """Run a command; 0 fine, 1 the run failed, 2 wrong usage or configuration."""
    args = _parser().parse_args(argv)
    try:
        return COMMANDS[args.command](args)
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
    run = commands.add_parser(
        "run", help="load files, or without --input the feeds of the lists; publish a snapshot"
    )
    run.add_argument("--data-dir", type=Path, default=Path("data"), help="warehouse and snapshots")
    run.add_argument("--config", type=Path, help="settings file (default config/claimwatch.toml)")
    run.add_argument(
        "--input",
        type=Path,
        nargs="+",
        action="extend",
        default=[],
        metavar="PATH",
        help="csv, json(l), parquet, txt, html, warc, rss/atom, .gz or .zip of these, or a folder",
    )
    run.add_argument("--json", action="store_true", help="print the report as one JSON object")
    run.add_argument(
        "--engine", choices=("local", "dask"), default="local", help="where batches are prepared"
    )
    run.add_argument("--scheduler", metavar="tcp://HOST:PORT", help="of the Dask cluster")
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
    publish = commands.add_parser("publish", help="a snapshot of what the warehouse holds, no run")
    publish.add_argument("--data-dir", type=Path, default=Path("data"))
    publish.add_argument("--config", type=Path, help="settings file")
    publish.add_argument("--as-of", metavar="RUN", help="as it stood then (DuckLake only)")
    publish.add_argument("--out", type=Path, metavar="FILE", help="where that is written")
    _add_watching(commands)
    return parser


def _add_watching(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The commands around feeds."""
    schedule = commands.add_parser("schedule", help="fetch the feeds at an interval")
    schedule.add_argument("--every", default="15m", metavar="N", help="90s, 15m, 2h, 1d")
    status = commands.add_parser("status", help="last runs, feeds, snapshot; 1 if in trouble")
    status.add_argument("--strict", action="store_true", help="1 for any feed failed or silent")
    doctor = commands.add_parser("doctor", help="is everything in place? 1 if something is bad")
    doctor.add_argument("--feeds", action="store_true", help="ask every feed now")
    sources = commands.add_parser("sources", help="the lists of outlets as OPML")
    sources.add_argument("what", choices=("import", "export"))
    sources.add_argument("file", type=Path)
    for command in (schedule, status, doctor):
        command.add_argument("--data-dir", type=Path, default=Path("data"))
    for command in (schedule, status, doctor, sources):
        command.add_argument("--config", type=Path, help="settings file")
    for command in (status, doctor):
        command.add_argument("--json", action="store_true")


_EXPORT_LISTS = {
    "source": "only these outlets (domains)",
    "language": "only these languages (de, en, …)",
    "status": "only these statuses",
    "claim": "only these claim ids",
}


def _run(args: argparse.Namespace) -> int:
    from etl.engine import Engine  # these pull in the models, which take a second
    from etl.pipeline import run

    collect_seldom()
    settings = config.load(args.config)
    engine = Engine(args.engine, args.scheduler)
    show = Progress(enabled=not args.json and sys.stderr.isatty())
    with show, on_signals() as stop:
        report = run(
            args.data_dir,
            args.input,
            settings,
            lambda: datetime.now(UTC),
            show.update,
            stop,
            engine,
        )
    if args.json:
        print(json.dumps(report.as_dict(), ensure_ascii=False))
    else:
        print(report_text(report))
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


def _publish(args: argparse.Namespace) -> int:
    from etl.republish import go_back, republish

    settings = config.load(args.config)
    if (args.as_of is None) != (args.out is None):
        raise UsageError("--as-of RUN and --out FILE go together")
    if args.as_of:
        print(go_back(settings, args.as_of, args.out))
    else:
        print(republish(args.data_dir, settings, datetime.now(UTC)))
    return 0


def _schedule(args: argparse.Namespace) -> int:
    from etl.schedule import interval, schedule

    collect_seldom()

    def say(line: str) -> None:
        print(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {line}", flush=True)

    every = interval(args.every)
    with on_signals() as stop:
        schedule(args.data_dir, args.config, every, stop, say)
    return 0


def _status(args: argparse.Namespace) -> int:
    from etl import status

    found = status.status(args.data_dir, datetime.now(UTC), config.load(args.config).storage)
    if args.json:
        print(json.dumps(found.as_dict(), ensure_ascii=False, default=str))
    else:
        print(status.text(found))
    return int(bool(found.problems) or (args.strict and bool(found.troubled_feeds)))


def _doctor(args: argparse.Namespace) -> int:
    from etl import doctor

    findings = []
    now = datetime.now(UTC)
    for finding in doctor.examine(args.data_dir, args.config, now, ask_feeds=args.feeds):
        findings.append(finding)
        if not args.json:
            print(doctor.text(finding), flush=True)
    if args.json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    return int(any(finding.level == "bad" for finding in findings))


def _sources(args: argparse.Namespace) -> int:
    from etl import sources

    settings = config.load(args.config)
    if args.what == "export":
        print(f"{sources.export_file(settings, args.file)} feeds in {args.file}")
        return 0
    done = sources.import_file(settings, args.file)
    print(
        f"{done.feeds_new} feeds added to {done.file} ({done.outlets_new} outlets new),"
        f" {done.feeds_known} known already"
    )
    for skipped in done.skipped:
        print(f"  skipped: {skipped}: no http or https address")
    return 0


COMMANDS = {
    "decide": decide_command.run,
    "run": _run,
    "schedule": _schedule,
    "export": _export,
    "publish": _publish,
    "status": _status,
    "doctor": _doctor,
    "sources": _sources,
}


if __name__ == "__main__":
    sys.exit(main())

"""python -m etl decide: what people decide about claims, and the snapshot that shows it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl

from etl import config, decide
from etl.decision_rows import Author, Decided
from etl.errors import RunError, one_line
from etl.lock import RUN, ProcessLock
from etl.place import require
from etl.publish import publish
from etl.warehouse import Warehouse

SHOWN = 200  # open suggestions listed at once


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command with its actions."""
    parser = commands.add_parser("decide", help="merge, split, move mentions; undo; suggestions")
    actions = parser.add_subparsers(dest="action", required=True)
    merge = actions.add_parser("merge", help="show all mentions of a claim under another")
    merge.add_argument("claim")
    merge.add_argument("into", help="the claim that survives")
    split = actions.add_parser("split", help="make mentions of one claim a claim of their own")
    split.add_argument("mention", nargs="+")
    move = actions.add_parser("move", help="put mentions into another claim")
    move.add_argument("mention", nargs="+")
    move.add_argument("--to", required=True, metavar="CLAIM")
    undo = actions.add_parser("undo", help="a decision no longer holds")
    undo.add_argument("decision", type=int)
    for name, what in (("accept", "make a suggested join"), ("decline", "turn one down")):
        action = actions.add_parser(name, help=what)
        action.add_argument("mention")
        action.add_argument("claim")
    for action in actions.choices.values():
        action.add_argument("--who", required=True, help="kept with the decision")
        action.add_argument("--why", required=True, help="kept with the decision")
    actions.add_parser("list", help="all decisions, and whether they hold")
    actions.add_parser("suggestions", help="joins that wait for a person")
    for action in actions.choices.values():
        action.add_argument("--data-dir", type=Path, default=Path("data"))
        action.add_argument("--config", type=Path, help="settings file")
        action.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Carry out one action. Raises UsageError, WarehouseBusyError, RunError."""
    settings = config.load(args.config)
    storage = settings.storage
    require(args.data_dir, storage)
    now = datetime.now(UTC)
    if args.action in ("list", "suggestions"):
        with ProcessLock(args.data_dir, RUN, now), Warehouse(args.data_dir, storage) as warehouse:
            found = (
                decide.decisions(warehouse)
                if args.action == "list"
                else decide.suggestions(warehouse, SHOWN)
            )
        print(found.write_json() if args.json else _listed(args.action, found))
        return 0
    author = Author(args.who, args.why, now)
    keep = settings.snapshot.keep
    with ProcessLock(args.data_dir, RUN, now), Warehouse(args.data_dir, storage) as warehouse:
        done = _ACTIONS[args.action](warehouse, args, author)
        name = f"{author.at:%Y%m%dT%H%M%SZ}-decision{done.decision_id}"
        try:
            snapshot = publish(warehouse.con, args.data_dir, name, keep, warehouse.shape)
        except (duckdb.Error, OSError) as error:
            reason = one_line(error, None)
            raise RunError(
                f"decision {done.decision_id} is kept, but not published: {reason}"
            ) from error
    if args.json:
        told = {"decision_id": done.decision_id, "kind": done.kind}
        told |= {"target_claim_id": done.target_claim_id, "snapshot": str(snapshot)}
        print(json.dumps(told, ensure_ascii=False))
    else:
        gained = f": claim {done.target_claim_id}" if done.target_claim_id else ""
        print(f"decision {done.decision_id} ({done.kind}){gained}\n  snapshot  {snapshot}")
    return 0


_Action = Callable[[Warehouse, argparse.Namespace, Author], Decided]
_ACTIONS: dict[str, _Action] = {
    "merge": lambda w, args, author: decide.merge(w, args.claim, args.into, author),
    "split": lambda w, args, author: decide.split(w, args.mention, author),
    "move": lambda w, args, author: decide.move(w, args.mention, args.to, author),
    "undo": lambda w, args, author: decide.undo(w, args.decision, author),
    "accept": lambda w, args, author: decide.accept(w, args.mention, args.claim, author),
    "decline": lambda w, args, author: decide.decline(w, args.mention, args.claim, author),
}


def _listed(action: str, rows: pl.DataFrame) -> str:
    """Rows for a person."""
    if rows.is_empty():
        return "no decisions yet" if action == "list" else "no open suggestions"
    return "\n".join(
        _decision(row) if action == "list" else _suggestion(row)
        for row in rows.iter_rows(named=True)
    )


def _decision(row: dict[str, object]) -> str:
    what = (
        f"of {row['undoes']}" if row["undoes"] else f"{row['claim_id']} → {row['target_claim_id']}"
    )
    state = "" if row["holds"] or row["kind"] == "undo" else "  (undone)"
    when = f"{row['decided_at']:%Y-%m-%d %H:%M}"
    head = f"{row['decision_id']:>4}  {when}  {row['kind']:<8} {what}{state}"
    return f"{head}  {row['who']}: {row['why']}"


def _suggestion(row: dict[str, object]) -> str:
    return (
        f"{row['score']:.2f}  {row['mention_id']} ({row['claim_id']})  {row['text']}\n"
        f"      → {row['suggested_claim_id']}  {row['suggested_claim']}"
    )

"""python -m models predict | train | evaluate"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from threadpoolctl import threadpool_limits

from models.artefact import DEFAULT, ArtefactError
from models.explain import reasons
from models.labels import STATUSES, Input, Tagged
from models.tagger import Tagger

BATCH = 512


def main(argv: list[str] | None = None) -> int:
    """Run a command; 0 fine, 1 below a floor, 2 wrong input."""
    parser = argparse.ArgumentParser(prog="python -m models", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    predict = commands.add_parser("predict", help="tag sentences: JSON lines in, JSON lines out")
    predict.add_argument("--model", type=Path, default=DEFAULT)
    train = commands.add_parser("train", help="train on the corpus and write the model folder")
    train.add_argument("--out", type=Path, default=DEFAULT)
    evaluate = commands.add_parser("evaluate", help="scores, and the gate of models/floors.json")
    evaluate.add_argument("--gold", type=Path, help="labelled JSON lines; default: own corpus")
    evaluate.add_argument("--model", type=Path, default=DEFAULT)
    evaluate.add_argument("--raise-floors", action="store_true", help="pin what is reached now")
    args = parser.parse_args(argv)
    try:
        return {"predict": _predict, "train": _train, "evaluate": _evaluate}[args.command](args)
    except (ArtefactError, OSError) as error:
        print(f"models {args.command}: {error}", file=sys.stderr)
        return 2


def _predict(args: argparse.Namespace) -> int:
    tagger = Tagger.load(args.model)
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # a text stream
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a text stream
    rows = _rows(sys.stdin)
    while batch := list(islice(rows, BATCH)):
        items = [_input(row) for row in batch if "error" not in row]
        tagged = iter(zip(items, tagger.tag(items), strict=True))
        for row in batch:
            out = row if "error" in row else _output(row, *next(tagged), tagger)
            print(json.dumps(out, ensure_ascii=False))
    return 0


def _rows(stream: TextIO) -> Iterator[dict[str, Any]]:
    """The rows of the input; a line that is not one comes out with its error."""
    for number, line in enumerate(stream, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            row = {"id": None, "error": f"line {number}: not JSON: {error}"}
        if not isinstance(row, dict) or (
            "error" not in row and not isinstance(row.get("text"), str)
        ):
            row = {"id": None, "error": f"line {number}: no field 'text'"}
        yield row


def _input(row: dict[str, Any]) -> Input:
    text, headline = row["text"], str(row.get("headline") or "")
    lang = str(row.get("lang") or "") or _language(text)
    return Input(text, lang, str(row.get("prev") or ""), headline, headline == text)


def _language(text: str) -> str:
    from py3langid import classify

    found: str = classify(text)[0]
    return found


def _output(row: dict[str, Any], item: Input, tagged: Tagged, tagger: Tagger) -> dict[str, Any]:
    mentions = [
        {
            "status": mention.status,
            "speaker": mention.speaker.of(row["text"]) if mention.speaker else "",
            "cue": " … ".join(cue.of(row["text"]) for cue in mention.cues),
            "proposition": mention.proposition,
        }
        for mention in tagged.mentions
    ]
    first = tagged.mentions[0]
    return {
        "id": row.get("id"),
        "claim": tagged.claim,
        "score": round(first.score, 4),
        "probs": dict(zip(STATUSES, (round(p, 4) for p in first.probs), strict=True)),
        **mentions[0],
        "mentions": mentions if tagged.claim else [],
        "why": reasons(tagger.status, item, first.status) if tagged.claim else [],
    }


def _train(args: argparse.Namespace) -> int:
    from models import card, evaluate
    from models.artefact import Layout
    from models.train import FOLDS, train

    # One thread: the order in which several add up leaves a trace in the weights.
    with threadpool_limits(1):
        config = train(args.out)
        if args.out == DEFAULT:
            _train_matching()
    layout = Layout(args.out)
    metrics = json.dumps(evaluate.corpus_results(Tagger.load(args.out)), indent=2)
    layout.metrics.write_text(metrics + "\n", encoding="utf8")
    card.write(layout, config, FOLDS)
    print(json.dumps(config, indent=2, ensure_ascii=False))
    return 0


def _train_matching() -> None:
    from models import evaluate_matching, matching, train_matching

    config = train_matching.train(matching.FOLDER)
    evaluate_matching.write(matching.FOLDER, config, evaluate_matching.results())


def _evaluate(args: argparse.Namespace) -> int:
    from models import evaluate, evaluate_matching

    if args.gold:
        results = evaluate.against(evaluate.gold_file(args.gold), Tagger.load(args.model))
        print(json.dumps(results, indent=2))
        return 0
    found = evaluate.corpus_results(Tagger.load(args.model))
    results = {**found, "matching": evaluate_matching.results()}
    print(json.dumps(results, indent=2))
    if args.raise_floors:
        evaluate.raise_floors(results)
    complaints = evaluate.check_floors(results)
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())

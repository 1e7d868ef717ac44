"""Scores on labelled sentences, and the gate below which no model may fall."""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from models.labels import AFTER_REAL_ERRORS, NO_CLAIM, STATUSES, Input, Tagged
from models.tagger import Tagger
from models.train import CORPUS, FOLDS, Example, fit, held_out, read_corpus, read_examples

FLOORS = Path(__file__).resolve().parent / "floors.json"
# Articles by other writers than the corpus'; nothing is trained on them.
REPORTS = CORPUS / "heldout" / "reports.jsonl"
NOISE = 0.005  # a drop smaller than this is no drop
# The sentences that each score counts; a score without one is taken over all.
COUNTED = {
    "no_claim_recall": "n_none",
    "speaker_exact_f1": "n_spoken",
    **{f"{status}_f1": f"n_{status}" for status in STATUSES},
}


class FloorError(Exception):
    "A score fell below its floor in models/floors.json."


def scores(gold: list[Example], tagged: list[Tagged]) -> dict[str, float]:
    """Claim F1, recall of no-claims, macro-F1 and F1 of each status, exact speakers."""
    claims = [(g, t) for g, t in zip(gold, tagged, strict=True) if g.label != NO_CLAIM]
    wanted = [g.label for g, _ in claims]
    given = [t.mentions[0].status for _, t in claims]
    each = {status: f1(wanted, list(given), status) for status in STATUSES}
    is_claim = [str(g.label != NO_CLAIM) for g in gold]
    found = [str(t.claim) for t in tagged]
    none = [f for w, f in zip(is_claim, found, strict=True) if w == "False"]
    named = [
        (
            _norm(g.speaker),
            _norm(t.mentions[0].speaker.of(g.item.text)) if t.mentions[0].speaker else [],
        )
        for g, t in claims
    ]
    right = sum(bool(w) and w == s for w, s in named)
    total = sum(bool(w) for w, _ in named) + sum(bool(s) for _, s in named)
    figures = {
        "claim_f1": f1(is_claim, found, "True"),
        "no_claim_recall": none.count("False") / max(1, len(none)),
        "status_macro_f1": sum(each.values()) / len(each),
        **{f"{status}_f1": value for status, value in each.items()},
        "speaker_exact_f1": 2 * right / max(1, total),
    }
    counts = Counter(f"n_{g.label}" for g in gold) | {"n_spoken": sum(bool(w) for w, _ in named)}
    return {
        "n": len(gold),
        **dict(sorted(counts.items())),
        **{name: round(value, 4) for name, value in figures.items()},
    }


def f1(wanted: list[str], given: list[str], label: str) -> float:
    """Harmonic mean of precision and recall for one label."""
    pairs = Counter(zip(wanted, given, strict=True))
    hit = pairs[label, label]
    miss = sum(n for (w, g), n in pairs.items() if (w == label) != (g == label))
    return 2 * hit / max(1, 2 * hit + miss)


def cross_validate(examples: list[Example]) -> dict[str, dict[str, float]]:
    """Scores by language on topics that the model did not see, over all folds.

    Sentences written against the errors on real text are harder and are counted apart
    ("mirror-de"), so that the others can be compared with what they were before.
    """
    gold: dict[str, list[Example]] = defaultdict(list)
    tagged: dict[str, list[Tagged]] = defaultdict(list)
    for fold in range(FOLDS):
        train, test = held_out(examples, fold)
        status, attribution = fit(train)
        results = Tagger(status, attribution, "cv").tag([example.item for example in test])
        for example, result in zip(test, results, strict=True):
            part = "mirror-" if example.note in AFTER_REAL_ERRORS else ""
            for key in (f"{part}{example.item.lang}", f"{part}all"):
                gold[key].append(example)
                tagged[key].append(result)
    return {key: scores(gold[key], tagged[key]) for key in sorted(gold)}


def gold_file(path: Path) -> list[Example]:
    """Labelled sentences from outside: JSON lines with text, lang, claim yes|no, status, source."""
    rows: list[dict[str, Any]] = [
        json.loads(line) for line in path.read_text(encoding="utf8").splitlines() if line.strip()
    ]
    return [
        Example(
            item=Input(
                row["text"], row.get("lang", "en"), row.get("prev") or "", row.get("headline") or ""
            ),
            label=row["status"] if row["claim"] in ("yes", True) else NO_CLAIM,
            speaker=row.get("source") or row.get("speaker") or "",
            cue=row.get("cue") or "",
            proposition="",
            topic="",
            note="",
            more=(),
        )
        for row in rows
    ]


def against(gold: list[Example], tagger: Tagger) -> dict[str, dict[str, float]]:
    """Scores of a trained model by language."""
    tagged = tagger.tag([example.item for example in gold])
    groups: dict[str, list[int]] = defaultdict(list)
    for i, example in enumerate(gold):
        groups[example.item.lang].append(i)
    groups["all"] = list(range(len(gold)))
    return {
        key: scores([gold[i] for i in places], [tagged[i] for i in places])
        for key, places in sorted(groups.items())
    }


def least(floor: float, counted: float) -> float:
    """The lowest score that chance may make of a floor.

    The floor of a small language rests on some hundred sentences: a score is allowed one standard
    error of a share of as many, and NOISE at least.
    """
    chance = math.sqrt(floor * (1 - floor) / counted) if counted else 0.0
    return floor - max(NOISE, chance)


def check_floors(results: dict[str, dict[str, float]], path: Path = FLOORS) -> list[str]:
    """Complaints, one a score that fell below its floor by more than chance would have it."""
    floors: dict[str, dict[str, float]] = json.loads(path.read_text(encoding="utf8"))
    complaints = []
    for key, row in floors.items():
        found = results.get(key, {})
        for name, floor in row.items():
            counted = found.get(COUNTED.get(name, "n"), found.get("n", 0))
            if found.get(name, 0) < least(floor, counted):
                complaints.append(
                    f"{key} {name}: {found.get(name, 0):.3f} is below the floor {floor:.3f}"
                )
    return complaints


def raise_floors(results: dict[str, dict[str, float]], path: Path = FLOORS) -> None:
    """Set each floor to the present score if that is higher; a floor never falls."""
    floors: dict[str, dict[str, float]] = {}
    if path.exists():
        floors = json.loads(path.read_text(encoding="utf8"))
    for key, row in results.items():
        old = floors.setdefault(key, {})
        for name, value in row.items():
            if name != "n" and not name.startswith("n_"):
                old[name] = round(max(old.get(name, 0.0), value), 3)
    path.write_text(json.dumps(floors, indent=2) + "\n", encoding="utf8")


def corpus_results(tagger: Tagger) -> dict[str, dict[str, float]]:
    """Cross-validated scores on the project's own corpus, and the tagger's on the REPORTS."""
    reports = against(read_examples(REPORTS), tagger)
    named = {f"reports-{key}": row for key, row in reports.items()}
    return cross_validate(read_corpus()) | named


def _norm(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())

"""The demo corpus against its gold: mentions, statuses, speakers, claims, denial links."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import duckdb

GOLD = Path(__file__).resolve().parent.parent / "demo" / "gold"


@dataclass(frozen=True)
class Found:
    status: str
    speaker: str
    claim_id: str
    matched_by: str


def gold() -> list[dict[str, object]]:
    """Labelled sentences of the demo."""
    text = (GOLD / "mentions.jsonl").read_text(encoding="utf8")
    return [json.loads(line) for line in text.splitlines()]


def found(snapshot: Path) -> dict[tuple[str, str], Found]:
    """Mentions of a snapshot by article and sentence."""
    with duckdb.connect(str(snapshot), read_only=True) as con:
        rows = con.execute(
            "select a.url, m.text, m.status::varchar, m.speaker, m.claim_id, m.matched_by::varchar"
            " from mention m join article a using (article_id)"
            # Of two mentions in a sentence the denial decides, as in the gold.
            " order by m.status = 'denied', m.mention_id"
        ).fetchall()
    return {(url, key(text)): Found(s, speaker or "", c, k) for url, text, s, speaker, c, k in rows}


def key(text: str) -> str:
    """A sentence by its words."""
    return " ".join(re.findall(r"\w+", text.lower()))


def measure(snapshot: Path) -> dict[str, float]:
    """All figures, 0 to 1."""
    have = found(snapshot)
    rows = [(row, have.get((str(row["url"]), key(str(row["sentence"]))))) for row in gold()]
    claims = [(row, hit) for row, hit in rows if row["status"]]
    figures = {
        "claim_precision": sum(h is not None for _, h in claims)
        / max(1, sum(h is not None for _, h in rows)),
        "claim_recall": sum(h is not None for _, h in claims) / len(claims),
    }
    both = [(row, hit) for row, hit in claims if hit]
    for status in ("confirmed", "alleged", "denied"):
        right = sum(row["status"] == status == hit.status for row, hit in both)
        wanted = sum(row["status"] == status for row, _ in claims)
        given = sum(hit.status == status for _, hit in both)
        figures[f"{status}_f1"] = 2 * right / (wanted + given)
    figures["status_macro_f1"] = (
        sum(figures[f"{s}_f1"] for s in ("confirmed", "alleged", "denied")) / 3
    )
    named = [(key(str(row["speaker"])), key(hit.speaker)) for row, hit in both]
    right = sum(bool(w) and w == g for w, g in named)
    figures["speaker_exact_f1"] = (
        2 * right / (sum(bool(w) for w, _ in named) + sum(bool(g) for _, g in named))
    )
    story = [(str(row["claim"]), hit) for row, hit in both if row["claim"]]
    figures |= b_cubed([(claim, hit.claim_id) for claim, hit in story])
    figures |= denial_links(both)
    return figures


def counted(name: str) -> int:
    """How many sentences of the gold a figure counts."""
    rows = [row for row in gold() if row["status"]]
    if name.startswith("denial_link"):
        return sum(bool(row["claim"]) and row["status"] == "denied" for row in rows)
    if name.startswith("b_cubed"):
        return sum(bool(row["claim"]) for row in rows)
    if name.startswith("speaker"):
        return sum(bool(row["speaker"]) for row in rows)
    return sum(name == f"{row['status']}_f1" for row in rows) or len(rows)


def b_cubed(pairs: list[tuple[str, str]]) -> dict[str, float]:
    """Bagga & Baldwin 1998 over mentions of story claims."""
    cell, gold_size, own_size = (
        Counter(pairs),
        Counter(g for g, _ in pairs),
        Counter(o for _, o in pairs),
    )
    precision = sum(cell[p] / own_size[p[1]] for p in pairs) / len(pairs)
    recall = sum(cell[p] / gold_size[p[0]] for p in pairs) / len(pairs)
    return {
        "b_cubed_precision": precision,
        "b_cubed_recall": recall,
        "b_cubed_f1": 2 * precision * recall / (precision + recall),
    }


def denial_links(both: list[tuple[dict[str, object], Found]]) -> dict[str, float]:
    """Is a denial in the claim where most other mentions of what it denies are?"""
    members: dict[str, Counter[str]] = defaultdict(Counter)
    for row, hit in both:
        if row["claim"] and row["status"] != "denied":
            members[hit.claim_id][str(row["claim"])] += 1
    right = given = wanted = 0
    for row, hit in both:
        if row["claim"] and row["status"] == "denied":
            wanted += 1
            if members[hit.claim_id]:
                given += 1
                right += members[hit.claim_id].most_common(1)[0][0] == row["claim"]
    precision, recall = right / max(1, given), right / max(1, wanted)
    return {
        "denial_link_precision": precision,
        "denial_link_recall": recall,
        "denial_link_f1": 2 * precision * recall / max(1e-9, precision + recall),
    }

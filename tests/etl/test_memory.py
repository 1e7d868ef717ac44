"""What the matcher holds in memory stays bounded, and what is needed again comes back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from etl import config
from etl.load import Loader
from etl.pipeline import run
from etl.publish import latest
from tests.conftest import NOW, rows

EVENTS = (
    "Der Damm bei Kolm hat einen Riss, sagte das Ministerium.",
    "Der Tunnel nach Tarn wurde wegen eines Brandes geschlossen, sagte die Feuerwehr.",
    "Im Hafen von Sarn sank ein Fischkutter, sagte die Küstenwache.",
    "Die Bank von Velm hat 300 Millionen Kronen verloren, sagte der Vorstand.",
    "In Orsk streiken die Lokführer bis Freitag, sagte die Gewerkschaft.",
)


def articles() -> list[dict[str, object]]:
    """Each event is told by two outlets, one right after the other."""
    return [
        {
            "url": f"https://{outlet}.example/{n}",
            "title": event,
            "text": event,
            "published_at": f"2026-03-{n + 1:02}T0{hour}:00:00Z",
            "language": "de",
        }
        for n, event in enumerate(EVENTS)
        for hour, outlet in enumerate(("eins", "zwei"), start=1)
    ]


def claims(data_dir: Path) -> list[tuple[object, ...]]:
    snapshot = latest(data_dir)
    assert snapshot is not None
    return rows(snapshot, "select mention_id, claim_id from mention order by all")


def test_a_small_memory_finds_the_same_claims(
    write_lines: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_lines(articles())
    sizes: list[int] = []
    load = Loader.load

    def watched(self: Loader, *args: object) -> None:
        load(self, *args)  # type: ignore[arg-type]
        sizes.append(len(self.memory.index))

    monkeypatch.setattr(Loader, "load", watched)
    found = []
    for most in (1_000, 3):
        settings = config.load()
        settings = settings.model_copy(
            update={
                "input": settings.input.model_copy(update={"batch_size": 1}),
                "match": settings.match.model_copy(update={"remembered_statements": most}),
            }
        )
        sizes.clear()
        run(tmp_path / str(most), [path], settings, lambda: NOW)
        found.append((claims(tmp_path / str(most)), max(sizes)))
    (all_claims, all_held), (few_claims, few_held) = found
    assert few_claims == all_claims
    assert len({claim for _, claim in all_claims}) == len(EVENTS)
    assert all_held == 10
    assert few_held <= 4

"""Server time and memory of every page on a year of data: python bench/dashboard_speed.py DIR

DIR is what `python bench/dashboard_data.py DIR` has made. For each page a fresh process opens it:
cold (nothing of this snapshot read before), warm (the same again) and under filters that it has not
seen. CPU seconds stand beside the wall clock: on a machine with other work they say what the wall
clock would be at most without it. --browser asks a real server with a real Chromium as well, with
20 sessions.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
PAGES = ("overview", "claims", "claim", "sources", "outlet", "parties", "party", "provenance")
PAGES += ("sentences", "articles", "runs", "export")
SESSIONS = 20
FILTERS = (
    {"lang_in": "de"},
    {"status": "denied"},
    {"since": "2025-10-01", "until": "2025-10-31"},
    {"lang_in": "fr", "standing": "contested"},
    {"q": "bridge treaty"},
)


def main() -> int:
    """Print one line a page, or with --one measure one page and print it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--one", choices=PAGES, help=argparse.SUPPRESS)
    parser.add_argument("--pages", nargs="*", choices=PAGES, default=PAGES)
    parser.add_argument("--browser", action="store_true", help="and in a real browser")
    parser.add_argument("--sessions", action="store_true", help="only the memory of 20 sessions")
    args = parser.parse_args()
    if args.one:
        print(json.dumps(_measure(args.folder, args.one)))
        return 0
    if args.sessions:
        print(f"{SESSIONS} sessions in one process: {_sessions(args.folder):.0f} MB at most")
        return 0
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; seconds: wall (CPU)")
    print("| page | cold | warm, median of 5 | other filters, median of 5 | peak MB |")
    print("| --- | --- | --- | --- | --- |")
    for page in args.pages:
        command = [sys.executable, __file__, str(args.folder), "--one", page]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        print(_line(page, json.loads(done.stdout.splitlines()[-1])), flush=True)
    if args.browser:
        from bench import dashboard_browser

        dashboard_browser.measure(args.folder, tuple(args.pages), _chosen(args.folder))
    return 0


def _measure(folder: Path, page: str) -> dict[str, list[float]]:
    """Cold, warm and filtered runs of one page in this process, as pairs of wall and CPU."""
    from streamlit.testing.v1 import AppTest

    from bench.dashboard_data import make

    chosen = _chosen(folder)
    with tempfile.TemporaryDirectory() as small:
        # The code is loaded and warm before the year is opened: a server is, too.
        sys.stdout = sys.stderr
        make(Path(small), 400, 40, 10)
        sys.stdout = sys.__stdout__
        os.environ["CLAIMWATCH_DATA_DIR"] = small
        app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=120)
        app.run()
        app.switch_page(f"views/{page}.py")
        app.run()
    os.environ["CLAIMWATCH_DATA_DIR"] = str(folder)
    cold = _timed(app, page, chosen)
    warm = [_timed(app, page, chosen) for _ in range(5)]
    other = [_timed(app, page, {**chosen, **filters}) for filters in FILTERS]
    return {"cold": cold, "warm": _middle(warm), "other": _middle(other), "peak": [_peak()]}


def _sessions(folder: Path) -> float:
    """The most memory of one process that holds sessions, each on the next page, in MB."""
    from streamlit.testing.v1 import AppTest

    os.environ["CLAIMWATCH_DATA_DIR"] = str(folder)
    chosen, held = _chosen(folder), []
    for place in range(SESSIONS):
        app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=600)
        app.switch_page(f"views/{PAGES[place % len(PAGES)]}.py")
        # Half of them look at something of their own.
        _timed(
            app,
            PAGES[place % len(PAGES)],
            {**chosen, **FILTERS[place % 5]} if place % 2 else chosen,
        )
        held.append(app)
    return _peak()


def _timed(app: object, page: str, params: dict[str, str]) -> list[float]:
    app.query_params.clear()  # type: ignore[attr-defined]
    for name, value in params.items():
        app.query_params[name] = value  # type: ignore[attr-defined]
    cpu, wall = time.process_time(), time.perf_counter()
    app.run()  # type: ignore[attr-defined]
    spent = [time.perf_counter() - wall, time.process_time() - cpu]
    if app.exception:  # type: ignore[attr-defined]
        raise RuntimeError(f"{page}: {app.exception}")  # type: ignore[attr-defined]
    return spent


def _chosen(folder: Path) -> dict[str, str]:
    """The largest claim, outlet and party: the hardest of their pages."""
    from dashboard.snapshot import newest

    row = newest(folder).read(
        """
        select
            (select arg_max(claim_id, n_mentions) from claim) as claim,
            (select mode(source_id) from mention_wide) as outlet,
            (select mode(party_id) from mention_wide where party_kind <> 'outlet') as who
        """
    )
    return {name: str(value) for name, value in row.row(0, named=True).items()}


def _peak() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _middle(pairs: list[list[float]]) -> list[float]:
    return [statistics.median(column) for column in zip(*pairs, strict=True)]


def _line(page: str, found: dict[str, list[float]]) -> str:
    cells = [f"{found[kind][0]:.2f} ({found[kind][1]:.2f})" for kind in ("cold", "warm", "other")]
    return f"| {page} | {' | '.join(cells)} | {found['peak'][0]:.0f} |"


if __name__ == "__main__":
    sys.exit(main())

"""Take the pictures of the docs from the running app: python docs/screenshots.py --data DIR"""

from __future__ import annotations

import argparse
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb
from playwright.sync_api import BrowserContext, sync_playwright

OUT = Path(__file__).resolve().parent / "pictures"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Each page with the height of a window that shows what matters of it: the app scrolls inside a
# container, so that a picture of a whole page needs a window as tall.
HEIGHTS = {
    "overview": 1700,
    "claims": 1300,
    "claim": 2600,
    "sentences": 1200,
    "sources": 1800,
    "outlet": 1300,
    "articles": 1100,
    "parties": 1500,
    "party": 1300,
    "provenance": 1200,
    "runs": 1300,
    "export": 1000,
}


@dataclass(frozen=True)
class Look:
    """How a page is looked at."""

    width: int = 1280
    scheme: Literal["light", "dark"] = "light"
    locale: str = "en-GB"


TOUR = [Look()]
EVERY = [
    Look(width, scheme, locale)
    for width in (1440, 390)
    for scheme in ("light", "dark")
    for locale in ("en-GB", "de-DE")
]
# Drawn: the script has ended, nothing stands in for what is loaded, every chart has its drawing.
DRAWN = """() => document.querySelector('.cw-title')
    && document.querySelector('.stApp').dataset.testScriptState === 'notRunning'
    && !document.querySelector("[data-testid='stSkeleton']")
    && [...document.querySelectorAll("[data-testid='stPlotlyChart']")]
        .every(chart => chart.querySelector('.main-svg'))"""


def shoot(context: BrowserContext, url: str, name: str, width: int, path: Path) -> None:
    """One page, whose address is given, as a picture."""
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": HEIGHTS[name]})
    page.goto(url)
    page.wait_for_function(DRAWN, timeout=120_000)
    page.wait_for_timeout(1_500)  # the last chart fades in
    page.screenshot(path=path, type="jpeg", quality=72)
    page.close()


def chosen(data: Path) -> dict[str, str]:
    """What the pages of one claim, outlet and party show: the most widely reported of each."""
    name = (data / "snapshots" / "LATEST").read_text(encoding="utf8").strip()
    with duckdb.connect(str(data / "snapshots" / name), read_only=True) as con:
        claim, outlet, who = con.execute(
            "select (select arg_max(claim_id, n_independent) from claim),"
            " (select mode(source_id) from mention_wide),"
            " (select mode(party_id) from mention_wide where party_kind = 'actor')"
        ).fetchall()[0]
    return {"claim": f"?claim={claim}", "outlet": f"?outlet={outlet}", "party": f"?who={who}"}


def main() -> None:
    """The pictures of docs/tour.md, or with --every all pages in every look into another folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://localhost:8501")
    parser.add_argument("--data", type=Path, default=Path("data"), help="what the app shows")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--every", action="store_true", help="1440 and 390 px, light, dark, en, de")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    queries = chosen(args.data)
    queries["export"] = queries["claim"]
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for look in EVERY if args.every else TOUR:
            # One context a look: the app's own code is loaded once.
            context = browser.new_context(
                color_scheme=look.scheme, locale=look.locale, timezone_id="Europe/Berlin"
            )
            for name in HEIGHTS:
                tail = f"-{look.width}-{look.scheme}-{look.locale[:2]}" if args.every else ""
                path = args.out / f"{name}{tail}.jpg"
                place = "" if name == "overview" else name
                shoot(context, f"{args.url}/{place}{queries.get(name, '')}", name, look.width, path)
                print(path)
        browser.close()


if __name__ == "__main__":
    main()

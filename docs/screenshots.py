"""Take the pictures of the docs from the running app: python docs/screenshots.py [--url URL]"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

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
PAGES = {"overview": "", "claim": "claim", "sources": "sources", "runs": "runs"}
# The app scrolls inside a container: a picture of a whole page needs a window as tall.
HEIGHTS = {"overview": 1700, "claim": 2600, "sources": 1900, "runs": 1700}


def shoot(browser: Browser, url: str, name: str, width: int, scheme: str, claim: str) -> None:
    """One page at one width in one colour scheme."""
    page = browser.new_page(
        viewport={"width": width, "height": HEIGHTS[name]},
        color_scheme=scheme,  # type: ignore[arg-type]  # light or dark
        locale="en-GB",
        timezone_id="Europe/Berlin",
    )
    query = f"?claim={claim}" if name == "claim" and claim else ""
    page.goto(f"{url}/{PAGES[name]}{query}")
    page.wait_for_selector("[data-testid=stAppViewContainer] h1", timeout=60_000)
    page.wait_for_timeout(4_000)
    page.screenshot(path=OUT / f"{name}-{width}-{scheme}.png")
    page.close()


def main() -> None:
    """All pages at 1440 and 390 px, light and dark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://localhost:8501")
    parser.add_argument("--claim", default="", help="claim id for the claim page")
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    globals()["OUT"] = args.out
    args.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for name in PAGES:
            for width in (1440, 390):
                for scheme in ("light", "dark"):
                    shoot(browser, args.url, name, width, scheme, args.claim)
        browser.close()


if __name__ == "__main__":
    main()

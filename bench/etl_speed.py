"""Articles per second and peak memory of `etl run` on files: python bench/etl_speed.py PATH …"""

from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Run the ETL once into a fresh folder and print one line and the seconds by stage."""
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "etl", "run", "--data-dir", folder, "--json", "--input"]
        paths = [str(Path(path).resolve()) for path in sys.argv[1:]]
        done = subprocess.run(
            [*command, *paths], cwd=ROOT, capture_output=True, text=True, check=False
        )
    if done.returncode:
        print(done.stderr)
        return done.returncode
    report = json.loads(done.stdout)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    lost = report["records"] - report["articles_new"] - report["articles_known"]
    lost -= report["articles_revised"] + sum(report["rejected"].values())
    print(
        f"{report['records']:,} records in {report['seconds']:,.0f} s:"
        f" {report['records'] / report['seconds']:.1f} articles/s,"
        f" {report['mentions_new'] / report['seconds']:.0f} mentions/s,"
        f" peak {peak:,.0f} MB, lost {lost};"
        f" {os.cpu_count()} cores, Python {platform.python_version()}"
    )
    print("seconds by stage:", report["stage_seconds"])
    return 0


if __name__ == "__main__":
    sys.exit(main())

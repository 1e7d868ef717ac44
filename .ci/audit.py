"""What pip-audit found in the pinned packages: python .ci/audit.py PIP_AUDIT REQUIREMENTS...

Ends with 1 if a package has a known vulnerability. Where the advisory service cannot be reached or
knows none of the packages, it says so and ends with 0: a machine off the net can still be tested.
"""

from __future__ import annotations

import json
import subprocess
import sys

OPTIONS = ("--no-deps", "--disable-pip", "--progress-spinner=off", "--format=json")


def verdict(report: str, errors: str) -> tuple[int, str]:
    """Exit code and words for what pip-audit printed."""
    try:
        found = json.loads(report)["dependencies"]
    except (ValueError, KeyError):
        last = (errors.strip().splitlines() or ["no output"])[-1][:200]
        return 0, f"audit: NOT DONE, the advisory service cannot be reached ({last})"
    asked = [one for one in found if "skip_reason" not in one]
    if not asked:
        return 0, f"audit: NOT DONE, the advisory service knows none of {len(found)} packages"
    bad = [
        f"{one['name']} {one['version']}: {flaw['id']}, mended in"
        f" {', '.join(flaw['fix_versions']) or 'no version yet'}"
        for one in asked
        for flaw in one["vulns"]
    ]
    left = f", {len(found) - len(asked)} not looked up" if len(asked) < len(found) else ""
    if bad:
        return 1, "\n".join([f"audit: {len(bad)} known vulnerabilities{left}", *bad])
    return 0, f"audit: {len(asked)} packages, no known vulnerability{left}"


def main() -> int:
    """Run pip-audit and say what came of it."""
    program, *files = sys.argv[1:]
    named = [part for file in files for part in ("-r", file)]
    try:
        done = subprocess.run(
            [program, *OPTIONS, *named], capture_output=True, text=True, check=False, timeout=300
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        done = subprocess.CompletedProcess([], 1, "", str(error))
    code, words = verdict(done.stdout, done.stderr)
    print(words)
    return code


if __name__ == "__main__":
    sys.exit(main())

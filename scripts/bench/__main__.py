"""Measure the client against its floors and against other people's clients: `python -m scripts.bench [ROW...]`.

Each row is measured in processes of its own: the floor, which is the least that the work can cost, ours, and other
people's clients. Their rounds alternate. A row shows the median of each, how far apart the middle half of its rounds
is, and how many times the other's cost ours is. Ends with status 1 if a row misses a bar.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from attrs import evolve

from scripts.bench.measuring import ROOT, measure
from scripts.bench.report import as_json, lines_of
from scripts.bench.rows import ROWS
from scripts.peers.__main__ import NotInstalledError, install, version_of

# Git ignores it, as it does every environment.
ENVIRONMENTS = ROOT / ".venv-peers"


def interpreters(packages: Iterable[str], folder: Path) -> dict[str, Path | str]:
    """The interpreters of environments with other people's clients, which are made once.

    Args:
        packages: The packages.
        folder: Where the environments are kept.

    Returns:
        The interpreter of each package, or that it was not fetched, and why.
    """
    found: dict[str, Path | str] = {}
    for package in packages:
        python = folder / package / ("Scripts" if sys.platform == "win32" else "bin") / "python"
        try:
            if not (python.exists() and version_of(python, package)):
                print(f"{package}: installing ...", flush=True)
                python = install(package, folder / package)
            found[package] = python
        except (NotInstalledError, OSError, subprocess.SubprocessError) as error:
            found[package] = f"not fetched: {error}"
    return found


def main(arguments: Sequence[str]) -> int:
    """Measure, and print a table.

    Args:
        arguments: The command line.

    Returns:
        1 if a row misses a bar, else 0.
    """
    parser = argparse.ArgumentParser(prog="python -m scripts.bench", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("rows", nargs="*", metavar="ROW", help="names of rows, or how they begin; all by default")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write everything there as JSON")
    parser.add_argument("--no-peers", action="store_true", help="leave other people's clients out")
    parser.add_argument(
        "--environments", metavar="FOLDER", type=Path, default=ENVIRONMENTS, help="where theirs are kept"
    )
    parser.add_argument(
        "--rounds", metavar="N", type=int, help="rounds of each row; each has its own number by default"
    )
    given = parser.parse_args(arguments)
    rows = [row for row in ROWS if not given.rows or row.name.startswith(tuple(given.rows))]
    if not rows:
        parser.error(f"no such row; there are {', '.join(row.name for row in ROWS)}")
    packages = [] if given.no_peers else sorted({package for row in rows for package in row.peers})
    pythons = interpreters(packages, given.environments.resolve())
    results = []
    for row in rows:
        results.append(measure(evolve(row, rounds=given.rounds or row.rounds), pythons))
        print(*lines_of(results[-1]), sep="\n", flush=True)
    print(f"\nload {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    if given.json:
        versions = {
            name: version_of(python, name) if isinstance(python, Path) else python for name, python in pythons.items()
        }
        given.json.write_text(json.dumps(as_json(results, versions), indent=2) + "\n", encoding="utf-8")
    return int(any(checked.is_missed for measured in results for checked in measured.checked()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

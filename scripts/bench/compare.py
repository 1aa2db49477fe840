"""Measure two revisions in turn, and say what moved beyond noise: `python -m scripts.bench.compare REV [ROW...]`.

REV is checked out into a temporary folder. Its packages and those of this checkout, with what is not committed, do the
same rounds in turn, each in processes of its own, and both as this checkout's benchmarks measure them. A row has moved
if the middle halves of the two sides' rounds do not overlap.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from attrs import evolve

from scripts.bench.measuring import OURS, ROOT, Figure, Side, in_turn, setup_of
from scripts.bench.report import amount, spread
from scripts.bench.rows import ROWS, Row

_BEFORE = "before"


@contextmanager
def checked_out(revision: str) -> Iterator[Path]:
    """A temporary checkout of a revision, with the benchmarks of this one.

    Raises:
        subprocess.CalledProcessError: There is no such revision.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name, "checkout")
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--quiet", "--detach", str(folder), revision], check=True)
        try:
            shutil.rmtree(folder / "scripts", ignore_errors=True)
            shutil.copytree(ROOT / "scripts", folder / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
            yield folder
        finally:
            subprocess.run([*git, "remove", "--force", str(folder)], check=True)


def compare(row: Row, before: Path) -> str:
    """Measure a row of two checkouts; answers a line about it.

    Args:
        row: The row.
        before: The other checkout.
    """
    with setup_of(row) as setups:
        side = Side(row.ours, setups[row.key])
        found = in_turn({_BEFORE: evolve(side, root=before), OURS: side}, row.rounds)
    figures = []
    for name in (_BEFORE, OURS):
        rounds = found[name]
        if isinstance(rounds, str):
            return f"{row.name:<22}can't be measured {'before' if name == _BEFORE else 'now'}: {rounds}"
        figures.append(Figure(tuple(rounds)))
    amounts = "".join(f"{amount(each.median, row.unit):>9} ({spread(each):>3})" for each in figures)
    change = figures[1].median / figures[0].median - 1
    return f"{row.name:<22}{amounts} {row.unit:<9}{change:>+7.1%}  {verdict(row, *figures)}"


def verdict(row: Row, before: Figure, now: Figure) -> str:
    """`better` or `worse` if the sides' rounds lie apart, else `no change`."""
    if before.low <= now.high and now.low <= before.high:
        return "no change beyond noise"
    return "better" if (now.median < before.median) == row.lower_is_better else "worse"


def main(arguments: Sequence[str]) -> int:
    """Compare, and print a line for each row.

    Args:
        arguments: The command line.

    Returns:
        0; what is worse is for you to judge.
    """
    parser = argparse.ArgumentParser(
        prog="python -m scripts.bench.compare", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("revision", metavar="REV", help="what to compare this checkout with")
    parser.add_argument("rows", nargs="*", metavar="ROW", help="names of rows, or how they begin; all by default")
    parser.add_argument(
        "--rounds", metavar="N", type=int, help="rounds of each row; each has its own number by default"
    )
    given = parser.parse_args(arguments)
    rows = [row for row in ROWS if not given.rows or row.name.startswith(tuple(given.rows))]
    if not rows:
        parser.error(f"no such row; there are {', '.join(row.name for row in ROWS)}")
    with checked_out(given.revision) as before:
        print(f"{'':<22}{given.revision[:15]:>15}{'this checkout':>15}")
        for row in rows:
            print(compare(evolve(row, rounds=given.rounds or row.rounds), before), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

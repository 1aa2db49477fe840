"""What the probe has seen, as a table and as JSON; neither holds anything of the account."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from attrs import frozen

import kalshi_overlay

from .check import Result

_FORMAT = 1
_WIDE = 110
_MARKS = {"as assumed": "ok", "differs": "DIFFERS", "could not be seen": "not seen"}


@frozen
class Report:
    """What a run of the probe found.

    Attributes:
        environment: `production`, `demo` or `another host`.
        traded: Whether it placed orders.
        results: The outcome of each check, by area.
        left: Ids of orders that may still rest; for the terminal only.
    """

    environment: str
    traded: bool
    results: dict[str, list[Result]]
    left: list[str]

    @property
    def counts(self) -> Counter[str]:
        """How many checks came to each verdict."""
        return Counter(result.verdict for results in self.results.values() for result in results)

    @property
    def status(self) -> int:
        """The program's exit status: 0 if all is as assumed, 1 if something differs, 2 if nothing could be seen."""
        if self.counts["differs"] or self.left:
            return 1
        return 0 if self.counts["as assumed"] else 2


def as_json(report: Report) -> dict[str, Any]:
    """The report as a JSON object."""
    return {
        "format": _FORMAT,
        "package": kalshi_overlay.__version__,
        "date": datetime.now(UTC).date().isoformat(),
        "environment": report.environment,
        "traded": report.traded,
        "counts": {verdict: report.counts[verdict] for verdict in _MARKS},
        "checks": [
            {
                "area": area,
                "name": result.check.name,
                "assumption": result.check.assumption,
                "matters": result.check.matters,
                "source": result.check.source,
                "expected": " or ".join(result.check.expected),
                "seen": result.seen,
                "verdict": result.verdict,
            }
            for area, results in report.results.items()
            for result in results
        ],
    }


def write_json(report: Report, path: Path) -> None:
    """Write the report as JSON.

    Raises:
        OSError: The file can't be written.
    """
    path.write_text(json.dumps(as_json(report), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def print_table(report: Report) -> None:
    """Print the report, as a table if `rich` is installed and the terminal is wide enough."""
    if find_spec("rich") is None or shutil.get_terminal_size().columns < _WIDE:
        _print_plain(report)
    else:
        _print_rich(report)
    counts = report.counts
    print(", ".join(f"{counts[verdict]} {verdict}" for verdict in _MARKS))


def _print_rich(report: Report) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    styles = {"as assumed": "", "differs": "bold red", "could not be seen": "dim"}
    for area, results in report.results.items():
        table = Table(title=area, title_justify="left", expand=True)
        table.add_column("", no_wrap=True)
        for column, ratio in (("assumption", 5), ("matters in", 3), ("expected", 3), ("seen", 3)):
            table.add_column(column, ratio=ratio, overflow="fold")
        for result in results:
            check = result.check
            cells = (_MARKS[result.verdict], check.assumption, check.matters, " or ".join(check.expected), result.seen)
            # What was seen may look like markup.
            table.add_row(*map(Text, cells), style=styles[result.verdict])
        Console().print(table)


def _print_plain(report: Report) -> None:
    for area, results in report.results.items():
        print(f"\n{area}")
        for result in results:
            check = result.check
            print(f"  {_MARKS[result.verdict]:8}  {check.assumption}")
            print(f"            matters in {check.matters}; expected: {' or '.join(check.expected)}")
            print(f"            seen: {result.seen}")
    print()

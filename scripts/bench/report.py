"""What a run of the benchmarks says: a table, and JSON with all that the page of figures is made of."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scripts.bench.measuring import ROOT, Checked, Figure, Measured
from scripts.bench.rows import SCALES, Unit

LIBRARIES = ("httpx", "aiohttp", "cryptography", "msgspec", "websockets", "attrs")
_CPUINFO = Path("/proc/cpuinfo")


def amount(seconds: float, unit: Unit) -> str:
    """A figure in its unit, with three digits that count.

    Args:
        seconds: The figure, as it was measured.
        unit: The unit.
    """
    value = seconds * SCALES[unit]
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}" if abs(value) < 10 else f"{value:.1f}"


def said(checked: Checked, unit: Unit) -> str:
    """What came of a bar in words."""
    bar = checked.bar
    limit = f"+{amount(bar.at_most, unit)} {unit}" if bar.is_added else f"{bar.at_most:.2f}"
    if checked.value is None:
        return f"{bar.against}: not measured (at most {limit})"
    came = f"{amount(checked.value, unit)} {unit}" if bar.is_added else f"{checked.value:.2f}"
    return f"{bar.against}: {came} (at most {limit}){' MISSED' if checked.is_missed else ''}"


def spread(figure: Figure) -> str:
    """How far apart the middle half of the rounds is, in hundredths of their median."""
    return f"{(figure.high - figure.low) / figure.median:.0%}" if figure.median else "0%"


def lines_of(measured: Measured) -> list[str]:
    """The lines of a row."""
    row, unit = measured.row, measured.row.unit

    def line(name: str, figure: Figure | str) -> str:
        if isinstance(figure, str):
            return f"  {name:<46} {figure}"
        ratio = "" if figure is measured.ours else f"{measured.cost(figure):>7.2f}"
        return f"  {name:<46}{amount(figure.median, unit):>9} {unit:<8} {spread(figure):>5}{ratio}"

    bars = [f"    {said(checked, unit)}" for checked in measured.checked()]
    return [
        f"{row.name}: {row.what}{'' if row.lower_is_better else ' (more is better)'}",
        line(f"floor: {row.floor_what}", measured.floor),
        line("ours", measured.ours),
        *(line(name, figure) for name, figure in measured.peers.items()),
        *bars,
    ]


def as_json(results: Sequence[Measured], peers: Mapping[str, str]) -> dict[str, Any]:
    """All that a run has found.

    Args:
        results: The rows.
        peers: The version of each package, or why it was not measured.
    """
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "commit": _commit(),
        "machine": f"{platform.system()} {platform.machine()}, {_processor()}",
        "cpus": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "libraries": {name: importlib.metadata.version(name) for name in LIBRARIES},
        "peers": dict(peers),
        "rows": [_row(measured) for measured in results],
    }


def _row(measured: Measured) -> dict[str, Any]:
    row = measured.row
    return {
        "name": row.name,
        "what": row.what,
        "unit": row.unit,
        "lower_is_better": row.lower_is_better,
        "floor": {"what": row.floor_what, **_figure(measured.floor, row.unit)},
        "ours": _figure(measured.ours, row.unit),
        "ratio": _round(measured.cost(measured.floor)),
        "peers": {
            name: figure if isinstance(figure, str) else _figure(figure, row.unit)
            for name, figure in measured.peers.items()
        },
        "bars": [{"said": said(checked, row.unit), "is_missed": checked.is_missed} for checked in measured.checked()],
    }


def _figure(figure: Figure, unit: Unit) -> dict[str, float]:
    values = {"median": figure.median, "low": figure.low, "high": figure.high}
    return {name: _round(value * SCALES[unit]) for name, value in values.items()}


def _round(value: float) -> float:
    return float(f"{value:.4g}")


def _commit() -> str:
    described = ["git", "describe", "--always", "--dirty", "--abbrev=10", "--exclude=*"]
    ran = subprocess.run(described, cwd=ROOT, capture_output=True, text=True, check=False)
    return ran.stdout.strip() or "unknown"


def _processor() -> str:
    if _CPUINFO.exists():
        for line in _CPUINFO.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown processor"

"""What is live: every operation of the spec, and the markets that the documentation lists."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kalshi_sandbox import Sandbox
from kalshi_sandbox.live import HANDLERS

DOCUMENT = Path(__file__).parents[3] / "docs" / "sandbox.md"


def test_every_operation_of_the_spec_is_live(spec: dict[str, Any]) -> None:
    known = {operation["operationId"] for item in spec["paths"].values() for operation in item.values()}
    assert set(HANDLERS) == known


def test_the_documentation_lists_the_markets_that_the_sandbox_starts_with() -> None:
    by_series: dict[str, list[int]] = {}
    for market in Sandbox().engine.markets.all():
        series, strike = market.ticker.split("-26DEC31-T")
        by_series.setdefault(series, []).append(int(strike))
    rows = []
    for series, strikes in sorted(by_series.items()):
        low, step = min(strikes), sorted(strikes)[1] - min(strikes)
        assert sorted(strikes) == [low + number * step for number in range(10)]
        event = f"{series}-26DEC31"
        rows.append(f"| `{series}` | `{event}-T{low}` to `{event}-T{low + 9 * step}` | {step} |")
    table = "\n".join(["| series | markets | from one to the next |", "|---|---|---|", *rows])
    text = DOCUMENT.read_text(encoding="utf-8")
    assert table in text, f"docs/sandbox.md is stale; its table of markets is:\n{table}"

"""The live operations: each once, all of them in the spec, and listed in the documentation, as the markets are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kalshi_sandbox import Sandbox
from kalshi_sandbox.live import HANDLERS

DOCUMENT = Path(__file__).parents[3] / "docs" / "sandbox.md"


def test_the_documentation_lists_the_live_operations_as_the_code_has_them(spec: dict[str, Any]) -> None:
    by_tag: dict[str, list[str]] = {}
    for item in spec["paths"].values():
        for operation in item.values():
            if operation["operationId"] in HANDLERS:
                by_tag.setdefault(operation["tags"][0], []).append(f"`{operation['operationId']}`")
    rows = [f"| {tag} | {', '.join(sorted(live))} |" for tag, live in sorted(by_tag.items())]
    table = "\n".join(["| tag | live |", "|---|---|", *rows])
    text = DOCUMENT.read_text(encoding="utf-8")
    assert table in text, f"docs/sandbox.md is stale; its table of live operations is:\n{table}"


def test_every_live_operation_is_in_the_spec(spec: dict[str, Any]) -> None:
    known = {operation["operationId"] for item in spec["paths"].values() for operation in item.values()}
    assert set(HANDLERS) <= known


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

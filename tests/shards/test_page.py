"""The page for users: its examples run, and its numbers are those of the code."""

from __future__ import annotations

import inspect

import kalshi_overlay.shards
from kalshi_overlay.orders import reading
from kalshi_overlay.shards import transfer
from tests.conftest import ROOT
from tests.page_examples import examples_of, run

PAGE = (ROOT / "docs" / "shards.md").read_text(encoding="utf-8")
EXAMPLES = examples_of("shards.md")


def test_the_examples_run() -> None:
    cash, rejected, groups, targets = run(*EXAMPLES)
    assert cash[1] == "moved: 25.50 read back: False"
    assert rejected[0] == "insufficient_balance"
    assert "which alone pays for its orders" in rejected[1]
    assert "with kalshi_overlay.shards.transfer" in rejected[1]
    assert groups == ["failed: {}", "deleted on: [0, 1, 2, 3]"]
    assert [line.partition(",")[0] for line in targets] == [
        "shard 0: 70 %",
        "shard 1: 0 %",
        "shard 2: 30 %",
        "shard 3: 0 %",
    ]


def test_the_numbers_are_those_of_the_code() -> None:
    text = " ".join(PAGE.split())
    assert f"certain {reading.FINAL_AFTER:.0f} seconds after the request" in text
    assert f"accepted for at most {reading.SIGNATURE_WINDOW:.0f} seconds" in text
    assert reading.READ_LAG == 5
    timeouts = {inspect.signature(call).parameters["timeout"].default for call in (transfer.sync, transfer.asyncio)}
    assert f"The timeout is {timeouts.pop():.0f} seconds" in text
    assert not timeouts


def test_every_error_module_and_result_is_on_it() -> None:
    modules = ("balances", "transfer", "on_each", "allocation", "set_allocation")
    assert [name for name in modules if f"| `{name}` |" not in PAGE] == []
    assert [name for name in kalshi_overlay.shards.__all__ if f"`{name}`" not in PAGE] == []

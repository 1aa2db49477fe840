"""examples/quickstart.py, run as a user runs it, against the sandbox."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kalshi_overlay.sandbox import Sandbox
from kalshi_overlay.sandbox.application import Application
from tests.conftest import ROOT

EXAMPLE = ROOT / "examples" / "quickstart.py"
Requests = list[tuple[str, str]]


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> Requests:
    """The method and path of everything that reaches the exchange, refused or not."""
    seen: Requests = []
    answer = Application.__call__

    async def watched(self: Application, scope: Any, receive: Any, send: Any) -> None:
        seen.append((scope["method"], scope["path"]))
        await answer(self, scope, receive, send)

    monkeypatch.setattr(Application, "__call__", watched)
    return seen


@pytest.fixture
def variables(requests: Requests, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a user whose exchange is a sandbox."""
    with Sandbox() as exchange:
        key = tmp_path / "key.pem"
        key.write_text(exchange.private_key_pem, encoding="ascii")
        others = {name: value for name, value in os.environ.items() if not name.startswith("KALSHI_")}
        yield {
            **others,
            "PYTHONPATH": str(ROOT),
            "KALSHI_API_KEY_ID": exchange.access_key_id,
            "KALSHI_PRIVATE_KEY_PATH": str(key),
            "KALSHI_API_BASE_URL": exchange.base_url,
            "KALSHI_ALLOW_UNKNOWN_HOST": "true",
        }


def run(variables: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "-W", "error", str(EXAMPLE), *arguments]
    ran = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


def assert_looked_around(output: str) -> None:
    assert "Exchange active: True, trading active: True" in output
    table = output[output.index("ticker") : output.index("Balance:")].strip().splitlines()
    assert len(table) == 1 + 10
    for row in table[1:]:
        assert re.fullmatch(r"\S+ +\d\.\d{4} +\d\.\d{4} +[\d.]+  \d{4}-\d\d-\d\d \d\d:\d\d", row), row
    assert re.search(r"^Balance: \$\d+(\.\d+)?$", output, re.MULTILINE)
    assert re.search(r"^20 signed requests at once took \d+\.\d\d s$", output, re.MULTILINE)
    assert re.search(r"^A market that isn't there: GET \S+/markets/NO-SUCH-MARKET answered 404", output, re.MULTILINE)
    assert re.search(r"^A key that isn't known: GET \S+/portfolio/balance answered 401", output, re.MULTILINE)


def test_without_trade_it_looks_around_and_sends_only_gets(variables: dict[str, str], requests: Requests) -> None:
    output = run(variables)
    assert_looked_around(output)
    assert "No order sent" in output
    assert "Order:" not in output
    assert {method for method, _ in requests} == {"GET"}


def test_with_trade_it_sends_one_order(variables: dict[str, str], requests: Requests) -> None:
    output = run(variables, "--trade")
    assert_looked_around(output)
    assert "Order: CreateOrderV2Response(" in output
    writes = [(method, path.removeprefix("/trade-api/v2")) for method, path in requests if method != "GET"]
    assert writes == [("POST", "/portfolio/events/orders")]


def test_without_a_key_it_says_how_to_give_one(variables: dict[str, str], requests: Requests) -> None:
    kept = {name: value for name, value in variables.items() if name not in ("KALSHI_API_KEY_ID", "KALSHI_KEY_ID")}
    ran = subprocess.run([sys.executable, str(EXAMPLE)], env=kept, capture_output=True, text=True, check=False)
    assert ran.returncode != 0
    assert "KALSHI_API_KEY_ID" in ran.stderr
    assert requests == []

"""examples/quickstart.py against the sandbox; run as a user runs it, or in this process, which takes half the time."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kalshi_sandbox import Sandbox
from kalshi_sandbox.application import Application
from kalshi_sandbox.engine import NewOrder, OrderUpdated
from kalshi_sandbox.engine.events import EngineEvent
from tests.conftest import ROOT
from tests.sandbox.small import small_sandbox

EXAMPLE = ROOT / "examples" / "quickstart.py"
# It closes before the sandbox's own markets, so it is the one that is traded.
TICKER = "KXTOSS-26DEC31-HEADS"
Requests = list[tuple[str, str]]


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> Requests:
    """The method and path of everything that reaches the exchange, refused or not."""
    seen: Requests = []
    answer = Application.__call__

    async def watched(self: Application, scope: Any, receive: Any, send: Any) -> None:
        seen.append((scope["method"], scope["path"].removeprefix("/trade-api/v2")))
        await answer(self, scope, receive, send)

    monkeypatch.setattr(Application, "__call__", watched)
    return seen


@pytest.fixture
def exchange(requests: Requests) -> Iterator[Sandbox]:
    """An exchange with a market that closes next, and somebody who quotes it 0.48 to 0.52."""
    with small_sandbox(markets=10, behaviour="simple") as exchange:
        exchange.add_market(TICKER, close_time=datetime.now(UTC) + timedelta(minutes=10))
        exchange.add_account("other")
        exchange.engine.orders.place(
            "other", NewOrder(ticker=TICKER, side="bid", count=Decimal(50), price=Decimal("0.48"))
        )
        exchange.engine.orders.place(
            "other", NewOrder(ticker=TICKER, side="ask", count=Decimal(50), price=Decimal("0.52"))
        )
        yield exchange


@pytest.fixture
def variables(exchange: Sandbox, tmp_path: Path) -> dict[str, str]:
    """The environment of a user whose exchange is a sandbox."""
    key = tmp_path / "key.pem"
    key.touch(mode=0o600)
    key.write_text(exchange.private_key_pem, encoding="ascii")
    others = {name: value for name, value in os.environ.items() if not name.startswith("KALSHI_")}
    return {
        **others,
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "120",
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


@pytest.fixture
def run_here(
    variables: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    """Runs the example in this process, where what it imports has been imported."""
    for name in {*os.environ} - {*variables}:
        monkeypatch.delenv(name)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    def run(*arguments: str) -> str:
        monkeypatch.setattr(sys, "argv", [str(EXAMPLE), *arguments])
        runpy.run_path(str(EXAMPLE), run_name="__main__")
        printed = capsys.readouterr()
        assert printed.err == ""
        return printed.out

    return run


def when_the_order(exchange: Sandbox, *, rests: Callable[[], Any], is_canceled: Callable[[], Any] = int) -> None:
    """Let something happen when the user's order rests, and when it is canceled."""

    def listen(happening: EngineEvent) -> None:
        if isinstance(happening, OrderUpdated) and happening.order.owner.account == exchange.account:
            {"placed": rests, "canceled": is_canceled}.get(happening.reason, int)()

    exchange.engine.listen(listen)


def sell(exchange: Sandbox, count: int) -> None:
    """Sell to whoever bids best."""
    order = NewOrder(
        ticker=TICKER,
        side="ask",
        count=Decimal(count),
        price=Decimal("0.40"),
        time_in_force="immediate_or_cancel",
    )
    exchange.engine.orders.place("other", order)


def writes(requests: Requests) -> Requests:
    return [request for request in requests if request[0] != "GET"]


def assert_looked_around(output: str) -> None:
    assert "Exchange active: True, trading active: True" in output
    table = output[output.index("ticker") : output.index("Balance:")].strip().splitlines()[2:]
    assert len(table) == 10
    for row in table:
        assert re.fullmatch(r" *\S+ +\d\.\d{4} +\d\.\d{4} +[\d.]+ +\d\d \w{3} \d\d:\d\d:\d\d *", row), row
    assert re.search(r"^Balance: \$1000\.0000$", output, re.MULTILINE)
    assert re.search(r"^20 signed requests at once took \d+\.\d\d s$", output, re.MULTILINE)
    assert re.search(r"^An unknown market: GET \S+/markets/NO-SUCH-MARKET answered 404", output, re.MULTILINE)
    assert re.search(r"^An unknown key: GET \S+/portfolio/balance answered 401", output, re.MULTILINE)


def test_without_trade_it_looks_around_and_sends_only_gets(variables: dict[str, str], requests: Requests) -> None:
    output = run(variables)
    assert_looked_around(output)
    assert f"No order sent: --trade would bid $0.4900 for 12 of {TICKER}" in output
    assert writes(requests) == []


def test_with_trade_it_tells_of_a_fill_and_cancels_the_rest(
    exchange: Sandbox, run_here: Callable[..., str], requests: Requests
) -> None:
    when_the_order(exchange, rests=lambda: sell(exchange, 5))
    output = run_here("--trade")
    assert_looked_around(output)
    assert f"rests: 12 of {TICKER} at $0.4900" in output
    assert "Filled: 5.00 at $0.4900 as maker, fee $0.000000\nCanceled the rest: 7.00\n" in output
    assert f"Position: 5.00 of {TICKER}, which cost $2.4500\nIt settles after 2" in output
    assert re.search(r"cash +\$1000\.0000 +\$997\.5500 +-2\.4500", output)
    assert re.search(r"total +\$1000\.0000 +\$1000\.0000 +\+0\.0000", output)
    [order] = exchange.engine.orders.of(exchange.account)
    assert writes(requests) == [
        ("POST", "/portfolio/events/orders"),
        ("DELETE", f"/portfolio/events/orders/{order.order_id}"),
    ]


def test_a_market_that_closes_soon_is_watched_to_its_settlement(
    exchange: Sandbox, run_here: Callable[..., str]
) -> None:
    exchange.settle(TICKER, "no")
    soon = "KXTOSS-26DEC31-TAILS"
    exchange.add_market(soon, close_time=datetime.now(UTC) + timedelta(seconds=25))
    for side, price in (("bid", "0.48"), ("ask", "0.52")):
        order = NewOrder(ticker=soon, side="bid" if side == "bid" else "ask", count=Decimal(50), price=Decimal(price))
        exchange.engine.orders.place("other", order)
    taking = NewOrder(
        ticker=soon, side="ask", count=Decimal(5), price=Decimal("0.40"), time_in_force="immediate_or_cancel"
    )
    when_the_order(
        exchange,
        rests=lambda: exchange.engine.orders.place("other", taking),
        is_canceled=lambda: exchange.settle(soon, "yes"),
    )
    output = run_here("--trade")
    assert re.search(r"^It closes in \d+ s \.\.\.\nSettled: yes won, paid \$5\.00$", output, re.MULTILINE)
    assert re.search(r"total +\$1000\.0000 +\$1002\.5500 +\+2\.5500", output)


def test_an_order_that_is_filled_completely_leaves_nothing_to_cancel(
    exchange: Sandbox, run_here: Callable[..., str]
) -> None:
    when_the_order(exchange, rests=lambda: sell(exchange, 30))
    output = run_here("--trade")
    assert "Filled: 12.00 at $0.4900 as maker, fee $0.000000\nNothing was left to cancel\n" in output


def test_where_nobody_trades_it_says_so_and_cancels(exchange: Sandbox, run_here: Callable[..., str]) -> None:
    output = run_here("--trade", "--wait", "0.5")
    assert_looked_around(output)
    assert "Canceled the rest: 12.00\nNobody filled it in time\n" in output
    assert exchange.engine.orders.of(exchange.account, status="resting") == []


def test_a_market_that_closes_early_does_not_hang_it(exchange: Sandbox, run_here: Callable[..., str]) -> None:
    when_the_order(exchange, rests=lambda: exchange.close_market(TICKER))
    output = run_here("--trade", "--wait", "0.5")
    assert "Nothing was left to cancel\nNobody filled it in time\n" in output


def test_without_quotes_it_sends_no_order(exchange: Sandbox, run_here: Callable[..., str], requests: Requests) -> None:
    exchange.engine.orders.cancel_all("other")
    exchange.engine.orders.cancel_all("liquidity-provider")
    assert "No order sent: none of these markets has both a bid and an ask" in run_here("--trade")
    assert writes(requests) == []


def test_without_a_key_it_says_how_to_give_one(variables: dict[str, str], requests: Requests) -> None:
    kept = {name: value for name, value in variables.items() if name not in ("KALSHI_API_KEY_ID", "KALSHI_KEY_ID")}
    ran = subprocess.run([sys.executable, str(EXAMPLE)], env=kept, capture_output=True, text=True, check=False)
    assert ran.returncode != 0
    assert "KALSHI_API_KEY_ID" in ran.stderr
    assert requests == []


def test_without_rich_it_says_how_to_get_it(variables: dict[str, str], tmp_path: Path, requests: Requests) -> None:
    (tmp_path / "rich.py").write_text("raise ImportError('not here')", encoding="utf-8")
    without = {**variables, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}
    ran = subprocess.run([sys.executable, str(EXAMPLE)], env=without, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert 'needs the extra "sandbox"' in ran.stderr
    assert requests == []


@pytest.mark.parametrize("base_url", ["https://external-api.kalshi.com/trade-api/v2", "https://proxy.invalid"])
def test_it_refuses_to_trade_with_real_money(
    run_here: Callable[..., str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], base_url: str
) -> None:
    monkeypatch.setenv("KALSHI_API_BASE_URL", base_url)
    # Should it send something all the same, the proxy is where it ends.
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    # Python prints a text that a program exits with, and the status is 1.
    with pytest.raises(SystemExit, match="KALSHI_DEMO=true"):
        run_here("--trade")
    assert capsys.readouterr().out == ""


def test_running_it_twice_sends_two_orders(exchange: Sandbox, run_here: Callable[..., str]) -> None:
    for _ in range(2):
        run_here("--trade", "--wait", "0")
    orders = exchange.engine.orders.of(exchange.account)
    assert [order.status for order in orders] == ["canceled", "canceled"]
    assert len({order.client_order_id for order in orders}) == 2

"""The example of a market maker: it quotes on all shards, keeps to its limits, and leaves nothing when it is killed."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from kalshi_sandbox import Sandbox
from kalshi_sandbox.engine import NewOrder
from tests.conftest import ROOT
from tests.program_environment import environment_of

MAKER = ROOT / "examples" / "market_maker.py"
MOST_HELD, SHARDS = Decimal(40), 4
# Seconds, far more than anything takes.
PATIENCE = 60.0


def until(condition: Callable[[], bool]) -> None:
    """Wait until something holds."""
    ends = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.02)


def child_of(process: int) -> int:
    """The program that a guard runs."""
    return int(Path(f"/proc/{process}/task/{process}/children").read_text().split()[0])


def trade_against(exchange: Sandbox) -> None:
    """Have somebody sell to each bid of the market maker, again and again."""
    orders, name = exchange.engine.orders, exchange.add_account(balance=100_000)
    for _ in range(8):
        for order in orders.of(exchange.account, status="resting"):
            if order.side == "bid":
                orders.place(name, NewOrder(ticker=order.ticker, side="ask", count=Decimal(60), price=order.price))
        time.sleep(0.1)


def test_it_has_sixty_lines() -> None:
    lines = MAKER.read_text(encoding="utf-8").split('"""', 2)[2].splitlines()
    assert sum(1 for line in lines if line.strip()) <= 60


def test_it_quotes_on_four_shards_within_its_limits_and_leaves_nothing_when_killed(tmp_path: Path) -> None:
    with Sandbox(traders=40, seed=3) as exchange:
        engine, account = exchange.engine, exchange.account
        tickers: dict[int, str] = {}
        for market in engine.markets.all():
            if market.status == "active":
                tickers.setdefault(market.exchange_index, market.ticker)
        assert len(tickers) == SHARDS
        guarded = [sys.executable, "-m", "kalshi_overlay.guard", "--beat", "60", "--", sys.executable, str(MAKER)]
        guard = subprocess.Popen(
            [*guarded, *tickers.values()],
            env=environment_of(exchange, tmp_path),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:

            def resting() -> list[str]:
                return [order.ticker for order in engine.orders.of(account, status="resting")]

            until(lambda: set(resting()) == set(tickers.values()))
            trade_against(exchange)
            until(lambda: {fill.ticker for fill in engine.orders.fills(account)} == set(tickers.values()))
            # It follows them, and quotes again.
            until(lambda: set(resting()) == set(tickers.values()))
            trade_against(exchange)
            held = {position.ticker: position.count for position in engine.portfolio.positions(account)}
            os.kill(child_of(guard.pid), signal.SIGKILL)
            until(lambda: not resting())
        finally:
            # What it has started goes with it.
            with contextlib.suppress(IndexError, FileNotFoundError):
                os.kill(child_of(guard.pid), signal.SIGKILL)
            guard.kill()
            printed, _ = guard.communicate()
    assert max(abs(count) for count in held.values()) <= MOST_HELD
    assert all(len(re.findall(ticker, printed)) < 100 for ticker in tickers.values()), printed

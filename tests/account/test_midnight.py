"""What a day has brought, around midnight UTC."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from kalshi_overlay.account import Account
from tests.account.conftest import LAGGING, MAKER, SPEED, Trader
from tests.account.fast_time import FastTime
from tests.account.test_account import PATIENCE
from tests.sandbox.small import small_sandbox

MIDNIGHT = datetime(2026, 12, 1, tzinfo=UTC)


def run_before_midnight(scenario: Callable[[Trader], Coroutine[Any, Any, None]]) -> None:
    """Run a scenario with an account and a market, from 100 seconds before midnight on."""
    fast = FastTime(time.time(), SPEED, MIDNIGHT - timedelta(seconds=100))
    with small_sandbox(clock=fast, behaviour=LAGGING) as exchange:
        exchange.add_account(MAKER, balance=100_000_000)
        trader = Trader(exchange, exchange.add_account(balance=4000), "", fast)
        trader.ticker = trader.market(exchange_index=1)
        trader.run(lambda: scenario(trader))


def lose_two_dollars(trader: Trader) -> None:
    """Buy ten at 0.60 and sell them at 0.40."""
    trader.buy(10)
    trader.place(trader.account, "ask", "0.40", 10)


async def until_after(trader: Trader, seconds: float) -> None:
    """Wait until so many seconds after midnight."""
    while trader.now() < MIDNIGHT + timedelta(seconds=seconds):
        await asyncio.sleep(0.01)


def test_the_day_begins_at_midnight_and_not_when_somebody_looks() -> None:
    async def scenario(trader: Trader) -> None:
        lose_two_dollars(trader)
        async with trader.client() as client, Account(client) as account:
            assert account.profit_today == Decimal("-2.336")
            await until_after(trader, 3)
            lose_two_dollars(trader)
            await trader.clock.sleep(5)
            await asyncio.wait_for(account.until_right(), PATIENCE)
            assert len(account.fills) == 2
            assert account.profit_today == Decimal("-2.336")

    run_before_midnight(scenario)


def test_an_account_that_is_opened_across_midnight_has_nothing_of_the_day_before() -> None:
    async def scenario(trader: Trader) -> None:
        lose_two_dollars(trader)
        while trader.now() < MIDNIGHT - timedelta(seconds=3):
            await asyncio.sleep(0.01)
        async with trader.client() as client, Account(client) as account:
            assert trader.now() > MIDNIGHT
            assert not account.fills
            assert account.profit_today == 0

    run_before_midnight(scenario)

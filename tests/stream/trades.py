"""A stream, and trades that are published on it, numbered by their count."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import Any

from kalshi_gen.stream.models import Trade
from kalshi_overlay.stream import connect
from kalshi_sandbox import Sandbox
from tests.stream.examples import TICKER, body, message


@asynccontextmanager
async def opened(exchange: Sandbox, **how: Any) -> AsyncIterator[Any]:
    """A stream; its type is left open, for commands that type checkers would refuse."""
    async with exchange.client() as client, connect(client, **how) as stream:
        yield stream


async def publish(exchange: Sandbox, count: int, ticker: str = TICKER, first: int = 1) -> None:
    """Have trades of a market published, numbered by their count."""

    sent = body(message(Trade))

    def publish_all() -> None:
        for number in range(first, first + count):
            trade = {**sent, "market_ticker": ticker, "count_fp": f"{Decimal(number) / 100}"}
            exchange.stream.publish("trade", "trade", trade, name=ticker)

    await asyncio.to_thread(publish_all)


def numbers(trades: list[Any]) -> list[int]:
    return [int(trade.msg.count_fp * 100) for trade in trades]

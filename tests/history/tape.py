"""A tape for the sandbox: trades and fills of a time, at moments that are hard to keep apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from kalshi_sandbox import Sandbox
from kalshi_sandbox.engine import Fill, Trade
from kalshi_sandbox.engine.order import Owner


def record(exchange: Sandbox, length: timedelta, trades: int, fills: int, chance: Random) -> datetime:
    """Record trades, and fills of the sandbox's own account, and let so much time pass.

    Orders that trade would take minutes to make as many. One fill in ten is of two orders of the account that trade
    with one another, which have the same fill id.

    Args:
        exchange: A sandbox with a manual clock.
        length: The time that passes.
        trades: How many trades there are.
        fills: How many of them the account has a part in.
        chance: What decides on the rest.

    Returns:
        When the tape begins.
    """
    start, tape = exchange.engine.now(), exchange.engine._state.tape
    tickers = [market.ticker for market in exchange.engine.markets.all()]
    owner = Owner(exchange.account, 0)
    of_account = set(chance.sample(range(trades), fills))
    for number, moment in enumerate(sorted(_moments(start, length, trades, chance))):
        price, count = Decimal(chance.randrange(1, 100)) / 100, Decimal(chance.randrange(1, 10_000)) / 100
        trade = Trade(
            trade_id=str(UUID(int=chance.getrandbits(128))),
            ticker=chance.choice(tickers),
            price=price,
            count=count,
            taker_side="bid",
            created_time=moment,
            is_block_trade=False,
            open_interest=Decimal(1),
        )
        tape.print(trade)
        if number not in of_account:
            continue
        for is_taker in (True, False) if chance.random() < 0.1 else (True,):
            fill = Fill(
                trade_id=trade.trade_id,
                order_id=str(UUID(int=chance.getrandbits(128))),
                client_order_id="",
                owner=owner,
                ticker=trade.ticker,
                side="bid" if is_taker else "ask",
                price=price,
                count=count,
                is_taker=is_taker,
                fee=Decimal("0.01"),
                netted=Decimal(0),
                created_time=moment,
            )
            tape.fills[exchange.account].append(fill)
    exchange.clock.advance(length + timedelta(hours=1))
    return start


def _moments(start: datetime, length: timedelta, count: int, chance: Random) -> Iterator[datetime]:
    """Moments within a time: any, exact minutes, the last microsecond before one, and bursts within a moment."""
    microseconds, minute = length // timedelta(microseconds=1), timedelta(minutes=1)
    moment = start
    for _ in range(count):
        if chance.random() < 0.9:
            moment = start + timedelta(microseconds=chance.randrange(microseconds))
        if chance.random() < 0.1:
            moment -= (moment - start) % minute
            if moment > start and chance.random() < 0.5:
                moment -= timedelta(microseconds=1)
        yield moment

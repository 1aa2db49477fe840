"""What a sandbox trades from the start: series, events, markets, and a house that quotes them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from .engine import Exchange, NewOrder
from .instruments import CENT, event_ticker, market_ticker, market_times, number, prices, series_ticker, strike

HOUSE = "house"
_SERIES = 5
_CRYPTO = ("KXBTCD", "KXETHD")
_CRYPTO_SHARD = 2
_MARKETS_PER_EVENT = 10
_LEVELS = 5
_LEAST_LIFE = timedelta(days=30)
HOUSE_BALANCE = Decimal(10_000_000)
_LOW, _HIGH = CENT, 1 - CENT


def seed_markets(exchange: Exchange) -> None:
    """Add the sandbox's own series, an event of each with ten open markets, and resting quotes on both sides.

    Markets on crypto are on shard 2, the others on any: which one is a fact of each market.

    Args:
        exchange: An exchange that has none of them yet, and the account of the house.
    """
    for index in range(_SERIES):
        series = series_ticker(index)
        exchange.markets.add_series(series, title=f"Daily value of {series}")
        event = event_ticker(index)
        exchange.markets.add_event(event, series_ticker=series, title=f"Closing value of {series}")
        for at in range(_MARKETS_PER_EVENT):
            _add_market(exchange, market_ticker(at, event=event))


def _add_market(exchange: Exchange, ticker: str) -> None:
    floor = strike(ticker)
    now = exchange.clock.now()
    exchange.markets.add(
        ticker,
        yes_sub_title=f"{floor:,.0f} or above",
        no_sub_title=f"Below {floor:,.0f}",
        close_time=max(market_times(ticker)["close_time"], now + _LEAST_LIFE),
        exchange_index=_shard_of(ticker, exchange.shards.count),
    )
    best = prices(ticker)
    for level in range(_LEVELS):
        _quote(exchange, ticker, "bid", best["yes_bid"] - level * CENT, level)
        _quote(exchange, ticker, "ask", best["yes_ask"] + level * CENT, level)


def _shard_of(ticker: str, shards: int) -> int:
    if ticker.startswith(_CRYPTO):
        return min(_CRYPTO_SHARD, shards - 1)
    return number(f"{ticker}/shard", 0, shards - 1)


def _quote(exchange: Exchange, ticker: str, side: str, price: Decimal, level: int) -> None:
    if not _LOW <= price <= _HIGH:
        return
    size = Decimal(number(f"{ticker}/{side}/{level}", 10, 500))
    order = NewOrder(ticker=ticker, side="bid" if side == "bid" else "ask", count=size, price=price, post_only=True)
    exchange.orders.place(HOUSE, order)

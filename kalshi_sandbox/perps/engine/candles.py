"""Candlesticks of a market, built from its trades and best prices."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from attrs import frozen

from kalshi_sandbox.engine.candles import PeriodMinutes, Span
from kalshi_sandbox.engine.clock import EPOCH
from kalshi_sandbox.engine.order import ZERO

from .market import Market
from .tape import Tape

_PRICE_STEP = Decimal("0.000001")
_INSTANT = timedelta(microseconds=1)


@frozen(kw_only=True)
class Candlestick:
    """One period of a market. Prices are in US dollars for one contract.

    Args:
        end_ts: Unix second that ends the period, which includes it.
        bid: Best bid; None if there was none all the time.
        ask: Best ask, likewise.
        price: Trade prices, None if nothing traded.
        mean: Mean trade price weighted by volume, to six decimals, None if nothing traded.
        previous: Price of the last trade before the period, None if there is none.
        volume: Contracts traded in the period.
        notional: Their notional value in US dollars.
        open_interest: Contracts open after its last trade.
        open_interest_notional: Notional value of these at the price of that trade.
    """

    end_ts: int
    bid: Span | None
    ask: Span | None
    price: Span | None
    mean: Decimal | None
    previous: Decimal | None
    volume: Decimal
    notional: Decimal
    open_interest: Decimal
    open_interest_notional: Decimal


def candlestick(tape: Tape, market: Market, end: int, minutes: PeriodMinutes) -> Candlestick:
    """The candlestick of the period that ends with a Unix second."""
    # The period includes all of its last second, so it ends an instant before the next second.
    until = EPOCH + timedelta(seconds=end + 1) - _INSTANT
    after = until - timedelta(minutes=minutes)
    trades, quotes = tape.trades(market, after, until), tape.quotes(market, after, until)
    earlier = tape.last_trade(market, after)
    latest = trades[-1] if trades else earlier
    volume = sum((trade.count for trade in trades), ZERO)
    notional = sum((trade.count * trade.price for trade in trades), ZERO)
    return Candlestick(
        end_ts=end,
        bid=_span([quote.bid for quote in quotes if quote.bid is not None]),
        ask=_span([quote.ask for quote in quotes if quote.ask is not None]),
        price=_span([trade.price for trade in trades]),
        mean=(notional / volume).quantize(_PRICE_STEP) if trades else None,
        previous=earlier.price if earlier else None,
        volume=volume,
        notional=notional,
        open_interest=latest.open_interest if latest else ZERO,
        open_interest_notional=latest.open_interest * latest.price if latest else ZERO,
    )


def _span(prices: list[Decimal]) -> Span | None:
    return Span(prices[0], min(prices), max(prices), prices[-1]) if prices else None

"""Candlesticks of a market, built from its trades and best prices."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

from attrs import frozen

from .clock import EPOCH
from .order import ZERO
from .tape import Tape, Trade

PeriodMinutes = Literal[1, 60, 1440]
_PRICE_STEP = Decimal("0.000001")
_SECOND, _LAST_INSTANT = timedelta(seconds=1), timedelta(microseconds=1)


@frozen
class Span:
    """Where a price opened, its lowest and highest, and where it closed, in US dollars."""

    open: Decimal
    low: Decimal
    high: Decimal
    close: Decimal


@frozen(kw_only=True)
class Candlestick:
    """One period of a market.

    Args:
        end_ts: Unix second that ends the period, which includes it.
        yes_bid: Best bid; 0 while there is none.
        yes_ask: Best ask; 1 while there is none.
        price: Trade prices, None if nothing traded.
        mean: Mean trade price weighted by volume, to six decimals, None if nothing traded.
        previous: Price of the last trade before the period, None if there is none.
        volume: Contracts traded in the period.
        open_interest: Contracts open at its end.
    """

    end_ts: int
    yes_bid: Span
    yes_ask: Span
    price: Span | None
    mean: Decimal | None
    previous: Decimal | None
    volume: Decimal
    open_interest: Decimal


def candlesticks(
    tape: Tape, ticker: str, first_end: int, last_end: int, minutes: PeriodMinutes
) -> Iterator[Candlestick]:
    """Candlesticks of every period, traded in or not, that ends between two moments, both included, oldest first.

    Args:
        first_end: Unix second before which no period ends.
        last_end: Unix second after which none does.
        minutes: Length of a period.
    """
    length = minutes * 60
    for end in range(-(-first_end // length) * length, last_end + 1, length):
        yield _candlestick(tape, ticker, end, length)


def period_end(moment: datetime, minutes: PeriodMinutes) -> int:
    """End of the period that a moment falls into, in Unix seconds."""
    length = minutes * 60
    return -(-((moment - EPOCH) // _SECOND) // length) * length


def _candlestick(tape: Tape, ticker: str, end: int, length: int) -> Candlestick:
    # The period includes all of its last second, so it ends an instant before the next second.
    until = EPOCH + timedelta(seconds=end + 1) - _LAST_INSTANT
    after = until - timedelta(seconds=length)
    trades = tape.trades(ticker, after, until)
    quotes = tape.quotes(ticker, after, until)
    earlier = tape.last_trade(ticker, after)
    latest = trades[-1] if trades else earlier
    volume = sum((trade.count for trade in trades), ZERO)
    return Candlestick(
        end_ts=end,
        yes_bid=_span([quote.bid for quote in quotes]),
        yes_ask=_span([quote.ask for quote in quotes]),
        price=_span([trade.price for trade in trades]) if trades else None,
        mean=_mean(trades, volume) if trades else None,
        previous=earlier.price if earlier else None,
        volume=volume,
        open_interest=latest.open_interest if latest else ZERO,
    )


def _span(prices: list[Decimal]) -> Span:
    return Span(prices[0], min(prices), max(prices), prices[-1])


def _mean(trades: list[Trade], volume: Decimal) -> Decimal:
    return (sum((trade.price * trade.count for trade in trades), ZERO) / volume).quantize(_PRICE_STEP)

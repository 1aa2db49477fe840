"""Candlesticks, which the archive has in another form than the live data."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from kalshi_gen.models.bid_ask_distribution import BidAskDistribution
from kalshi_gen.models.market_candlestick import MarketCandlestick
from kalshi_gen.models.market_candlestick_historical import MarketCandlestickHistorical
from kalshi_gen.models.price_distribution import PriceDistribution
from kalshi_gen.runtime.model import Model
from kalshi_gen.types import AwareDatetime
from kalshi_overlay.errors import UnusableAnswerError


class Candlestick(Model, kw_only=True):
    """A candlestick of a market, with the fields that `MarketCandlestick` has, and those that say which it is."""

    ticker: str
    """The market."""

    period_interval: int
    """Its length in minutes: 1, 60 or 1440."""

    end_time: AwareDatetime
    """Its end, which belongs to it; it begins after the end of the one before."""

    yes_bid: BidAskDistribution
    """The best bid for yes."""

    yes_ask: BidAskDistribution
    """The best ask for yes."""

    price: PriceDistribution
    """The prices of trades, in US dollars; unset or None without any."""

    volume_fp: Decimal
    """Contracts that were traded."""

    open_interest_fp: Decimal
    """Contracts at its end."""


def candlestick(
    ticker: str, period_interval: int, row: MarketCandlestick | MarketCandlestickHistorical | Any
) -> Candlestick:
    """A candlestick of what the exchange has.

    Raises:
        UnusableAnswerError: It lacks what the spec requires.
    """
    if not isinstance(row, (MarketCandlestick, MarketCandlestickHistorical)):
        raise UnusableAnswerError(f"a candlestick of {ticker} is {type(row).__name__}")
    # Of another number, Python would make another time, at which nobody looks for it.
    if type(row.end_period_ts) is not int:
        raise UnusableAnswerError(f"a candlestick of {ticker} ends at {row.end_period_ts!r}, which is no int")
    try:
        if isinstance(row, MarketCandlestick):
            prices, volume, interest = (row.yes_bid, row.yes_ask, row.price), row.volume_fp, row.open_interest_fp
        else:
            prices, volume, interest = _prices(row), row.volume, row.open_interest
        yes_bid, yes_ask, price = prices
        return Candlestick(
            ticker=ticker,
            period_interval=period_interval,
            end_time=datetime.fromtimestamp(row.end_period_ts, UTC),
            yes_bid=yes_bid,
            yes_ask=yes_ask,
            price=price,
            volume_fp=volume,
            open_interest_fp=interest,
        )
    except (AttributeError, TypeError, ValueError, OverflowError) as error:
        raise UnusableAnswerError(f"a candlestick of {ticker} is not what the spec says: {error}") from error


def _prices(row: MarketCandlestickHistorical) -> tuple[BidAskDistribution, BidAskDistribution, PriceDistribution]:
    """The prices of an archived candlestick, whose fields don't name their units."""
    yes_bid, yes_ask = (
        BidAskDistribution(
            open_dollars=each.open, low_dollars=each.low, high_dollars=each.high, close_dollars=each.close
        )
        for each in (row.yes_bid, row.yes_ask)
    )
    price = PriceDistribution(
        open_dollars=row.price.open,
        low_dollars=row.price.low,
        high_dollars=row.price.high,
        close_dollars=row.price.close,
        mean_dollars=row.price.mean,
        previous_dollars=row.price.previous,
    )
    return yes_bid, yes_ask, price

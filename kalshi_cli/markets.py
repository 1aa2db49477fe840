"""Commands that read public data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import zip_longest
from typing import Literal

from rich.console import Console

from kalshi_cli.chart import candle_lines
from kalshi_cli.common import Listing, Place, fields
from kalshi_cli.output import Row
from kalshi_gen.api.events import get_event
from kalshi_gen.api.market import get_market, get_market_candlesticks, get_market_orderbook, get_trades
from kalshi_gen.client import Client
from kalshi_gen.types import UNSET
from kalshi_overlay import books
from kalshi_overlay.discovery import search

_MARKETS = {
    "ticker": "ticker",
    "title": "title",
    "yes_bid": "yes_bid_dollars",
    "yes_ask": "yes_ask_dollars",
    "last": "last_price_dollars",
    "volume": "volume_fp",
    "closes": "close_time",
    "status": "status",
}
_TRADES = {
    "time": "created_time",
    "ticker": "ticker",
    "taker": "taker_outcome_side",
    "yes_price": "yes_price_dollars",
    "count": "count_fp",
}
_BOOK = ("bid_count", "bid", "ask", "ask_count")
_CANDLES = ("time", "open", "high", "low", "close", "volume")
_PERIODS: dict[str, Literal[1, 60, 1440]] = {"minute": 1, "hour": 60, "day": 1440}


def markets(
    *words: str,
    series: str | None = None,
    category: str | None = None,
    status: Literal["unopened", "open", "paused", "closed", "settled", "any"] = "open",
    min_volume: Decimal | None = None,
    place: Place = Place(),
    listing: Listing = Listing(),
) -> None:
    """Search for markets.

    Args:
        words: Words that must all be in a market's ticker or titles.
        series: Ticker of a series.
        category: A category of series as the exchange writes it, such as Crypto.
        status: Status of the markets.
        min_volume: The least number of contracts that were traded so far.
    """
    with place.client(is_signed=False) as client:
        listing.print(
            lambda: (
                fields(each, _MARKETS)
                for each in search.sync(
                    " ".join(words) or None,
                    client=client,
                    series=series,
                    category=category,
                    status=None if status == "any" else status,
                    min_volume=min_volume,
                )
            ),
            tuple(_MARKETS),
        )


def market(ticker: str, *, place: Place = Place(), listing: Listing = Listing()) -> None:
    """Show a market.

    Args:
        ticker: Ticker of the market.
    """
    names = {**_MARKETS, "rules": "rules_primary", "shard": "exchange_index"}
    with place.client(is_signed=False) as client:
        listing.print(lambda: [fields(get_market.sync(ticker, client=client).market, names)], tuple(names))


def book(ticker: str, *, place: Place = Place(), listing: Listing = Listing()) -> None:
    """Show the order book of a market: bids and asks for yes, the best ones first.

    Args:
        ticker: Ticker of the market.
    """
    with place.client(is_signed=False) as client:
        listing.print(lambda: _levels(client, ticker), _BOOK)


def trades(ticker: str | None = None, *, place: Place = Place(), listing: Listing = Listing()) -> None:
    """List public trades, the newest first.

    Args:
        ticker: Ticker of a market; all markets by default.
    """
    with place.client(is_signed=False) as client:
        listing.print(
            lambda: (
                fields(each, _TRADES)
                for each in get_trades.sync_all(client=client, ticker=UNSET if ticker is None else ticker)
            ),
            tuple(_TRADES),
        )


def candles(
    ticker: str,
    *,
    period: Literal["minute", "hour", "day"] = "hour",
    place: Place = Place(),
    listing: Listing = Listing(),
) -> None:
    """Plot the prices of a market on a terminal, and list them elsewhere; --limit is how many periods back.

    Args:
        ticker: Ticker of the market.
        period: Length of a candle.
    """
    with place.client(is_signed=False) as client:
        listing.print(lambda: _candles(client, ticker, _PERIODS[period], listing.limit), _CANDLES, _plot)


def _levels(client: Client, ticker: str) -> Iterator[Row]:
    depth = books.depth(get_market_orderbook.sync(ticker, client=client).orderbook_fp)
    for bid, ask in zip_longest(depth.bids, depth.asks):
        yield {
            "bid_count": bid and bid.count,
            "bid": bid and bid.price,
            "ask": ask and ask.price,
            "ask_count": ask and ask.count,
        }


def _candles(client: Client, ticker: str, minutes: Literal[1, 60, 1440], count: int) -> list[Row]:
    event = get_event.sync(get_market.sync(ticker, client=client).market.event_ticker, client=client).event
    now = datetime.now(UTC)
    answer = get_market_candlesticks.sync(
        event.series_ticker,
        ticker,
        client=client,
        start_ts=now - timedelta(minutes=minutes * (count - 1)),
        # A candle is listed by its end, and the present one has not ended.
        end_ts=now + timedelta(minutes=minutes),
        period_interval=minutes,
    )
    return [
        {
            "time": datetime.fromtimestamp(each.end_period_ts, UTC),
            "open": each.price.open_dollars,
            "high": each.price.high_dollars,
            "low": each.price.low_dollars,
            "close": each.price.close_dollars,
            "volume": each.volume_fp,
        }
        for each in answer.candlesticks[-count:]
    ]


def _plot(rows: Sequence[Row]) -> None:
    console = Console()
    for line in candle_lines(rows, console.width):
        console.print(line, no_wrap=True)

"""The tape: every trade with its fills, and the best prices as they changed."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from attrs import frozen

from .order import ONE, ZERO, Owner, Side


@frozen(kw_only=True)
class Trade:
    """A public trade.

    Args:
        price: US dollars for a yes contract.
        count: Contracts.
        taker_side: Side of the book that the taker traded for.
        open_interest: Contracts open in the market right after it.
    """

    trade_id: str
    ticker: str
    price: Decimal
    count: Decimal
    taker_side: Side
    created_time: datetime
    is_block_trade: bool
    open_interest: Decimal


@frozen(kw_only=True)
class Fill:
    """One party's side of a trade; both parties' fills have the trade's id.

    Args:
        price: US dollars for a yes contract.
        fee: US dollars charged.
        netted: Contracts that closed held ones of the other outcome.
    """

    trade_id: str
    order_id: str
    client_order_id: str
    owner: Owner
    ticker: str
    side: Side
    price: Decimal
    count: Decimal
    is_taker: bool
    fee: Decimal
    netted: Decimal
    created_time: datetime


class Quote(NamedTuple):
    """Best prices for yes at a moment, in US dollars: 0 and 1 where a side is empty."""

    bid: Decimal = ZERO
    ask: Decimal = ONE
    bid_size: Decimal = ZERO
    ask_size: Decimal = ZERO


class Tape:
    """What was traded and quoted, by market and by account, oldest first."""

    def __init__(self) -> None:
        self._trades: defaultdict[str, list[Trade]] = defaultdict(list)
        self._quotes: defaultdict[str, list[tuple[datetime, Quote]]] = defaultdict(list)
        self.all_trades: list[Trade] = []
        self.fills: defaultdict[str, list[Fill]] = defaultdict(list)
        self.volumes: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)

    def print(self, trade: Trade) -> None:
        """Record a trade."""
        self._trades[trade.ticker].append(trade)
        self.all_trades.append(trade)
        self.volumes[trade.ticker] += trade.count

    def quote(self, ticker: str, now: datetime, quote: Quote) -> None:
        """Record a market's best prices, if they have changed."""
        quotes = self._quotes[ticker]
        if quotes and quotes[-1][0] == now:
            quotes.pop()
        if not quotes or quotes[-1][1][:2] != quote[:2]:
            quotes.append((now, quote))

    def trades(self, ticker: str, after: datetime | None = None, until: datetime | None = None) -> list[Trade]:
        """Trades of a market, later than one moment and not later than another."""
        trades = self._trades.get(ticker, [])
        first = 0 if after is None else bisect_right(trades, after, key=lambda trade: trade.created_time)
        last = len(trades) if until is None else bisect_right(trades, until, key=lambda trade: trade.created_time)
        return trades[first:last]

    def last_trade(self, ticker: str, until: datetime | None = None) -> Trade | None:
        """The latest trade of a market, up to a moment if one is given."""
        trades = self._trades.get(ticker, [])
        last = len(trades) if until is None else bisect_right(trades, until, key=lambda trade: trade.created_time)
        return trades[last - 1] if last else None

    def quotes(self, ticker: str, after: datetime, until: datetime) -> list[Quote]:
        """Best prices of a market: those at one moment, and each change up to another."""
        quotes = self._quotes.get(ticker, [])
        first = bisect_right(quotes, after, key=lambda item: item[0])
        last = bisect_right(quotes, until, key=lambda item: item[0])
        before = quotes[first - 1][1] if first else Quote()
        return [before, *(quote for _, quote in quotes[first:last])]

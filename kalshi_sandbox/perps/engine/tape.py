"""The tape: every trade with its fills, and the best prices as they changed."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from datetime import UTC, datetime
from decimal import Decimal

from attrs import field, frozen

from kalshi_sandbox.engine.order import ZERO, Owner, Side

from .market import Market
from .prices import Quote

_END = datetime.max.replace(tzinfo=UTC)


@frozen(kw_only=True)
class Trade:
    """A public trade.

    Args:
        sequence: Its number on the exchange.
        price: US dollars for one contract.
        count: Contracts.
        taker_side: Side of the book that the taker traded for.
        volume: Contracts traded in the market up to and with it.
        notional: Notional value of that volume in US dollars.
        open_interest: Contracts open in the market right after it.
    """

    trade_id: str
    sequence: int
    market: Market = field(repr=False)
    price: Decimal
    count: Decimal
    taker_side: Side
    created_time: datetime
    volume: Decimal
    notional: Decimal
    open_interest: Decimal

    @property
    def ticker(self) -> str:
        """Ticker that its market has now."""
        return self.market.ticker


@frozen(kw_only=True)
class Fill:
    """One party's side of a trade; both parties' fills have the trade's id.

    Args:
        price: US dollars for one contract.
        fee: US dollars charged.
        entry_price: Mean entry price of the position that it closed, or else of the position that it opened.
        realized_pnl: Profit that it realised, before fees, in US dollars.
        post_position: Position after it, in contracts.
    """

    trade_id: str
    sequence: int
    order_id: str
    client_order_id: str
    owner: Owner
    market: Market = field(repr=False)
    side: Side
    price: Decimal
    count: Decimal
    is_taker: bool
    fee: Decimal
    entry_price: Decimal
    realized_pnl: Decimal
    post_position: Decimal
    created_time: datetime

    @property
    def ticker(self) -> str:
        """Ticker that its market has now."""
        return self.market.ticker


class Tape:
    """What was traded and quoted, by market and by account, oldest first."""

    def __init__(self) -> None:
        self._trades: defaultdict[Market, list[Trade]] = defaultdict(list)
        self._quotes: defaultdict[Market, list[tuple[datetime, Quote]]] = defaultdict(list)
        self.all_trades: list[Trade] = []
        self.fills: defaultdict[str, list[Fill]] = defaultdict(list)

    def print(self, trade: Trade) -> None:
        """Record a trade."""
        self._trades[trade.market].append(trade)
        self.all_trades.append(trade)

    def quote(self, market: Market, now: datetime, quote: Quote) -> None:
        """Record a market's best prices, if they have changed."""
        quotes = self._quotes[market]
        # The size doesn't matter for what the past is asked for.
        quote = Quote(quote.bid, quote.ask, is_trading=quote.is_trading)
        if quotes and quotes[-1][0] == now:
            quotes.pop()
        if not quotes or quotes[-1][1] != quote:
            quotes.append((now, quote))

    def quote_at(self, market: Market, at: datetime) -> Quote:
        """Best prices of a market at a moment, without sizes."""
        quotes = self._quotes.get(market, [])
        found = bisect_right(quotes, at, key=lambda item: item[0])
        return quotes[found - 1][1] if found else Quote()

    def quote_until(self, market: Market, at: datetime) -> datetime:
        """Up to when the best prices of a market are those of a moment, that one excluded."""
        quotes = self._quotes.get(market, [])
        found = bisect_right(quotes, at, key=lambda item: item[0])
        return quotes[found][0] if found < len(quotes) else _END

    def quotes(self, market: Market, after: datetime, until: datetime) -> list[Quote]:
        """Best prices of a market: those at one moment, and each change up to another."""
        quotes = self._quotes.get(market, [])
        first = bisect_right(quotes, after, key=lambda item: item[0])
        last = bisect_right(quotes, until, key=lambda item: item[0])
        before = quotes[first - 1][1] if first else Quote()
        return [before, *(quote for _, quote in quotes[first:last])]

    def trades(self, market: Market, after: datetime | None = None, until: datetime | None = None) -> list[Trade]:
        """Trades of a market, later than one moment and not later than another."""
        trades = self._trades.get(market, [])
        first = 0 if after is None else bisect_right(trades, after, key=lambda trade: trade.created_time)
        last = len(trades) if until is None else bisect_right(trades, until, key=lambda trade: trade.created_time)
        return trades[first:last]

    def last_trade(self, market: Market, until: datetime | None = None) -> Trade | None:
        """The latest trade of a market, up to a moment if one is given."""
        trades = self._trades.get(market, [])
        last = len(trades) if until is None else bisect_right(trades, until, key=lambda trade: trade.created_time)
        return trades[last - 1] if last else None

    def traded(self, market: Market, until: datetime | None = None) -> tuple[Decimal, Decimal]:
        """Contracts traded in a market, and their notional value in US dollars, up to a moment if one is given."""
        last = self.last_trade(market, until)
        return (last.volume, last.notional) if last else (ZERO, ZERO)

"""The stream's own copy of each market, made of the engine's events alone."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from attrs import define, field

from ..behaviour import Behaviour
from ..engine import BookDelta, BookView, Trade
from ..engine.order import ONE, ZERO, Side
from ..live.formats import count, dollars, milliseconds, seconds, time

Levels = dict[Decimal, Decimal]


def market_id(ticker: str) -> str:
    """The `market_id` of a market in the stream."""
    return str(uuid5(NAMESPACE_URL, f"kalshi-sandbox:{ticker}"))


@define(eq=False)
class Mirror:
    """A market as the events so far have made it.

    Args:
        close_time: When it closes, or closed.
        exchange_index: The shard on which it trades.
        clock: Clock of the latest change of its book, 0 before the first.
        is_settled: Whether it is settled, so that nothing happens to it any more.
        levels: Contracts by price for yes, for each side.
        published: What the latest ticker message said.
    """

    ticker: str
    event_ticker: str
    close_time: datetime
    exchange_index: int = 0
    market_id: str = field(init=False)
    clock: int = 0
    is_settled: bool = False
    levels: dict[Side, Levels] = field(factory=lambda: {"bid": {}, "ask": {}})
    last_price: Decimal = ZERO
    last_size: Decimal = ZERO
    volume: Decimal = ZERO
    dollar_volume: Decimal = ZERO
    open_interest: Decimal = ZERO
    published: tuple[Decimal, ...] = ()

    def __attrs_post_init__(self) -> None:
        self.market_id = market_id(self.ticker)

    def hold(self, book: BookView) -> None:
        """Start with a book."""
        self.levels = {"bid": dict(book.bids), "ask": dict(book.asks)}

    def change(self, delta: BookDelta) -> None:
        """Apply a change of the book."""
        apply(self.levels, delta.side, delta.price, delta.change)
        self.clock = delta.clock

    def trade(self, trade: Trade) -> None:
        """Apply a trade."""
        self.last_price, self.last_size = trade.price, trade.count
        self.volume += trade.count
        self.dollar_volume += trade.count * trade.price
        self.open_interest = trade.open_interest

    def has_news(self) -> bool:
        """Whether a ticker message would differ from the one before; it is assumed to be sent then."""
        current = (*self._quote(), self.last_price, self.last_size, self.volume, self.open_interest)
        is_new = current != self.published
        self.published = current
        return is_new

    def ticker_body(self, now: datetime, behaviour: Behaviour) -> dict[str, Any]:
        """The `msg` of a ticker message."""
        has_no_price = behaviour.untraded_price_is_empty and not self.last_size
        bid, ask, bid_size, ask_size = self._quote()
        return {
            "market_id": self.market_id,
            "market_ticker": self.ticker,
            "price_dollars": "" if has_no_price else dollars(self.last_price),
            "yes_bid_dollars": dollars(bid),
            "yes_ask_dollars": dollars(ask),
            "volume_fp": count(self.volume),
            "open_interest_fp": count(self.open_interest),
            "dollar_volume": int(self.dollar_volume),
            "dollar_open_interest": int(self.open_interest * self.last_price),
            "yes_bid_size_fp": count(bid_size),
            "yes_ask_size_fp": count(ask_size),
            "last_trade_size_fp": count(self.last_size),
            "ts": seconds(now),
            "ts_ms": milliseconds(now),
            "time": time(now.replace(microsecond=now.microsecond // 1000 * 1000)),
        }

    def snapshot_body(self, uses_yes_price: bool, *, has_clock: bool) -> dict[str, Any]:
        """The `msg` of a snapshot of the book; a side without orders is left out."""
        body: dict[str, Any] = {"market_ticker": self.ticker, "market_id": self.market_id}
        if has_clock:
            body["clock"] = self.clock
        bids, asks = self.levels["bid"], self.levels["ask"]
        if bids:
            body["yes_dollars_fp"] = [[dollars(price), count(bids[price])] for price in sorted(bids)]
        if asks:
            shown = {price if uses_yes_price else ONE - price: contracts for price, contracts in asks.items()}
            body["no_dollars_fp"] = [[dollars(price), count(shown[price])] for price in sorted(shown)]
        return body

    def _quote(self) -> tuple[Decimal, Decimal, Decimal, Decimal]:
        bids, asks = self.levels["bid"], self.levels["ask"]
        bid, ask = max(bids, default=ZERO), min(asks, default=ONE)
        return bid, ask, bids.get(bid, ZERO), asks.get(ask, ZERO)


def apply(levels: dict[Side, Levels], side: Side, price: Decimal, change: Decimal) -> None:
    """Apply a change to a book.

    Args:
        levels: Contracts by price for yes, for each side.
        side: The side that changes.
        price: US dollars for yes.
        change: Contracts added (above zero) or removed (below zero).
    """
    contracts = levels[side].get(price, ZERO) + change
    if contracts:
        levels[side][price] = contracts
    else:
        levels[side].pop(price, None)

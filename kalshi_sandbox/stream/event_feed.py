"""The feed of event contracts: turns events of the engine into messages for subscribers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from kalshi_gen.stream.channels import CHANNELS, PATH

from ..behaviour import Behaviour
from ..engine import (
    BookDelta,
    EngineEvent,
    Event,
    EventAdded,
    Fill,
    Filled,
    GroupUpdated,
    Market,
    MarketUpdated,
    OrderUpdated,
    PositionUpdated,
    Traded,
)
from ..engine.order import ZERO
from ..live.filters import is_multivariate
from .bodies import (
    cause_of,
    created_body,
    delta_message,
    event_body,
    fill_body,
    group_body,
    moved_body,
    order_body,
    position_body,
    snapshot_message,
    trade_body,
    unknown_snapshot,
)
from .feed import Feed
from .messages import Message, plain
from .mirror import Mirror

_MULTIVARIATE = "multivariate_market_lifecycle"
_LIFECYCLE = "market_lifecycle_v2"


class EventFeed(Feed):
    """The feed of event contracts; see `Feed`.

    Args:
        now: The exchange's time.

    Attributes:
        markets: Every market by its ticker.
    """

    path = PATH
    channels = CHANNELS
    markets: dict[str, Mirror]

    def __init__(self, behaviour: Behaviour, now: Callable[[], datetime]) -> None:
        super().__init__(behaviour)
        self._now = now
        self.markets = {}
        self._taker: Fill | None = None
        self._before: EngineEvent | None = None

    def open(self, market: Market) -> Mirror:
        """Add a market."""
        mirror = self.markets[market.ticker] = Mirror(
            market.ticker, market.event_ticker, market.close_time, market.exchange_index
        )
        mirror.is_settled = market.status == "finalized"
        self.tickers[mirror.market_id] = market.ticker
        return mirror

    def accepts(self, ticker: str) -> bool:
        """Whether a subscription may name a market."""
        return ticker in self.markets or self._behaviour.unknown_markets_subscribe

    def book(self, ticker: str) -> Message[Any] | None:
        """The message of a market's current book, or of one that is unknown; None for one that is silent."""
        mirror = self.markets.get(ticker)
        if mirror is None:
            return unknown_snapshot(ticker)
        return None if self._is_silent(mirror) else snapshot_message(mirror, has_clock=self._behaviour.book_clocks)

    def ticker(self, ticker: str) -> Message[Any] | None:
        """The message of a market's current prices; None for one that is unknown or silent."""
        mirror = self.markets.get(ticker)
        if mirror is None or self._is_silent(mirror):
            return None
        return plain("ticker", mirror.ticker_body(self._now(), self._behaviour))

    def _is_silent(self, mirror: Mirror) -> bool:
        return mirror.is_settled and self._behaviour.settled_markets_are_silent

    def handle(self, event: EngineEvent, sent_ms: int) -> None:
        """Send the messages of an event; see `Feed`."""
        match event:
            case BookDelta():
                self._send_delta(event, sent_ms)
            case Traded(trade=trade):
                self.markets[trade.ticker].trade(trade)
                self.publish("trade", plain("trade", trade_body(trade)), sent_ms, trade.ticker)
                self._send_ticker(trade.ticker, trade.created_time, sent_ms)
            case Filled(fill=fill):
                if fill.is_taker:
                    self._taker = fill
                self.send_to_owner(
                    "fill",
                    "fill",
                    fill.owner,
                    fill.ticker,
                    lambda: fill_body(event, self._shard(fill.ticker)),
                    sent_ms,
                )
            case PositionUpdated(position=position):
                self.send_to_owner(
                    "market_positions",
                    "market_position",
                    position.owner,
                    position.ticker,
                    lambda: position_body(position),
                    sent_ms,
                )
            case OrderUpdated(order=order, reason=reason):
                self.send_to_owner(
                    "user_orders",
                    "user_order",
                    order.owner,
                    order.ticker,
                    lambda: order_body(order, reason, self._shard(order.ticker)),
                    sent_ms,
                )
            case GroupUpdated(account=account, subaccount=subaccount):
                kind = "order_group_updates"
                self.send_to_owner(kind, kind, (account, subaccount), "", lambda: group_body(event), sent_ms)
            case MarketUpdated(market=market):
                self._send_market(market, sent_ms)
            case EventAdded(event=added):
                self._send_event(added, sent_ms)
        self._before = event

    def _shard(self, ticker: str) -> int:
        return self.markets[ticker].exchange_index

    def _send_delta(self, delta: BookDelta, sent_ms: int) -> None:
        mirror = self.markets[delta.ticker]
        mirror.change(delta)
        if self.subscribers.of("orderbook_delta", delta.ticker):
            cause = cause_of(delta, self._taker if self._was_taken(delta) else None)
            message = delta_message(delta, mirror, cause, has_clock=self._behaviour.book_clocks)
            self.publish("orderbook_delta", message, sent_ms, delta.ticker)
        self._send_ticker(delta.ticker, delta.time, sent_ms)

    def _was_taken(self, delta: BookDelta) -> bool:
        """Whether the changed order has just been filled by another one."""
        before = self._before
        return (
            isinstance(before, OrderUpdated)
            and before.reason == "filled"
            and before.order.order_id == delta.order.order_id
            and delta.change < ZERO
        )

    def _send_ticker(self, ticker: str, now: datetime, sent_ms: int) -> None:
        if self.subscribers.of("ticker", ticker):
            mirror = self.markets[ticker]
            if mirror.has_news():
                body = mirror.ticker_body(now, self._behaviour)
                self.publish("ticker", plain("ticker", body), sent_ms, ticker)

    def _send_market(self, market: Market, sent_ms: int) -> None:
        mirror = self.markets.get(market.ticker)
        if mirror is None:
            self.open(market)
            body: dict[str, Any] | None = created_body(market)
        else:
            body = moved_body(market, mirror.close_time)
            mirror.close_time = market.close_time
        if market.status == "finalized":
            self.markets[market.ticker].open_interest = ZERO
            self.markets[market.ticker].is_settled = True
        if body is None:
            return
        self.publish(_LIFECYCLE, plain(_LIFECYCLE, body), sent_ms)
        if is_multivariate(market):
            self.publish(_MULTIVARIATE, plain(_MULTIVARIATE, body), sent_ms)

    def _send_event(self, event: Event, sent_ms: int) -> None:
        message = plain("event_lifecycle", event_body(event))
        self.publish(_LIFECYCLE, message, sent_ms)
        if "mve_collection_ticker" in event.terms:
            self.publish(_MULTIVARIATE, message, sent_ms)

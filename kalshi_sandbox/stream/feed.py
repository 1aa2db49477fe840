"""Turns events of the engine into messages for subscribers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

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
    trade_body,
)
from .messages import Message, plain
from .mirror import Mirror
from .subscription import Subscribers, Subscription

_MULTIVARIATE = "multivariate_market_lifecycle"
_LIFECYCLE = "market_lifecycle_v2"


class Feed:
    """Sends messages to subscribers. It knows nothing but the engine's events, and handles them in order.

    Args:
        subscribers: All subscriptions.
        behaviour: What is done where the live exchange and its documents differ.

    Attributes:
        markets: Every market by its ticker.
        tickers: Tickers by market id.
    """

    def __init__(self, subscribers: Subscribers, behaviour: Behaviour) -> None:
        self._subscribers = subscribers
        self._behaviour = behaviour
        self.markets: dict[str, Mirror] = {}
        self.tickers: dict[str, str] = {}
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

    def handle(self, event: EngineEvent, sent_ms: int) -> None:
        """Send the messages of an event.

        Args:
            sent_ms: Now, in Unix milliseconds.
        """
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
                self._send_to_owner(
                    "fill",
                    "fill",
                    fill.owner,
                    fill.ticker,
                    lambda: fill_body(event, self._shard(fill.ticker)),
                    sent_ms,
                )
            case PositionUpdated(position=position):
                self._send_to_owner(
                    "market_positions",
                    "market_position",
                    position.owner,
                    position.ticker,
                    lambda: position_body(position),
                    sent_ms,
                )
            case OrderUpdated(order=order, reason=reason):
                self._send_to_owner(
                    "user_orders",
                    "user_order",
                    order.owner,
                    order.ticker,
                    lambda: order_body(order, reason, self._shard(order.ticker)),
                    sent_ms,
                )
            case GroupUpdated(account=account, subaccount=subaccount):
                kind = "order_group_updates"
                self._send_to_owner(kind, kind, (account, subaccount), "", lambda: group_body(event), sent_ms)
            case MarketUpdated(market=market):
                self._send_market(market, sent_ms)
            case EventAdded(event=added):
                self._send_event(added, sent_ms)
        self._before = event

    def publish(
        self,
        channel: str,
        message: Message[Any],
        sent_ms: int,
        name: str = "",
        wants: Callable[[Subscription], bool] | None = None,
    ) -> None:
        """Send a message to its subscribers.

        Args:
            channel: Its channel.
            sent_ms: Now, in Unix milliseconds.
            name: The market, index or underlying that it is about; empty if the channel can't be restricted.
            wants: Selects the subscriptions that get it, None for all.
        """
        for subscription in self._subscribers.of(channel, name):
            if wants is None or wants(subscription):
                subscription.send(message, sent_ms)

    def _shard(self, ticker: str) -> int:
        return self.markets[ticker].exchange_index

    def _send_delta(self, delta: BookDelta, sent_ms: int) -> None:
        mirror = self.markets[delta.ticker]
        mirror.change(delta)
        if self._subscribers.of("orderbook_delta", delta.ticker):
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
        if self._subscribers.of("ticker", ticker):
            mirror = self.markets[ticker]
            if mirror.has_news():
                body = mirror.ticker_body(now, self._behaviour)
                self.publish("ticker", plain("ticker", body), sent_ms, ticker)

    def _send_to_owner(
        self,
        channel: str,
        kind: str,
        owner: tuple[str, int],
        name: str,
        body: Callable[[], dict[str, Any]],
        sent_ms: int,
    ) -> None:
        """Send a private message to its owner's own subscriptions."""
        readers = [each for each in self._subscribers.of(channel, name) if each.is_for(*owner)]
        if readers:
            message = plain(kind, body())
            for subscription in readers:
                subscription.send(message, sent_ms)

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

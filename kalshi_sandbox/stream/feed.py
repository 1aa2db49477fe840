"""What happens on the exchange, turned into messages for those who subscribed."""

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
from .account_bodies import fill_body, group_body, order_body, position_body
from .lifecycle_bodies import created_body, event_body, is_multivariate, moved_body
from .market_bodies import cause_of, delta_message, trade_body
from .messages import Message, plain
from .mirror import Mirror
from .subscribers import Subscribers
from .subscription import Subscription

_MULTIVARIATE = "multivariate_market_lifecycle"
_LIFECYCLE = "market_lifecycle_v2"


class Feed:
    """Tells subscribers what happens, from nothing but what the engine announces, in its order.

    Args:
        subscribers: Who gets what.
        behaviour: What messages are like.

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
        """Know a market from now on."""
        mirror = self.markets[market.ticker] = Mirror(market.ticker, market.event_ticker, market.exchange_index)
        mirror.is_settled = market.status == "finalized"
        self.tickers[mirror.market_id] = market.ticker
        return mirror

    def takes(self, ticker: str) -> bool:
        """Whether a subscription may name a market."""
        return ticker in self.markets or self._behaviour.unknown_markets_subscribe

    def tell(self, happening: EngineEvent, sent_ms: int) -> None:
        """Tell of something.

        Args:
            sent_ms: Now, in Unix milliseconds.
        """
        match happening:
            case BookDelta():
                self._tell_of_delta(happening, sent_ms)
            case Traded(trade=trade):
                self.markets[trade.ticker].trade(trade)
                self.publish("trade", plain("trade", trade_body(trade)), sent_ms, trade.ticker)
                self._tell_ticker(trade.ticker, trade.created_time, sent_ms)
            case Filled(fill=fill):
                if fill.is_taker:
                    self._taker = fill
                self._tell_owner(
                    "fill",
                    "fill",
                    fill.owner,
                    fill.ticker,
                    lambda: fill_body(happening, self._shard(fill.ticker)),
                    sent_ms,
                )
            case PositionUpdated(position=position):
                self._tell_owner(
                    "market_positions",
                    "market_position",
                    position.owner,
                    position.ticker,
                    lambda: position_body(position),
                    sent_ms,
                )
            case OrderUpdated(order=order, reason=reason):
                self._tell_owner(
                    "user_orders",
                    "user_order",
                    order.owner,
                    order.ticker,
                    lambda: order_body(order, reason, self._shard(order.ticker)),
                    sent_ms,
                )
            case GroupUpdated(account=account, subaccount=subaccount):
                kind = "order_group_updates"
                self._tell_owner(kind, kind, (account, subaccount), "", lambda: group_body(happening), sent_ms)
            case MarketUpdated(market=market):
                self._tell_of_market(market, sent_ms)
            case EventAdded(event=event):
                self._tell_of_event(event, sent_ms)
        self._before = happening

    def publish(
        self,
        channel: str,
        message: Message[Any],
        sent_ms: int,
        name: str = "",
        wants: Callable[[Subscription], bool] | None = None,
    ) -> None:
        """Send a message to all who get it.

        Args:
            channel: Its channel.
            sent_ms: Now, in Unix milliseconds.
            name: The market, index or underlying that it is about; empty where the channel can't be narrowed.
            wants: Which of them get it, None for all.
        """
        for subscription in self._subscribers.of(channel, name):
            if wants is None or wants(subscription):
                subscription.send(message, sent_ms)

    def _shard(self, ticker: str) -> int:
        return self.markets[ticker].exchange_index

    def _tell_of_delta(self, delta: BookDelta, sent_ms: int) -> None:
        mirror = self.markets[delta.ticker]
        mirror.change(delta)
        if self._subscribers.of("orderbook_delta", delta.ticker):
            cause = cause_of(delta, self._taker if self._was_taken(delta) else None)
            message = delta_message(delta, mirror, cause, has_clock=self._behaviour.book_clocks)
            self.publish("orderbook_delta", message, sent_ms, delta.ticker)
        self._tell_ticker(delta.ticker, delta.time, sent_ms)

    def _was_taken(self, delta: BookDelta) -> bool:
        """Whether a change is that of an order which another one has just filled."""
        before = self._before
        return (
            isinstance(before, OrderUpdated)
            and before.reason == "filled"
            and before.order.order_id == delta.order.order_id
            and delta.change < ZERO
        )

    def _tell_ticker(self, ticker: str, now: datetime, sent_ms: int) -> None:
        if self._subscribers.of("ticker", ticker):
            mirror = self.markets[ticker]
            if mirror.has_news():
                body = mirror.ticker_body(now, self._behaviour)
                self.publish("ticker", plain("ticker", body), sent_ms, ticker)

    def _tell_owner(
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

    def _tell_of_market(self, market: Market, sent_ms: int) -> None:
        body = moved_body(market)
        if market.ticker not in self.markets:
            self.open(market)
            body = created_body(market)
        if market.status == "finalized":
            self.markets[market.ticker].open_interest = ZERO
            self.markets[market.ticker].is_settled = True
        if body is None:
            return
        self.publish(_LIFECYCLE, plain(_LIFECYCLE, body), sent_ms)
        if is_multivariate(market):
            self.publish(_MULTIVARIATE, plain(_MULTIVARIATE, body), sent_ms)

    def _tell_of_event(self, event: Event, sent_ms: int) -> None:
        message = plain("event_lifecycle", event_body(event))
        self.publish(_LIFECYCLE, message, sent_ms)
        if "mve_collection_ticker" in event.terms:
            self.publish(_MULTIVARIATE, message, sent_ms)

"""The feed of perpetual futures: turns events of their engine into messages for subscribers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kalshi_gen.perps.stream.channels import CHANNELS, PATH

from ..behaviour import Behaviour
from ..engine.order import ZERO, Side
from ..live.formats import count, dollars, milliseconds
from ..perps.engine import (
    BookDelta,
    CashTerms,
    CorporateActionApplied,
    EngineEvent,
    Fill,
    Filled,
    FinalSettlementTerms,
    GroupUpdated,
    Market,
    MarketUpdated,
    MarketView,
    Order,
    OrderUpdated,
    PerpsExchange,
    SplitTerms,
    TickerUpdated,
    Trade,
    Traded,
)
from .bodies import group_body
from .feed import Feed
from .messages import Message, plain
from .mirror import Levels, apply


class PerpsFeed(Feed):
    """The feed of perpetual futures; see `Feed`. A market that nobody knows can't be subscribed to.

    Args:
        exchange: The engine.

    Attributes:
        markets: The book of every market by its ticker.
    """

    path = PATH
    channels = CHANNELS
    markets: dict[str, dict[Side, Levels]]

    def __init__(self, behaviour: Behaviour, exchange: PerpsExchange) -> None:
        super().__init__(behaviour)
        self._exchange = exchange
        self.markets = {}
        # All tickers that a market has had, by its id.
        self._names: dict[str, dict[str, None]] = {}
        for view in exchange.markets.all():
            book = exchange.markets.book(view.market.ticker)
            self._open(view.market)
            self.markets[view.market.ticker] = {"bid": dict(book.bids), "ask": dict(book.asks)}

    def book(self, ticker: str) -> Message[Any] | None:
        """The message of a market's current book; a side without orders is left out, and levels ascend."""
        body: dict[str, Any] = {"market_ticker": ticker}
        for side, levels in self.markets[ticker].items():
            if levels:
                body[side] = [[dollars(price), count(levels[price])] for price in sorted(levels)]
        return plain("orderbook_snapshot", body)

    def ticker(self, ticker: str) -> Message[Any] | None:
        """The message of a market's current prices and volumes."""
        return plain("ticker", _ticker_body(self._exchange.markets.get(ticker), self._exchange.now()))

    def handle(self, event: EngineEvent, sent_ms: int) -> None:
        """Send the messages of an event; see `Feed`."""
        match event:
            case BookDelta(ticker=ticker):
                apply(self.markets[ticker], event.side, event.price, event.change)
                self.publish("orderbook_delta", _delta_message(event), sent_ms, ticker)
            case Traded(trade=trade):
                self.publish("trade", plain("trade", _trade_body(trade)), sent_ms, trade.ticker)
            case Filled(fill=fill):
                self.send_to_owner("fill", "fill", fill.owner, fill.ticker, lambda: _fill_body(fill), sent_ms)
            case OrderUpdated(order=order):
                owner, ticker = order.owner, order.ticker
                self.send_to_owner("user_orders", "user_order", owner, ticker, lambda: _order_body(order), sent_ms)
            case GroupUpdated(account=account, subaccount=subaccount):
                kind = "order_group_updates"
                self.send_to_owner(kind, kind, (account, subaccount), "", lambda: group_body(event), sent_ms)
            case TickerUpdated(ticker=ticker):
                if message := self.subscribers.of("ticker", ticker) and self.ticker(ticker):
                    self.publish("ticker", message, sent_ms, ticker)
            case MarketUpdated(market=market):
                self._open(market)
            case CorporateActionApplied() if not isinstance(event.action.terms, CashTerms):
                message = plain("corporate_actions_delta", {"corporate_action": _action_body(event)})
                names = self._names[event.action.market.market_id]
                named = (each for name in names for each in self.subscribers.of("corporate_actions", name))
                for subscription in dict.fromkeys(named):
                    subscription.send(message, sent_ms)

    def _open(self, market: Market) -> None:
        """Add a market, or let it have another ticker."""
        names = self._names.setdefault(market.market_id, {})
        before = next(reversed(names), None)
        names[market.ticker] = None
        if before != market.ticker:
            self.markets[market.ticker] = self.markets.pop(before) if before else {"bid": {}, "ask": {}}


def _delta_message(delta: BookDelta) -> Message[bool]:
    """The message of a change of a book; only the owner of the order behind it sees the private fields."""
    order = delta.order

    def body_of(is_own: bool) -> dict[str, Any]:
        body: dict[str, Any] = {
            "market_ticker": delta.ticker,
            "price": dollars(delta.price),
            "delta": count(delta.change),
            "side": delta.side,
            "ts_ms": milliseconds(delta.time),
        }
        if is_own:
            body |= {"client_order_id": order.client_order_id, "subaccount": order.owner.subaccount}
            if order.last_update_reason:
                body["last_update_reason"] = order.last_update_reason
        return body

    return Message("orderbook_delta", lambda reader: reader.is_for(*order.owner), body_of)


def _trade_body(trade: Trade) -> dict[str, Any]:
    return {
        "trade_id": trade.trade_id,
        "market_ticker": trade.ticker,
        "price": dollars(trade.price),
        "count": count(trade.count),
        "taker_side": trade.taker_side,
        "ts_ms": milliseconds(trade.created_time),
    }


def _fill_body(fill: Fill) -> dict[str, Any]:
    return {
        "trade_id": fill.trade_id,
        "order_id": fill.order_id,
        "client_order_id": fill.client_order_id,
        "market_ticker": fill.ticker,
        "is_taker": fill.is_taker,
        "side": fill.side,
        "ts_ms": milliseconds(fill.created_time),
        "price": dollars(fill.price),
        "count": count(fill.count),
        "fee_cost": dollars(fill.fee),
        "post_position": count(fill.post_position),
        "subaccount": fill.owner.subaccount,
        "order_source": "user",
    }


def _order_body(order: Order) -> dict[str, Any]:
    body: dict[str, Any] = {
        "order_id": order.order_id,
        "user_id": order.owner.account,
        "client_order_id": order.client_order_id,
        "ticker": order.ticker,
        "side": order.side,
        "price": dollars(order.price),
        "fill_count": count(order.fill_count),
        "remaining_count": count(order.remaining_count),
        "self_trade_prevention_type": order.self_trade_prevention_type,
        "created_ts_ms": milliseconds(order.created_time),
        "last_updated_ts_ms": milliseconds(order.last_update_time),
        "subaccount_number": order.owner.subaccount,
        "order_source": "user",
    }
    if order.order_group_id is not None:
        body["order_group_id"] = order.order_group_id
    if order.expiration_time is not None:
        body["expiration_ts_ms"] = milliseconds(order.expiration_time)
    if order.last_update_reason:
        body["last_update_reason"] = order.last_update_reason
    return body


def _ticker_body(view: MarketView, now: datetime) -> dict[str, Any]:
    quote, at = view.quote, {"ts_ms": milliseconds(now)}
    prices = {
        "price": view.last_price or ZERO,
        "bid": quote.bid or ZERO,
        "ask": quote.ask or ZERO,
        "volume_notional_value_dollars": view.notional,
        "volume_24h_notional_value_dollars": view.notional_24h,
        "open_interest_notional_value_dollars": view.open_interest_notional,
    }
    counts = {
        "bid_size_fp": quote.bid_size,
        "ask_size_fp": quote.ask_size,
        "last_trade_size_fp": view.last_size,
        "volume": view.volume,
        "volume_24h": view.volume_24h,
        "open_interest": view.open_interest,
    }
    return {
        "market_ticker": view.market.ticker,
        **{name: dollars(price) for name, price in prices.items()},
        **{name: count(contracts) for name, contracts in counts.items()},
        "reference_price": {"price": dollars(view.index_price), **at},
        "settlement_mark_price": {"price": dollars(view.mark_price), **at},
        "liquidation_mark_price": {"price": dollars(view.mark_price), **at},
        **at,
    }


def _action_body(applied: CorporateActionApplied) -> dict[str, Any]:
    action, terms = applied.action, applied.action.terms
    body: dict[str, Any] = {
        "id": action.action_id,
        "market_id": action.market.market_id,
        "market_ticker": applied.ticker,
        "type": terms.kind,
        "ts_ms": milliseconds(applied.time),
    }
    if isinstance(terms, SplitTerms):
        body["split"] = {
            "ratio_old": dollars(terms.ratio_old, 0),
            "ratio_new": dollars(terms.ratio_new, 0),
            "pre_split_mark_price": dollars(applied.mark_before),
            "post_split_mark_price": dollars(applied.mark_after),
        }
    elif isinstance(terms, FinalSettlementTerms):
        price = dollars(terms.settlement_price_per_contract)
        body["final_settlement"] = {"settlement_price_per_contract": price}
    elif not isinstance(terms, CashTerms):
        body["ticker_change"] = {"old_ticker": action.old_ticker, "new_ticker": terms.new_ticker}
    return body

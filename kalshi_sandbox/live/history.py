"""Historical data: whatever was settled, traded or ended before the historical cutoff."""

from __future__ import annotations

from typing import Any

from ..engine import Position
from ..engine.clock import EPOCH
from ..error_answers import invalid_parameters
from ..validation import CheckedRequest
from .archive import archived_market, is_archived_order, is_archived_position, is_archived_trade
from .candlesticks import get_market_candlesticks_historical
from .context import HandlerContext, LiveHandler
from .filters import between
from .formats import time
from .market_data import markets_page, trades_page
from .market_fields import market_fields
from .pages import page_newest_first, page_oldest_first
from .portfolio_fields import event_position_fields, fill_fields, order_fields, position_fields

_CUTOFFS = ("market_settled_ts", "trades_created_ts", "orders_updated_ts", "market_positions_last_updated_ts")
_EXCLUSIVE_FILTERS = ("tickers", "event_ticker", "series_ticker")


def get_historical_cutoff(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetHistoricalCutoff: one cutoff for everything, the Unix epoch if there is none."""
    return dict.fromkeys(_CUTOFFS, time(context.historical_cutoff or EPOCH))


def get_historical_markets(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetHistoricalMarkets; at most one filter by ticker is allowed."""
    given = [name for name in _EXCLUSIVE_FILTERS if request.query.get(name)]
    if len(given) > 1:
        raise invalid_parameters(given[1], f"does not go with {given[0]}")
    return markets_page(context, request, are_archived=True)


def get_historical_market(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetHistoricalMarket."""
    market = archived_market(context, request.path["ticker"])
    return {"market": market_fields(context.exchange.markets.get(market.ticker))}


def get_trades_historical(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetTradesHistorical, the newest first."""
    return trades_page(context, request, are_archived=True)


def get_fills_historical(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetFillsHistorical, the newest first."""
    ticker, subaccount = request.query.get("ticker") or None, context.subaccount_filter(request)
    fills, cursor = page_newest_first(
        request,
        context.orders(request).fills(account, subaccount=subaccount),
        lambda fill: (
            is_archived_trade(context, fill) and ticker in (None, fill.ticker) and between(fill.created_time, request)
        ),
    )
    names_trade = context.behaviour.fills_name_the_trade
    return {
        "fills": [
            fill_fields(fill, context.exchange.shards.of(fill.ticker), names_trade=names_trade) for fill in fills
        ],
        "cursor": cursor,
    }


def get_historical_orders(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetHistoricalOrders, the newest first; the time bounds are for their creation."""
    ticker, subaccount = request.query.get("ticker") or None, context.subaccount_filter(request)
    orders, cursor = page_newest_first(
        request,
        context.orders(request).of(account, ticker=ticker, subaccount=subaccount),
        lambda order: is_archived_order(context, order) and between(order.created_time, request),
    )
    return {
        "orders": [order_fields(order, context.exchange.shards.of(order.ticker)) for order in orders],
        "cursor": cursor,
    }


def get_historical_positions(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetHistoricalPositions: settled positions of one subaccount, with their events."""
    subaccount = context.subaccount(request, request.query.get("subaccount"))
    events = {market.ticker: market.event_ticker for market in context.exchange.markets.all()}
    positions, cursor = page_oldest_first(
        request,
        context.portfolio(request).positions(account, subaccount=subaccount),
        lambda position: (
            is_archived_position(context, position)
            and request.query.get("ticker") in (None, "", position.ticker)
            and request.query.get("event_ticker") in (None, "", events[position.ticker])
        ),
    )
    by_event: dict[str, list[Position]] = {}
    for position in positions:
        by_event.setdefault(events[position.ticker], []).append(position)
    return {
        "market_positions": [
            position_fields(position, context.exchange.shards.of(position.ticker)) for position in positions
        ],
        "event_positions": [event_position_fields(event, held) for event, held in by_event.items()],
        "cursor": cursor,
    }


HANDLERS: dict[str, LiveHandler] = {
    "GetHistoricalCutoff": get_historical_cutoff,
    "GetHistoricalMarkets": get_historical_markets,
    "GetHistoricalMarket": get_historical_market,
    "GetTradesHistorical": get_trades_historical,
    "GetFillsHistorical": get_fills_historical,
    "GetHistoricalOrders": get_historical_orders,
    "GetHistoricalPositions": get_historical_positions,
    "GetMarketCandlesticksHistorical": get_market_candlesticks_historical,
}

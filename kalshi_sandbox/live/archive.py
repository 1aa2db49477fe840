"""What is historical: whatever ended before the historical cutoff."""

from __future__ import annotations

from ..engine import Fill, Market, Order, Position, Trade
from ..engine.rejection import not_found
from .context import HandlerContext


def is_archived_market(context: HandlerContext, market: Market) -> bool:
    """Whether a market, and with it its candlesticks, is historical: it was settled before the cutoff."""
    return market.settlement_time is not None and context.is_historical(market.settlement_time)


def is_archived_trade(context: HandlerContext, trade: Trade | Fill) -> bool:
    """Whether a trade or fill is historical: it was made before the cutoff."""
    return context.is_historical(trade.created_time)


def is_archived_order(context: HandlerContext, order: Order) -> bool:
    """Whether an order is historical: it was canceled or executed before the cutoff. Resting ones never are."""
    return order.status != "resting" and context.is_historical(order.last_update_time)


def is_archived_position(context: HandlerContext, position: Position) -> bool:
    """Whether a position is historical: its market is settled, and it last changed before the cutoff."""
    market = context.exchange.markets.get(position.ticker).market
    return market.status == "finalized" and context.is_historical(position.last_update_time)


def live_market(context: HandlerContext, ticker: str) -> Market:
    """A market that isn't historical.

    Raises:
        EngineRejection: With 404.
    """
    market = context.exchange.markets.get(ticker).market
    if is_archived_market(context, market):
        raise not_found("market", ticker, "it was settled before the historical cutoff: GET /historical/markets has it")
    return market


def archived_market(context: HandlerContext, ticker: str) -> Market:
    """A market that is historical.

    Raises:
        EngineRejection: With 404.
    """
    market = context.exchange.markets.get(ticker).market
    if not is_archived_market(context, market):
        raise not_found("market", ticker, "it was not settled before the historical cutoff: GET /markets has it")
    return market

"""What has moved from the live answers to the historical ones: what ended before the desk's cutoff."""

from __future__ import annotations

from ..engine import Fill, Market, Order, Position, Trade
from ..engine.rejection import not_found
from .desk import Desk


def is_archived_market(desk: Desk, market: Market) -> bool:
    """Whether a market, and with it its candlesticks, is historical: it was settled before the cutoff."""
    return market.settlement_time is not None and desk.is_historical(market.settlement_time)


def is_archived_trade(desk: Desk, trade: Trade | Fill) -> bool:
    """Whether a trade or fill is historical: it was made before the cutoff."""
    return desk.is_historical(trade.created_time)


def is_archived_order(desk: Desk, order: Order) -> bool:
    """Whether an order is historical: it was canceled or executed before the cutoff. Resting ones never are."""
    return order.status != "resting" and desk.is_historical(order.last_update_time)


def is_archived_position(desk: Desk, position: Position) -> bool:
    """Whether a position is historical: its market is settled, and it last changed before the cutoff."""
    market = desk.exchange.markets.get(position.ticker).market
    return market.status == "finalized" and desk.is_historical(position.last_update_time)


def live_market(desk: Desk, ticker: str) -> Market:
    """A market that isn't historical.

    Raises:
        EngineRejection: With 404.
    """
    market = desk.exchange.markets.get(ticker).market
    if is_archived_market(desk, market):
        raise not_found("market", ticker, "it was settled before the historical cutoff: GET /historical/markets has it")
    return market


def archived_market(desk: Desk, ticker: str) -> Market:
    """A market that is historical.

    Raises:
        EngineRejection: With 404.
    """
    market = desk.exchange.markets.get(ticker).market
    if not is_archived_market(desk, market):
        raise not_found("market", ticker, "it was not settled before the historical cutoff: GET /markets has it")
    return market

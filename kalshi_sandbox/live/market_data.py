"""Live answers on markets: their terms and prices, order books and trades."""

from __future__ import annotations

from typing import Any

from ..engine import BookView, EngineRejection, Trade
from ..refusals import invalid_parameters
from ..validation import CheckedRequest
from .archive import is_archived_market, is_archived_trade, live_market
from .desk import Desk, LiveHandler, between
from .listing import page_newest_first, page_oldest_first
from .market_fields import book_fields, market_fields, trade_fields
from .market_filters import check_filters, is_chosen


def get_markets(desk: Desk, request: CheckedRequest, account: str) -> Any:
    """Answer GetMarkets, in the order in which the markets were made."""
    check_filters(request)
    return markets_page(desk, request, are_archived=False)


def markets_page(desk: Desk, request: CheckedRequest, *, are_archived: bool) -> dict[str, Any]:
    """The page of markets, historical or not, that the request's filters, cursor and limit mean."""
    markets, cursor = page_oldest_first(
        request,
        desk.exchange.markets.all(),
        lambda market: is_archived_market(desk, market) == are_archived and is_chosen(market, request),
    )
    views = [desk.exchange.markets.get(market.ticker) for market in markets]
    return {"markets": [market_fields(view) for view in views], "cursor": cursor}


def get_market(desk: Desk, request: CheckedRequest, account: str) -> Any:
    """Answer GetMarket."""
    market = live_market(desk, request.path["ticker"])
    return {"market": market_fields(desk.exchange.markets.get(market.ticker))}


def get_market_orderbook(desk: Desk, request: CheckedRequest, account: str) -> Any:
    """Answer GetMarketOrderbook."""
    return {"orderbook_fp": _book(desk, request.path["ticker"], request.query.get("depth", 0))}


def get_market_orderbooks(desk: Desk, request: CheckedRequest, account: str) -> Any:
    """Answer GetMarketOrderbooks, in the order of the request; a ticker that is unknown may give 400."""
    tickers = request.query["tickers"]
    if not desk.behaviour.unknown_books_are_empty:
        for at, ticker in enumerate(tickers):
            check_ticker(desk, f"tickers[{at}]", ticker)
    return {"orderbooks": [{"ticker": ticker, "orderbook_fp": _book(desk, ticker)} for ticker in tickers]}


def _book(desk: Desk, ticker: str, depth: int = 0) -> dict[str, Any]:
    """A live market's order book; of any other one, an empty book or a refusal."""
    try:
        market = live_market(desk, ticker)
    except EngineRejection:
        if not desk.behaviour.unknown_books_are_empty:
            raise
        return book_fields(BookView(ticker=ticker, bids=(), asks=()), ascends=True)
    return book_fields(desk.exchange.books.get(market.ticker, depth), ascends=desk.behaviour.books_ascend)


def get_trades(desk: Desk, request: CheckedRequest, account: str) -> Any:
    """Answer GetTrades, the newest first."""
    return trades_page(desk, request, are_archived=False)


def trades_page(desk: Desk, request: CheckedRequest, *, are_archived: bool) -> dict[str, Any]:
    """The page of trades, historical or not, that the request's filters, cursor and limit mean."""
    trades, cursor = page_newest_first(
        request,
        desk.exchange.markets.trades(request.query.get("ticker") or None),
        lambda trade: is_archived_trade(desk, trade) == are_archived and _is_kept(trade, request),
    )
    return {"trades": [trade_fields(trade) for trade in trades], "cursor": cursor}


def check_ticker(desk: Desk, field: str, ticker: str) -> None:
    """Refuse a ticker among several that names no live market.

    Raises:
        Refusal: With 400, for operations that have no 404.
    """
    try:
        live_market(desk, ticker)
    except EngineRejection as refused:
        raise invalid_parameters(field, refused.details) from None


def _is_kept(trade: Trade, request: CheckedRequest) -> bool:
    return request.query.get("is_block_trade") in (None, trade.is_block_trade) and between(trade.created_time, request)


HANDLERS: dict[str, LiveHandler] = {
    "GetMarkets": get_markets,
    "GetMarket": get_market,
    "GetMarketOrderbook": get_market_orderbook,
    "GetMarketOrderbooks": get_market_orderbooks,
    "GetTrades": get_trades,
}

"""Markets, order books and trades."""

from __future__ import annotations

from typing import Any

from ..engine import BookView, EngineRejection, Trade
from ..error_answers import invalid_parameters
from ..validation import CheckedRequest
from .archive import is_archived_market, is_archived_trade, live_market
from .context import HandlerContext, LiveHandler
from .filters import between, check_filters, is_chosen
from .market_fields import book_fields, market_fields, trade_fields
from .pages import page_newest_first, page_oldest_first


def get_markets(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetMarkets, oldest first."""
    check_filters(request)
    return markets_page(context, request, are_archived=False)


def markets_page(context: HandlerContext, request: CheckedRequest, *, are_archived: bool) -> dict[str, Any]:
    """A page of markets, historical or not, for the request's filters, cursor and limit."""
    markets, cursor = page_oldest_first(
        request,
        context.exchange.markets.all(),
        lambda market: is_archived_market(context, market) == are_archived and is_chosen(market, request),
    )
    views = [context.exchange.markets.get(market.ticker) for market in markets]
    return {"markets": [market_fields(view) for view in views], "cursor": cursor}


def get_market(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetMarket."""
    market = live_market(context, request.path["ticker"])
    return {"market": market_fields(context.exchange.markets.get(market.ticker))}


def get_market_orderbook(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetMarketOrderbook."""
    return {"orderbook_fp": _book(context, request.path["ticker"], request.query.get("depth", 0))}


def get_market_orderbooks(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetMarketOrderbooks, in the order of the request; an unknown ticker may be 400."""
    tickers = request.query["tickers"]
    if not context.behaviour.unknown_books_are_empty:
        for at, ticker in enumerate(tickers):
            check_ticker(context, f"tickers[{at}]", ticker)
    return {"orderbooks": [{"ticker": ticker, "orderbook_fp": _book(context, ticker)} for ticker in tickers]}


def _book(context: HandlerContext, ticker: str, depth: int = 0) -> dict[str, Any]:
    """The order book of a live market; of another market, an empty book or an error."""
    try:
        market = live_market(context, ticker)
    except EngineRejection:
        if not context.behaviour.unknown_books_are_empty:
            raise
        return book_fields(BookView(ticker=ticker, bids=(), asks=()), ascends=True)
    return book_fields(context.exchange.books.get(market.ticker, depth), ascends=context.behaviour.books_ascend)


def get_trades(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetTrades, the newest first."""
    return trades_page(context, request, are_archived=False)


def trades_page(context: HandlerContext, request: CheckedRequest, *, are_archived: bool) -> dict[str, Any]:
    """A page of trades, historical or not, for the request's filters, cursor and limit."""
    trades, cursor = page_newest_first(
        request,
        context.exchange.markets.trades(request.query.get("ticker") or None),
        lambda trade: is_archived_trade(context, trade) == are_archived and _is_kept(trade, request),
    )
    return {"trades": [trade_fields(trade) for trade in trades], "cursor": cursor}


def check_ticker(context: HandlerContext, field: str, ticker: str) -> None:
    """Reject a ticker that names no live market, for operations without a 404.

    Raises:
        ErrorAnswer: With 400.
    """
    try:
        live_market(context, ticker)
    except EngineRejection as rejection:
        raise invalid_parameters(field, rejection.details) from None


def _is_kept(trade: Trade, request: CheckedRequest) -> bool:
    return request.query.get("is_block_trade") in (None, trade.is_block_trade) and between(trade.created_time, request)


HANDLERS: dict[str, LiveHandler] = {
    "GetMarkets": get_markets,
    "GetMarket": get_market,
    "GetMarketOrderbook": get_market_orderbook,
    "GetMarketOrderbooks": get_market_orderbooks,
    "GetTrades": get_trades,
}

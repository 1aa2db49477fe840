"""Candlesticks of a market, of several markets, and of all markets of an event."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any, cast

from attrs import evolve

from ..engine import Candlestick, PeriodMinutes, Span
from ..engine.candles import period_end
from ..engine.order import ZERO
from ..engine.rejection import not_found
from ..error_answers import invalid_parameters
from ..validation import CheckedRequest
from .archive import archived_market, is_archived_market, live_market
from .context import HandlerContext, LiveHandler
from .filters import split
from .formats import count, dollars
from .market_data import check_ticker

_MAX_MARKETS = 100
_SIDES = ("open", "low", "high", "close")


def get_market_candlesticks(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetMarketCandlesticks; a market of another series may be 404."""
    market = live_market(context, request.path["ticker"])
    if context.behaviour.candle_series_is_checked and market.series_ticker != request.path["series_ticker"]:
        raise not_found("market", market.ticker, f"its series is {market.series_ticker}")
    _check_range(context, request, [market.ticker])
    return {"ticker": market.ticker, "candlesticks": _candlesticks(context, request, market.ticker)}


def batch_get_market_candlesticks(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer BatchGetMarketCandlesticks, in the order of the request; an unknown ticker is 400."""
    tickers = split(request.query["market_tickers"])
    if not 0 < len(tickers) <= _MAX_MARKETS:
        raise invalid_parameters("market_tickers", f"{len(tickers)} tickers are not 1 to {_MAX_MARKETS}")
    for at, ticker in enumerate(tickers):
        check_ticker(context, f"market_tickers[{at}]", ticker)
    _check_range(context, request, tickers)
    return {
        "markets": [
            {"market_ticker": ticker, "candlesticks": _candlesticks(context, request, ticker)} for ticker in tickers
        ]
    }


def get_market_candlesticks_by_event(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetMarketCandlesticksByEvent; a range with too many candlesticks ends earlier."""
    event = context.exchange.markets.event(request.path["ticker"])
    if context.behaviour.candle_series_is_checked and event.series_ticker != request.path["series_ticker"]:
        raise not_found("event", event.ticker, f"its series is {event.series_ticker}")
    _check_range(context, request, [])
    tickers = [
        market.ticker
        for market in context.exchange.markets.all()
        if market.event_ticker == event.ticker and not is_archived_market(context, market)
    ]
    end = _adjusted_end(context, request, tickers)
    return {
        "market_tickers": tickers,
        "market_candlesticks": [_real(context, request, ticker, end) for ticker in tickers],
        "adjusted_end_ts": end,
    }


def get_market_candlesticks_historical(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetMarketCandlesticksHistorical."""
    ticker = archived_market(context, request.path["ticker"]).ticker
    _check_range(context, request, [ticker])
    candlesticks = context.exchange.markets.candlesticks(
        ticker, request.query["start_ts"], request.query["end_ts"], _minutes(request)
    )
    return {"ticker": ticker, "candlesticks": [_historical_fields(candlestick) for candlestick in candlesticks]}


def _check_range(context: HandlerContext, request: CheckedRequest, tickers: list[str]) -> None:
    start, end = request.query["start_ts"], request.query["end_ts"]
    if end < start:
        raise invalid_parameters("end_ts", f"{end} is before start_ts {start}")
    total = sum(_length(context, request, ticker) for ticker in tickers)
    most = context.behaviour.max_candlesticks
    if total > most:
        raise invalid_parameters("end_ts", f"{total} candlesticks are more than the {most} at most")


def _adjusted_end(context: HandlerContext, request: CheckedRequest, tickers: list[str]) -> int:
    """The end of the request's range, or an earlier end before which all markets together have few enough."""
    end, seconds, most = int(request.query["end_ts"]), _seconds(request), context.behaviour.max_candlesticks
    if sum(_length(context, request, ticker) for ticker in tickers) <= most:
        return end
    firsts = [_first_end(context, request, ticker) for ticker in tickers]
    start = min(firsts)

    def total(periods: int) -> int:
        last = start + (periods - 1) * seconds
        return sum(max(0, (last - first) // seconds + 1) for first in firsts)

    # With one more period there are more than there may be.
    return start + (bisect_right(range(most + 1), most, key=total) - 2) * seconds


def _length(context: HandlerContext, request: CheckedRequest, ticker: str) -> int:
    """How many candlesticks of a market the request's range has."""
    last: int = min(request.query["end_ts"], period_end(context.now(), _minutes(request)))
    return max(0, (last - _first_end(context, request, ticker)) // _seconds(request) + 1)


def _first_end(context: HandlerContext, request: CheckedRequest, ticker: str) -> int:
    """End of the first candlestick of a market in the request's range."""
    created = period_end(context.exchange.markets.get(ticker).market.created_time, _minutes(request))
    return max(_boundary(request), created)


def _boundary(request: CheckedRequest) -> int:
    """The first end of a period that is not before the request's start."""
    seconds, start = _seconds(request), int(request.query["start_ts"])
    return -(-start // seconds) * seconds


def _candlesticks(context: HandlerContext, request: CheckedRequest, ticker: str) -> list[dict[str, Any]]:
    candlesticks = _real(context, request, ticker, request.query["end_ts"])
    if request.query.get("include_latest_before_start", False):
        candlesticks[:0] = _synthetic(context, request, ticker)
    return candlesticks


def _real(context: HandlerContext, request: CheckedRequest, ticker: str, end: int) -> list[dict[str, Any]]:
    candlesticks = context.exchange.markets.candlesticks(ticker, request.query["start_ts"], end, _minutes(request))
    return [_fields(context, candlestick) for candlestick in candlesticks]


def _synthetic(context: HandlerContext, request: CheckedRequest, ticker: str) -> list[dict[str, Any]]:
    """The candlestick that carries the last price before the start on, if anything had traded by then."""
    minutes = _minutes(request)
    boundary = _boundary(request)
    end = min(boundary - _seconds(request), period_end(context.now(), minutes))
    for before in context.exchange.markets.candlesticks(ticker, end, end, minutes):
        previous = before.price.close if before.price else before.previous
        if previous is not None:
            bid, ask = before.yes_bid.close, before.yes_ask.close
            carried = evolve(
                before,
                end_ts=boundary,
                yes_bid=Span(bid, bid, bid, bid),
                yes_ask=Span(ask, ask, ask, ask),
                price=None,
                mean=None,
                previous=previous,
                volume=ZERO,
            )
            return [_fields(context, carried)]
    return []


def _fields(context: HandlerContext, candlestick: Candlestick) -> dict[str, Any]:
    """A candlestick as the spec's MarketCandlestick."""
    fields = _written(candlestick, "_dollars", "_fp")
    if context.behaviour.empty_candles_lack_prices:
        fields["price"] = {name: price for name, price in fields["price"].items() if price is not None}
    return fields


def _historical_fields(candlestick: Candlestick) -> dict[str, Any]:
    """A candlestick as the spec's MarketCandlestickHistorical, whose fields don't name their units."""
    return _written(candlestick, "", "")


def _written(candlestick: Candlestick, money: str, contracts: str) -> dict[str, Any]:
    mean, previous = candlestick.mean, candlestick.previous
    return {
        "end_period_ts": candlestick.end_ts,
        "yes_bid": _span_fields(candlestick.yes_bid, money),
        "yes_ask": _span_fields(candlestick.yes_ask, money),
        "price": {
            **_span_fields(candlestick.price, money),
            f"mean{money}": None if mean is None else dollars(mean),
            f"previous{money}": None if previous is None else dollars(previous),
        },
        f"volume{contracts}": count(candlestick.volume),
        f"open_interest{contracts}": count(candlestick.open_interest),
    }


def _span_fields(span: Span | None, money: str) -> dict[str, Any]:
    return {f"{side}{money}": dollars(getattr(span, side)) if span else None for side in _SIDES}


def _minutes(request: CheckedRequest) -> PeriodMinutes:
    # The engine can do with any whole number of minutes, of which the batch takes each.
    return cast("PeriodMinutes", request.query["period_interval"])


def _seconds(request: CheckedRequest) -> int:
    return _minutes(request) * 60


HANDLERS: dict[str, LiveHandler] = {
    "GetMarketCandlesticks": get_market_candlesticks,
    "BatchGetMarketCandlesticks": batch_get_market_candlesticks,
    "GetMarketCandlesticksByEvent": get_market_candlesticks_by_event,
}

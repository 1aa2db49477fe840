"""Markets, order books, trades, candlesticks, and the parameters of risk and fees by market."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from ...engine.clock import EPOCH
from ...error_answers import invalid_parameters
from ...live.filters import between
from ...live.formats import dollars
from ...live.pages import page_newest_first
from ...validation import CheckedRequest
from ..engine import FEE_TIERS
from ..engine.prices import PRICE_STEP
from .context import PerpsContext, PerpsHandler
from .fields import action_fields, book_fields, candlestick_fields, market_fields, trade_fields

_LIQUIDATION, _QUEUE_ENTRY = 1.0, 0.91
_NOTICE_AGE = timedelta(days=7)
_MAX_CANDLES = 5_000
_MINUTE = 60
# Of all schedules only that of members who trade through the exchange's own broker.
_FEE_SCHEDULE = "kalshi_prime"


def get_markets(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetMarginMarkets."""
    views = context.exchange.markets.all(request.query.get("status"))
    return {"markets": [market_fields(view, context.exchange.now()) for view in views]}


def get_market(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetMarginMarket."""
    return {"market": market_fields(context.exchange.markets.get(request.path["ticker"]), context.exchange.now())}


def get_book(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetMarginMarketOrderbook."""
    query = request.query
    tick = query.get("aggregation_tick_size")
    if tick is not None and Decimal(tick) < PRICE_STEP:
        raise invalid_parameters("aggregation_tick_size", f"{tick} is below {PRICE_STEP}")
    view = context.exchange.markets.book(request.path["ticker"], query.get("depth", 0))
    ascends = context.shared.behaviour.books_ascend
    return {"orderbook": book_fields(view, None if tick is None else Decimal(tick), ascends=ascends)}


def get_books(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetMarginMarketOrderbooks, in the order of the request."""
    ascends = context.shared.behaviour.books_ascend
    return {
        "orderbooks": [
            {"ticker": ticker, "orderbook": book_fields(context.exchange.markets.book(ticker), None, ascends=ascends)}
            for ticker in request.query["tickers"]
        ]
    }


def get_trades(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetMarginTrades: newest first. A ticker that is no market's has none: the spec has no 404 for it."""
    ticker = request.query.get("ticker") or None
    trades, cursor = page_newest_first(
        request,
        context.exchange.markets.trades(),
        lambda trade: ticker in (None, trade.ticker) and between(trade.created_time, request),
    )
    return {"trades": [trade_fields(trade) for trade in trades], "cursor": cursor}


def get_candlesticks(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetMarginMarketCandlesticks."""
    query, ticker = request.query, request.path["ticker"]
    start, end, minutes = query["start_ts"], query["end_ts"], query["period_interval"]
    market = context.exchange.markets.get(ticker).market
    if (end - start) // (minutes * _MINUTE) >= _MAX_CANDLES:
        raise invalid_parameters("end_ts", f"more than {_MAX_CANDLES} candlesticks")
    candles = [
        candlestick_fields(candle) for candle in context.exchange.markets.candlesticks(ticker, start, end, minutes)
    ]
    if query.get("include_latest_before_start"):
        candles = [*_before_start(context, ticker, start, minutes), *candles]
    return {"ticker": market.ticker, "candlesticks": candles}


def _before_start(context: PerpsContext, ticker: str, start: int, minutes: int) -> list[dict[str, Any]]:
    """A synthetic candlestick with the close of the last trade before the range, if there is one."""
    trades = context.exchange.markets.trades(ticker)
    before = [trade for trade in trades if (trade.created_time - EPOCH).total_seconds() < start]
    if not before:
        return []
    nothing = dict.fromkeys(("open", "low", "high", "close"))
    length = minutes * _MINUTE
    return [
        {
            "end_period_ts": (start // length + 1) * length,
            "bid": nothing,
            "ask": nothing,
            "price": {**nothing, "mean": None, "previous": dollars(before[-1].price)},
            "volume": "0.00",
            "volume_notional_value_dollars": "0.0000",
            "open_interest": f"{before[-1].open_interest:.2f}",
            "open_interest_notional_value_dollars": dollars(before[-1].open_interest * before[-1].price),
        }
    ]


def get_risk_parameters(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetMarginRiskParameters. Nothing is ever liquidated; the thresholds are those of production in June 2026."""
    return {
        "liquidation_margin_ratio_threshold": _LIQUIDATION,
        "queue_entry_margin_ratio_threshold": _QUEUE_ENTRY,
        "initial_margin_multiplier": {
            view.market.ticker: float(view.market.initial_multiplier) for view in context.exchange.markets.all()
        },
    }


def get_fee_tiers(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetMarginFeeTiers: the rates of the account's tier, the same in all markets."""
    rates = context.exchange.accounts.fees(account)
    tickers = [view.market.ticker for view in context.exchange.markets.all()]
    return {
        "maker_fee_rates": dict.fromkeys(tickers, float(rates.maker_rate)),
        "taker_fee_rates": dict.fromkeys(tickers, float(rates.taker_rate)),
    }


def get_fee_tier_rates(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetMarginFeeTierRates."""
    return {
        "fee_tier_rates": [
            {
                "fee_schedule": _FEE_SCHEDULE,
                "tier": number,
                "maker_fee_rate": float(rates.maker_rate),
                "taker_fee_rate": float(rates.taker_rate),
            }
            for number, rates in enumerate(FEE_TIERS)
        ]
    }


def get_corporate_actions(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetMarginCorporateActions: those that are scheduled or were updated within a week, by their ex-dates."""
    ticker, market_id = request.query.get("ticker") or None, request.query.get("market_id")
    oldest = context.exchange.now() - _NOTICE_AGE
    actions = [
        action
        for action in context.exchange.corporate_actions.all()
        if ticker in (None, action.market.ticker)
        and market_id in (None, action.market.market_id)
        and (action.status == "scheduled" or action.updated_time >= oldest)
    ]
    actions.sort(
        key=lambda action: (
            action.terms.ex_date is None,
            action.terms.ex_date and action.terms.ex_date.isoformat(),
            action.updated_time,
            action.action_id,
        )
    )
    return {"corporate_actions": [action_fields(action) for action in actions]}


HANDLERS: dict[str, PerpsHandler] = {
    "GetMarginCorporateActions": get_corporate_actions,
    "GetMarginFeeTierRates": get_fee_tier_rates,
    "GetMarginFeeTiers": get_fee_tiers,
    "GetMarginMarket": get_market,
    "GetMarginMarketCandlesticks": get_candlesticks,
    "GetMarginMarketOrderbook": get_book,
    "GetMarginMarketOrderbooks": get_books,
    "GetMarginMarkets": get_markets,
    "GetMarginRiskParameters": get_risk_parameters,
    "GetMarginTrades": get_trades,
}

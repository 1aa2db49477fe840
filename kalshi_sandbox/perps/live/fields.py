"""What the engine has, in the schemas of the spec."""

from __future__ import annotations

from datetime import datetime
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from ...engine.candles import Span
from ...engine.order import ZERO
from ...live.formats import count, dollars, milliseconds, time
from ..engine import (
    Balance,
    BookView,
    Candlestick,
    CashTerms,
    CorporateAction,
    Fill,
    FinalSettlementTerms,
    FundingPayment,
    FundingRate,
    MarketView,
    Order,
    PositionView,
    SplitTerms,
    Trade,
)

_STEP = Decimal("0.0001")
_NOTIONALS = ("1000", "10000", "100000", "1000000")
_PERCENT = 100


def money(amount: Decimal) -> str:
    """US dollars with four decimals, rounded down, as the demo exchange writes balances and margin."""
    return dollars(amount.quantize(_STEP, ROUND_FLOOR) + ZERO)


def market_fields(view: MarketView, now: datetime) -> dict[str, Any]:
    """A market as the spec's MarginMarket."""
    market, quote = view.market, view.quote
    leverage = float(view.leverage)
    at = {"ts_ms": milliseconds(now.replace(microsecond=0))}
    fields = {
        "market_id": market.market_id,
        "ticker": market.ticker,
        "title": market.title,
        "market_version": market.version,
        "exchange_index": market.exchange_index,
        "contract_size": f"{market.contract_size:.6f}",
        "underlying_multiplier": dollars(market.underlying_multiplier, 0),
        "tick_size": dollars(market.tick_size),
        "status": market.status,
        "fractional_trading_enabled": market.fractional_trading_enabled,
        "leverage_estimate": leverage,
        "leverage_estimates": dict.fromkeys(_NOTIONALS, leverage),
        "long_leverage_estimates": dict.fromkeys(_NOTIONALS, leverage),
        "short_leverage_estimates": dict.fromkeys(_NOTIONALS, leverage),
        "volume": count(view.volume),
        "volume_notional_value_dollars": dollars(view.notional),
        "open_interest": count(view.open_interest),
        "open_interest_notional_value_dollars": dollars(view.open_interest_notional),
        "volume_24h": count(view.volume_24h),
        "volume_24h_notional_value_dollars": dollars(view.notional_24h),
        "bid_size_fp": count(quote.bid_size),
        "ask_size_fp": count(quote.ask_size),
        "settlement_mark_price": {"price": dollars(view.mark_price), **at},
        "liquidation_mark_price": {"price": dollars(view.mark_price), **at},
        "reference_price": {"price": dollars(view.index_price), **at},
        "asset_class": market.asset_class,
        "product_metadata": {},
        "schedule": None,
        "funding_deadband": float(market.funding.deadband * _PERCENT),
        "funding_cap": float(market.funding.cap * _PERCENT),
        "funding_limit_unit": "percentage",
        "halt_sources": list(market.halt_sources),
        "funding_invalid_premium_handling": market.funding.invalid_premium,
    }
    prices = {"price": view.last_price, "bid": quote.bid, "ask": quote.ask}
    return fields | {name: dollars(price) for name, price in prices.items() if price is not None}


def book_fields(view: BookView, tick: Decimal | None, *, ascends: bool) -> dict[str, Any]:
    """An order book as the spec's MarginOrderbookCount.

    Args:
        view: The book.
        tick: Width of the levels to aggregate into, each named by its lower end; None for none.
        ascends: Whether the best level comes last rather than first.
    """
    sides = {"bids": view.bids, "asks": view.asks}
    written = {}
    for side, levels in sides.items():
        totals: dict[Decimal, Decimal] = {}
        for price, contracts in levels:
            level = price if tick is None else price // tick * tick
            totals[level] = totals.get(level, ZERO) + contracts
        rows = [[dollars(price), count(contracts)] for price, contracts in totals.items()]
        written[side] = rows[::-1] if ascends else rows
    return written


def trade_fields(trade: Trade) -> dict[str, Any]:
    """A trade as the spec's MarginTrade."""
    return {
        "trade_id": trade.trade_id,
        "ticker": trade.ticker,
        "count": count(trade.count),
        "price": dollars(trade.price),
        "created_time": time(trade.created_time),
        "taker_side": trade.taker_side,
    }


def candlestick_fields(candle: Candlestick) -> dict[str, Any]:
    """A candlestick as the spec's MarginMarketCandlestick."""
    mean, previous = (None if price is None else dollars(price) for price in (candle.mean, candle.previous))
    return {
        "end_period_ts": candle.end_ts,
        "bid": _span(candle.bid),
        "ask": _span(candle.ask),
        "price": {**_span(candle.price), "mean": mean, "previous": previous},
        "volume": count(candle.volume),
        "volume_notional_value_dollars": dollars(candle.notional),
        "open_interest": count(candle.open_interest),
        "open_interest_notional_value_dollars": dollars(candle.open_interest_notional),
    }


def _span(span: Span | None) -> dict[str, str | None]:
    names = ("open", "low", "high", "close")
    return {name: None if span is None else dollars(getattr(span, name)) for name in names}


def order_fields(order: Order) -> dict[str, Any]:
    """An order as the spec's MarginOrder, which has no status."""
    fields: dict[str, Any] = {
        "order_id": order.order_id,
        "user_id": order.owner.account,
        "client_order_id": order.client_order_id,
        "ticker": order.ticker,
        "side": order.side,
        "last_update_reason": order.last_update_reason,
        "price": dollars(order.price),
        "fill_count": count(order.fill_count),
        "remaining_count": count(order.remaining_count),
        "created_time": time(order.created_time),
        "last_update_time": time(order.last_update_time),
        "self_trade_prevention_type": order.self_trade_prevention_type,
        "order_source": "user",
    }
    # As on the demo exchange, what an order doesn't have is left out.
    if order.cancel_order_on_pause:
        fields["cancel_order_on_pause"] = True
    if order.expiration_time is not None:
        fields["expiration_time"] = time(order.expiration_time)
    if order.order_group_id is not None:
        fields["order_group_id"] = order.order_group_id
    return fields


def fill_fields(fill: Fill) -> dict[str, Any]:
    """A fill as the spec's MarginFill."""
    return {
        "fill_id": fill.trade_id,
        "order_id": fill.order_id,
        "is_taker": fill.is_taker,
        "side": fill.side,
        "count": count(fill.count),
        "created_time": time(fill.created_time),
        "ticker": fill.ticker,
        "price": dollars(fill.price),
        "entry_price": dollars(fill.entry_price),
        "fees": dollars(fill.fee),
        "realized_pnl": dollars(fill.realized_pnl),
        "order_source": "user",
    }


def position_fields(view: PositionView) -> dict[str, Any]:
    """A position as the spec's MarginPosition."""
    position = view.position
    return {
        "subaccount": position.owner.subaccount,
        "market_ticker": position.market.ticker,
        "position": count(position.count),
        "entry_price": dollars(position.entry_price),
        "unrealized_pnl": money(view.unrealized_pnl),
        "margin_used": money(view.maintenance_margin),
        "fees": dollars(position.fees),
        "roe": float(view.return_on_equity),
        "is_portfolio": False,
    }


def risk_fields(view: PositionView) -> dict[str, Any]:
    """A position as the spec's MarginRiskPosition."""
    position, liquidation = view.position, view.liquidation_price
    fields = {
        "subaccount": position.owner.subaccount,
        "market_ticker": position.market.ticker,
        "position": count(position.count),
        "mark_price": dollars(view.mark_price),
        "position_notional": money(view.notional),
        "maintenance_margin_required": money(view.maintenance_margin),
        "position_leverage": float(view.leverage),
        "is_portfolio": False,
    }
    return fields if liquidation is None else {**fields, "estimated_liquidation_price": dollars(liquidation)}


def balance_fields(balance: Balance, *, is_computed: bool) -> dict[str, Any]:
    """A balance as the spec's MarginSubaccountBalance.

    Args:
        balance: The balance.
        is_computed: Whether the request wants what is available, and what resting orders need; both are 0 otherwise.
    """
    margin = balance.margin
    return {
        "subaccount": balance.owner.subaccount,
        "position_value": money(margin.position_value),
        "account_equity": money(margin.equity),
        "maintenance_margin": money(margin.maintenance),
        "initial_margin": money(margin.initial),
        "resting_orders_margin": money(margin.resting if is_computed else ZERO),
        "available_balance": money(margin.available if is_computed else ZERO),
    }


def rate_fields(rate: FundingRate) -> dict[str, Any]:
    """A funding rate as the spec's MarginFundingRate."""
    return {
        "market_ticker": rate.ticker,
        "funding_time": time(rate.time),
        "funding_rate": float(rate.rate),
        "mark_price": dollars(rate.mark_price),
    }


def payment_fields(payment: FundingPayment) -> dict[str, Any]:
    """A funding payment as the spec's MarginFundingHistoryEntry."""
    return {
        **rate_fields(payment.rate),
        "funding_amount": dollars(payment.amount),
        "quantity": count(payment.count),
        "subaccount_number": payment.owner.subaccount,
    }


def action_fields(action: CorporateAction) -> dict[str, Any]:
    """A notice as the spec's MarginCorporateAction; without terms once it is cancelled."""
    execution = action.execution_time
    fields = {
        "id": action.action_id,
        "market_id": action.market.market_id,
        "market_ticker": action.ticker,
        "type": action.terms.kind,
        "status": action.status,
        "updated_ts": time(action.updated_time),
        "execution_time": None if execution is None or action.status == "cancelled" else time(execution),
    }
    return fields if action.status == "cancelled" else {**fields, **_terms(action)}


def _terms(action: CorporateAction) -> dict[str, Any]:
    terms = action.terms
    ex_date = {} if terms.ex_date is None else {"ex_date": terms.ex_date.isoformat()}
    if isinstance(terms, CashTerms):
        amounts = {"cash_per_share": terms.cash_per_share, "cash_per_contract": terms.cash_per_contract}
        return {"cash": _given(amounts) | ex_date}
    if isinstance(terms, SplitTerms):
        ratio = {"ratio_old": dollars(terms.ratio_old, 0), "ratio_new": dollars(terms.ratio_new, 0)}
        return {"split": ratio | ex_date}
    if isinstance(terms, FinalSettlementTerms):
        prices = {
            "settlement_price_per_share": terms.settlement_price_per_share,
            "settlement_price_per_contract": terms.settlement_price_per_contract,
        }
        return {"final_settlement": {"reason": terms.reason, **_given(prices)}}
    return {"ticker_change": {"old_ticker": action.old_ticker, "new_ticker": terms.new_ticker}}


def _given(amounts: dict[str, Decimal | None]) -> dict[str, str]:
    return {name: dollars(amount) for name, amount in amounts.items() if amount is not None}


def point_fields(moment: datetime, premium: Decimal) -> dict[str, Any]:
    """The premium of a second as the spec's MarginPremiumIndexPoint."""
    return {"second_ts": time(moment), "premium_index": dollars(premium)}

"""Samples of the API of perpetual futures: markets, and fields that are chosen together.

The tickers and the sizes of contracts are like those of the live exchange; the prices are made up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from attrs import frozen

from ..instruments import NOW, identifier, number
from .events import decreased_order, new_order
from .kinds import Facts, Sample, Samples

_TICK = Decimal("0.0001")
_BOOK_LEVELS = 10
_TAKER, _MAKER = Decimal("0.0012"), Decimal("0.0005")
_MAINTENANCE, _MULTIPLIER = Decimal("0.12"), Decimal("1.3")
_NOTIONALS = ("1000", "10000", "100000", "1000000")
_FUNDING = timedelta(hours=8)
_USER = identifier("perps/user")
_SETTLED = Decimal(1000)
_POSITIONS = 3


@frozen
class Contract:
    """What a market trades: its price is that of one contract, in US dollars."""

    ticker: str
    title: str
    asset_class: str
    contract_size: str
    price: Decimal


CONTRACTS = (
    Contract("KXBTCPERP", "Bitcoin perpetual", "Crypto", "0.000100", Decimal("10.2500")),
    Contract("KXETHPERP", "Ether perpetual", "Crypto", "0.001000", Decimal("3.9500")),
    Contract("KXSOLPERP", "Solana perpetual", "Crypto", "0.010000", Decimal("2.1200")),
    Contract("KXGOLDPERP", "Gold perpetual", "Metals", "0.001000", Decimal("4.2800")),
    Contract("KXACMEPERP", "Acme perpetual", "Equities", "0.010000", Decimal("1.8400")),
)
_BY_TICKER = {perp.ticker: perp for perp in CONTRACTS}
TICKERS = tuple(_BY_TICKER)


def _perp(ticker: str) -> Contract:
    """The market with a ticker; one is made up for a ticker that is none of ours."""
    made_up = Contract(ticker, f"{ticker} perpetual", "Crypto", "0.001000", Decimal(number(ticker, 100, 2000)) / 100)
    return _BY_TICKER.get(ticker, made_up)


def _names(index: int, known: Mapping[str, Any], level: str) -> dict[str, Any]:
    ticker = known.get("ticker") or known.get("market_ticker") or TICKERS[index % len(TICKERS)]
    return {
        "index": index,
        "is_named": "ticker" in known,
        "ticker": ticker,
        "market_ticker": ticker,
        "market_id": _market_id(ticker),
    }


def _market_id(ticker: str) -> str:
    return identifier(f"{ticker}/market")


def _prices(market: str) -> dict[str, Any]:
    """Prices of a market in dollars for one contract, at the end of a period if one follows its ticker."""
    ticker, _, period = market.partition("/")
    price = _perp(ticker).price
    if period:
        price += number(market, -100, 100) * _TICK
    return {
        "price": price,
        "bid": price - 2 * _TICK,
        "ask": price + 3 * _TICK,
        "mark_price": price + _TICK,
    }


def _side(field: str, facts: Facts, depth: int, seed: str) -> list[list[str]]:
    """Levels of a side, best last, as live books have come."""
    step = -_TICK if field == "bids" else _TICK
    best = facts["bid" if field == "bids" else "ask"]
    levels = reversed(range(min(depth or _BOOK_LEVELS, _BOOK_LEVELS)))
    return [[_dollars(best + at * step), f"{number(f'{seed}/{at}', 1, 500)}.00"] for at in levels]


def _dollars(amount: Decimal) -> str:
    return f"{amount:.4f}"


def _side_of(seed: str) -> str:
    return ("bid", "ask")[number(seed + "/side", 0, 1)]


def _market(facts: Facts, seed: str) -> dict[str, Any]:
    perp = _perp(str(facts["ticker"]))
    volume, day, interest = (
        Decimal(number(f"{seed}/{name}", low, high))
        for name, low, high in (("volume", 100000, 900000), ("day", 1000, 90000), ("interest", 10000, 90000))
    )
    is_scheduled = perp.asset_class == "Equities"
    closes = NOW.replace(hour=20)
    return {
        "status": facts.get("status", "active"),
        "title": perp.title,
        "asset_class": perp.asset_class,
        "contract_size": Decimal(perp.contract_size),
        "underlying_multiplier": Decimal(1),
        "tick_size": _TICK,
        "market_version": 1,
        "fractional_trading_enabled": True,
        "volume": volume,
        "volume_notional_value": volume * perp.price,
        "volume_24h": day,
        "volume_24h_notional_value": day * perp.price,
        "open_interest": interest,
        "open_interest_notional_value": interest * perp.price,
        "bid_size": Decimal(number(f"{seed}/bid_size", 1, 500)),
        "ask_size": Decimal(number(f"{seed}/ask_size", 1, 500)),
        "leverage_estimate": 8.3,
        "leverage_estimates": _leverages(0),
        "long_leverage_estimates": _leverages(0.4),
        "short_leverage_estimates": _leverages(-0.1),
        "product_metadata": {},
        "halt_sources": [],
        "schedule": {"is_open": True, "next_close_ts": int(closes.timestamp()), "next_open_ts": None}
        if is_scheduled
        else None,
        "funding_deadband": 0.01,
        "funding_cap": 2.0,
        "funding_limit_unit": "percentage",
    }


def _leverages(more: float) -> dict[str, float]:
    return {notional: round(8.3 + more - 0.1 * at, 4) for at, notional in enumerate(_NOTIONALS)}


def _order(facts: Facts, seed: str) -> dict[str, Any]:
    count, side = Decimal(number(seed + "/count", 1, 100)), _side_of(seed)
    reasons = {"executed": "Trade", "canceled": "MarginCancel"}
    status = facts.get("status", "resting")
    return {
        "user_id": _USER,
        "side": side,
        "price": facts[side],
        "fill_count": count if status == "executed" else Decimal(0),
        "remaining_count": Decimal(0) if status in reasons else count,
        "last_update_reason": reasons.get(status, ""),
        "order_source": "user",
    }


def _fill(facts: Facts, seed: str) -> dict[str, Any]:
    count, price = Decimal(number(seed + "/count", 1, 100)), facts["price"]
    is_taker = bool(number(seed + "/taker", 0, 1))
    return {
        "count": count,
        "side": _side_of(seed),
        "taker_side": _side_of(seed),
        "is_taker": is_taker,
        "entry_price": price,
        "fees": count * price * (_TAKER if is_taker else _MAKER),
        "realized_pnl": Decimal(0),
        "order_source": "user",
    }


def _holding(facts: Facts, seed: str) -> dict[str, Any]:
    """A position; the same of a market in the list of positions and in that of their risks."""
    ticker = str(facts["market_ticker"])
    count = Decimal(number(f"{ticker}/position", 1, 40)) * (1 if number(f"{ticker}/long", 0, 1) else -1)
    mark, entry = facts["mark_price"], facts["price"] - 100 * _TICK
    notional, profit = abs(count) * mark, count * (mark - entry)
    margin = notional * _MAINTENANCE
    return {
        "position": count,
        "position_value": count * mark,
        "entry_price": entry,
        "unrealized_pnl": profit,
        "margin_used": margin,
        "fees": abs(count) * entry * _TAKER,
        "roe": round(float(profit / margin * 100), 4),
        "is_portfolio": False,
        "position_notional": notional,
        "maintenance_margin_required": margin,
        "position_leverage": round(float(notional / margin), 4),
        "estimated_liquidation_price": entry * (Decimal("0.5") if count > 0 else Decimal("1.5")),
    }


def _holdings() -> Iterable[dict[str, Any]]:
    """The positions that a list of all markets has."""
    for ticker in TICKERS[:_POSITIONS]:
        yield _holding({"market_ticker": ticker, **_prices(ticker)}, "")


def _total(field: str) -> Decimal:
    return sum((holding[field] for holding in _holdings()), Decimal(0))


def _risk(facts: Facts, seed: str) -> dict[str, Any]:
    notional, margin = _total("position_notional"), _total("maintenance_margin_required")
    return {
        "total_position_notional": notional,
        "total_maintenance_margin": margin,
        "account_leverage": round(float(notional / margin), 4),
    }


def _balance(facts: Facts, seed: str) -> dict[str, Any]:
    margin, profit = _total("maintenance_margin_required"), _total("unrealized_pnl")
    is_computed = facts.get("compute_available_balance", False)
    resting = Decimal(50) if is_computed else Decimal(0)
    initial, equity = margin * _MULTIPLIER, _SETTLED + profit
    return {
        "position_value": _total("position_value"),
        "account_equity": equity,
        "maintenance_margin": margin,
        "initial_margin": initial,
        "resting_orders_margin": resting,
        "available_balance": equity - initial - resting if is_computed else Decimal(0),
    }


def _limits(facts: Facts, seed: str) -> dict[str, Any]:
    used = {ticker: holding["position_notional"] for ticker, holding in zip(TICKERS, _holdings(), strict=False)}
    return {
        "default_notional_value_risk_limit": Decimal(100_000),
        "notional_value_risk_limits_by_market_ticker": {TICKERS[0]: _dollars(Decimal(250_000))},
        "total_current_usage": sum(used.values(), Decimal(0)),
        "current_usage_by_market_ticker": {ticker: _dollars(amount) for ticker, amount in used.items()},
        "member_notional_value_risk_limit": Decimal(200_000),
        "effective_account_notional_value_risk_limit": Decimal(200_000),
    }


def _tier(facts: Facts, seed: str) -> dict[str, Any]:
    less = 1 - Decimal(facts["index"]) / 10
    return {
        "fee_schedule": "self_clearing_members",
        "tier": facts["index"],
        "maker_fee_rate": _MAKER * less,
        "taker_fee_rate": _TAKER * less,
    }


def _funding(facts: Facts, seed: str) -> dict[str, Any]:
    """A funding payment, or the rate of one: the latest first, each eight hours before the one above."""
    rate, quantity = Decimal(number(seed + "/rate", -9, 9)) / 10000, Decimal(number(seed + "/quantity", 1, 40))
    return {
        "funding_time": NOW - facts["index"] * _FUNDING,
        "funding_rate": rate,
        # A long position pays where the rate is above zero.
        "funding_amount": -rate * quantity * facts["mark_price"],
        "quantity": quantity,
        "subaccount_number": 0,
    }


def _funding_estimate(facts: Facts, seed: str) -> dict[str, Any]:
    return {
        "computed_time": NOW,
        "funding_rate": 0.0001,
        "next_funding_time": NOW + _FUNDING,
        "premium_index": Decimal("0.0002"),
        "premium_index_ts": NOW,
    }


def _premium(facts: Facts, seed: str) -> dict[str, Any]:
    return {
        "second_ts": NOW + timedelta(seconds=facts["index"]),
        "premium_index": Decimal(number(seed + "/premium", -9, 9)) / 10000,
    }


def _corporate_action(facts: Facts, seed: str) -> dict[str, Any]:
    """A split, a dividend, or the cancellation of one; of a share, unless the request names the market."""
    executed = NOW + timedelta(days=7 + facts["index"])
    ex_date = f"{executed:%Y-%m-%d}"
    kinds: tuple[dict[str, Any], ...] = (
        {"type": "stock_split", "split": {"ratio_old": "1", "ratio_new": "4", "ex_date": ex_date}},
        {
            "type": "cash_dividend",
            "cash": {"cash_per_share": "0.2500", "cash_per_contract": "0.0025", "ex_date": ex_date},
        },
        {"type": "cash_dividend", "status": "cancelled"},
    )
    chosen = {"status": "scheduled", **kinds[facts["index"] % len(kinds)]}
    if chosen["status"] == "scheduled":
        chosen["execution_time"] = executed
    ticker = facts["ticker"] if facts["is_named"] else TICKERS[-1]
    return {"market_ticker": ticker, "market_id": _market_id(ticker), "updated_ts": NOW, **chosen}


def _trigger(facts: Facts, seed: str) -> dict[str, Any]:
    """A bracket around the mark of a long position, or a trailing stop below it, with the prices of the request."""
    kind, mark = facts.get("kind", "bracket"), facts["mark_price"]
    count = Decimal(str(facts.get("count", 0)))
    fields: dict[str, Any] = {
        "id": facts.get("trigger_id", identifier(seed)),
        "kind": kind,
        "status": "pending_on_entry" if facts.get("anchor_order_id") else "active",
        "count": count,
        "filled_count": Decimal(0),
        "created_time": NOW - timedelta(hours=1),
        "updated_time": NOW,
    }
    if kind == "trailing":
        if "trail_amount" not in facts:
            fields["trail_bps"] = facts.get("trail_bps", 500)
        distance = Decimal(facts.get("trail_amount") or mark * fields["trail_bps"] / 10000)
        return {**fields, "watermark_price": mark, "effective_stop_price": mark - distance}
    if "stop_loss_price" not in facts and "take_profit_price" not in facts:
        fields |= {"stop_loss_price": mark * Decimal("0.9"), "take_profit_price": mark * Decimal("1.1")}
    return fields


def _quotes_of_period(facts: Facts, seed: str) -> dict[str, Any]:
    middle = facts["price"]
    return {"open": middle, "close": middle, "low": middle - _TICK, "high": middle + _TICK}


def _has_trades(seed: str) -> bool:
    return number(f"{seed}/trades", 0, 4) > 0


def _candle(facts: Facts, seed: str) -> dict[str, Any]:
    volume = Decimal(number(f"{seed}/volume", 1, 500) if _has_trades(seed) else 0)
    interest = Decimal(number(f"{seed}/interest", 10000, 90000))
    return {
        "volume": volume,
        "volume_notional_value": volume * facts["price"],
        "open_interest": interest,
        "open_interest_notional_value": interest * facts["price"],
    }


def _trades_of_period(facts: Facts, seed: str) -> dict[str, Any]:
    prices = {**_quotes_of_period(facts, seed), "mean": facts["price"]}
    # The seed is that of the candlestick, with the name of the field.
    if not _has_trades(seed.removesuffix("/price")):
        prices = dict.fromkeys(prices)
    return {**prices, "previous": facts["price"]}


def _control(facts: Facts, seed: str) -> dict[str, Any]:
    return {
        "subtrader_id": facts.get("subtrader_id", f"{_USER}_fund1"),
        "im_cap": Decimal(10_000),
        "current_im": Decimal(1_200),
        "notional_value_risk_limit": Decimal(100_000),
        "current_notional": Decimal(8_000),
    }


def _rates(rate: Decimal) -> dict[str, float]:
    return dict.fromkeys(TICKERS, float(rate))


_FIELDS: dict[str, Sample] = {
    "MarginMarket": _market,
    "TickerPrice": lambda facts, seed: {"price": facts["mark_price"], "ts_ms": NOW},
    "MarginOrder": _order,
    "MarginFill": _fill,
    "MarginTrade": _fill,
    "MarginPosition": _holding,
    "MarginRiskPosition": _holding,
    "GetMarginRiskResponse": _risk,
    "GetMarginBalanceResponse": lambda facts, seed: {"settled_funds": _SETTLED},
    "MarginSubaccountBalance": _balance,
    "NotionalRiskLimitResponse": _limits,
    "GetMarginRiskParametersResponse": lambda facts, seed: {
        "liquidation_margin_ratio_threshold": 1.0,
        "queue_entry_margin_ratio_threshold": 0.91,
        "initial_margin_multiplier": _rates(_MULTIPLIER),
    },
    "GetMarginFeeTiersResponse": lambda facts, seed: {
        "maker_fee_rates": _rates(_MAKER),
        "taker_fee_rates": _rates(_TAKER),
    },
    "MarginFeeTierRate": _tier,
    "MarginFundingHistoryEntry": _funding,
    "MarginFundingRate": _funding,
    "GetMarginFundingRateEstimateResponse": _funding_estimate,
    "MarginPremiumIndexPoint": _premium,
    "MarginCorporateAction": _corporate_action,
    "MarginMarketCandlestick": _candle,
    "BidAskDistributionHistorical": _quotes_of_period,
    "PriceDistributionHistorical": _trades_of_period,
    "ExitTrigger": _trigger,
    "GetOrderGroupResponse": lambda facts, seed: {"contracts_limit": Decimal(100)},
    "OrderGroup": lambda facts, seed: {"contracts_limit": Decimal(100)},
    "FCMSubtraderRiskControls": _control,
    "FCMSubtraderNotionalRiskLimit": _control,
    "CreateMarginFCMSubtraderResponse": lambda facts, seed: {"subtrader_id": f"{_USER}_{facts['subtrader_suffix']}"},
    "CreateMarginOrderResponse": new_order,
    "AmendMarginOrderResponse": new_order,
    "DecreaseMarginOrderResponse": decreased_order,
    "CancelMarginOrderResponse": lambda facts, seed: {"reduced_by": Decimal(10)},
    "CreateSubaccountResponse": lambda facts, seed: {"subaccount_number": 1},
    # As a demo account of the basic tier was recorded to have.
    "GetAccountApiLimitsResponse": lambda facts, seed: {
        "read": {"refill_rate": 400, "bucket_capacity": 400},
        "write": {"refill_rate": 100, "bucket_capacity": 100},
    },
    "ApiUsageLevelGrant": lambda facts, seed: {"exchange_instance": "margined"},
}

PERPS = Samples(
    names=_names,
    prices=_prices,
    fields=_FIELDS,
    side=_side,
    quotes=frozenset({"bid", "ask"}),
    own_names={"MarginMarket": "ticker"},
    later=frozenset(
        {
            "anchor_order_id",
            "asset_class",
            "average_fee_paid",
            "average_fill_price",
            "cash",
            "client_trigger_id",
            "effective_stop_price",
            "exchange_estimated_resume_time",
            "exchange_index_statuses",
            "execution_time",
            "expiration_time",
            "expires_ts",
            "final_settlement",
            "intra_exchange_transfers_active",
            "market_ticker",
            "order_group_id",
            "order_reason",
            "split",
            "status_reason",
            "stop_loss_price",
            "take_profit_price",
            "ticker_change",
            "trail_amount",
            "trail_bps",
            "triggered_leg",
            "triggered_order_id",
            "watermark_price",
        }
    ),
    single=frozenset({"exit_triggers", "grants", "notional_limits", "risk_controls", "subaccount_balances"}),
    one_each=frozenset({"MarginPosition"}),
    periods=frozenset({"MarginMarketCandlestick"}),
)

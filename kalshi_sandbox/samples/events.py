"""Samples of the API of event contracts: fields of an object are chosen together, so that none contradicts itself."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from hashlib import blake2b
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from ..instruments import CENT, NOW, book_side, identifier, market_times, number, prices, strike, tickers
from .kinds import Facts, Sample, Samples

_MARKET_STATUS = {"unopened": "initialized", "open": "active", "paused": "inactive", "settled": "finalized"}
_DAYS = timedelta(days=1)


def _market(facts: Facts, seed: str) -> dict[str, Any]:
    market = str(facts["market_ticker"])
    asked = facts.get("status", "open")
    status = _MARKET_STATUS.get(asked, asked)
    floor = strike(market)
    fields: dict[str, Any] = {
        **market_times(market),
        "status": status,
        "result": "",
        "title": f"Will the value be at or above {floor:,.0f}?",
        "subtitle": f"{floor:,.0f} or above",
        "yes_sub_title": f"{floor:,.0f} or above",
        "no_sub_title": f"Below {floor:,.0f}",
        "strike_type": "greater_or_equal",
        "floor_strike": floor,
        "rules_primary": f"Resolves to Yes if the value is at or above {floor:,.0f} at the close.",
        "rules_secondary": "",
        "notional_value": Decimal(1),
        "volume": Decimal(number(seed + "/volume", 1000, 9000)),
        "volume_24h": Decimal(number(seed + "/volume_24h", 0, 900)),
    }
    if status == "finalized":
        result = ("no", "yes")[number(market + "/result", 0, 1)]
        value = Decimal(result == "yes")
        fields |= {"result": result, "settlement_value": value, "settlement_ts": fields["close_time"] + _DAYS}
    return fields


def _order(facts: Facts, seed: str) -> dict[str, Any]:
    count = Decimal(number(seed + "/count", 1, 100))
    status = facts.get("status", "resting")
    filled = count if status == "executed" else Decimal(0)
    resting = count if status == "resting" else Decimal(0)
    bid = number(seed + "/side", 0, 1)
    cost = filled * facts["yes_price" if bid else "no_price"]
    return {
        "initial_count": count,
        "fill_count": filled,
        "remaining_count": resting,
        "taker_fill_cost": Decimal(0),
        "maker_fill_cost": cost,
        "taker_fees": Decimal(0),
        "maker_fees": Decimal(0),
        "status": status,
        **_sides(bool(bid)),
    }


def _sides(bid: bool) -> dict[str, Any]:
    outcome, book, action = ("yes", "bid", "buy") if bid else ("no", "ask", "sell")
    return {
        "side": "yes",
        "action": action,
        "outcome_side": outcome,
        "book_side": book,
        "taker_side": outcome,
        "taker_outcome_side": outcome,
        "taker_book_side": book,
    }


def _trade(facts: Facts, seed: str) -> dict[str, Any]:
    return {**_sides(bool(number(seed + "/side", 0, 1))), "is_taker": bool(number(seed + "/taker", 0, 1))}


def _settlement(facts: Facts, seed: str) -> dict[str, Any]:
    count = Decimal(number(seed + "/count", 1, 100))
    won = bool(number(seed + "/result", 0, 1))
    return {
        "market_result": "yes" if won else "no",
        "yes_count": count,
        "yes_total_cost": count * facts["yes_price"],
        "no_count": Decimal(0),
        "no_total_cost": Decimal(0),
        "revenue": count if won else Decimal(0),
        "value": Decimal(won),
    }


def _distribution(facts: Facts, seed: str) -> dict[str, Any]:
    middle = facts["price"]
    low, high = middle - CENT, middle + CENT
    inside = {"open": middle, "close": middle, "mean": middle, "previous": middle}
    return {**inside, "low": low, "min": low, "high": high, "max": high}


def _position(facts: Facts, seed: str) -> dict[str, Any]:
    count = Decimal(number(seed + "/count", 1, 100))
    return {
        "position": count,
        "market_exposure": count * facts["yes_price"],
        "total_traded": count * facts["yes_price"],
        "realized_pnl": Decimal(0),
    }


def _cutoff(facts: Facts, seed: str) -> dict[str, Any]:
    return dict.fromkeys(
        ("market_settled_ts", "trades_created_ts", "orders_updated_ts", "market_positions_last_updated_ts"),
        NOW - 90 * _DAYS,
    )


def _balance(facts: Facts, seed: str) -> dict[str, Any]:
    return {"balance": Decimal(1000), "portfolio_value": Decimal(250)}


def _event(facts: Facts, seed: str) -> dict[str, Any]:
    title = f"Closing value of {facts['series_ticker']}"
    close = market_times(str(facts["event_ticker"]))["close_time"]
    return {
        "title": title,
        "sub_title": f"On {close:%d %b %Y}",
        "strike_date": close,
        "mutually_exclusive": False,
    }


def new_order(order: Facts, seed: str) -> dict[str, Any]:
    """A V2 order rests; if its time in force forbids that, it is filled completely."""
    if "count" not in order or "price" not in order:
        return {}
    count = Decimal(str(order["count"]))
    at_once = order.get("time_in_force") in ("fill_or_kill", "immediate_or_cancel")
    contents = sorted(f"{key}={value}" for key, value in order.items())
    fields: dict[str, Any] = {
        "order_id": order.get("order_id", identifier(f"{seed}/{contents}")),
        "fill_count": count if at_once else Decimal(0),
        "remaining_count": Decimal(0) if at_once else count,
    }
    if at_once:
        fields |= {"average_fill_price": order["price"], "average_fee_paid": CENT}
    if "updated_client_order_id" in order:
        fields["client_order_id"] = order["updated_client_order_id"]
    return fields


def decreased_order(request: Facts, seed: str) -> dict[str, Any]:
    """What remains of an order of ten contracts, or as many as the request wants."""
    if request.get("reduce_to") is not None:
        return {"remaining_count": Decimal(request["reduce_to"])}
    return {"remaining_count": max(Decimal(0), Decimal(10) - Decimal(request.get("reduce_by") or 0))}


def _generated_key(request: Facts, seed: str) -> dict[str, Any]:
    key = Ed25519PrivateKey.from_private_bytes(blake2b(seed.encode(), digest_size=32).digest())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return {"key_type": "ed25519", "private_key": pem.decode()}


_SAMPLES: dict[str, Sample] = {
    "Market": _market,
    "Order": _order,
    "Trade": _trade,
    "Fill": _trade,
    "FcmFill": _trade,
    "Settlement": _settlement,
    "BidAskDistribution": _distribution,
    "BidAskDistributionHistorical": _distribution,
    "PriceDistribution": _distribution,
    "PriceDistributionHistorical": _distribution,
    "MarketPosition": _position,
    "GetHistoricalCutoffResponse": _cutoff,
    "GetBalanceResponse": _balance,
    "IndexedBalance": _balance,
    "SubaccountBalance": _balance,
    "EventData": _event,
    "DailySchedule": lambda facts, seed: {"open_time": "08:00", "close_time": "23:59"},
    "Series": lambda facts, seed: {
        "ticker": facts["series_ticker"],
        "title": f"Daily value of {facts['series_ticker']}",
    },
    "AssociatedEvent": lambda facts, seed: {"ticker": facts["event_ticker"]},
    "CreateOrderV2Response": new_order,
    "AmendOrderV2Response": new_order,
    "DecreaseOrderV2Response": decreased_order,
    "GenerateApiKeyResponse": _generated_key,
    # The answers of a batch have no schema of their own, so the name of the list is used.
    "orders": new_order,
    "PriceRange": lambda facts, seed: {"start": Decimal(0), "end": Decimal(1), "step": CENT},
    "GetPortfolioRestingOrderTotalValueResponse": lambda facts, seed: {"total_resting_order_value": Decimal(1000)},
}


def _side(field: str, facts: Facts, depth: int, seed: str) -> list[list[str]]:
    return book_side(facts["yes_bid" if field.startswith("yes") else "no_bid"], depth, seed)


EVENTS = Samples(
    names=tickers,
    prices=prices,
    fields=_SAMPLES,
    side=_side,
    quotes=frozenset({"yes_bid", "yes_ask"}),
    own_names={"Market": "ticker", "EventData": "event_ticker", "Series": "series_ticker"},
    periods=frozenset({"MarketCandlestick", "MarketCandlestickHistorical", "ForecastPercentilesPoint"}),
    later=frozenset(
        {
            "accepted_side",
            "accepted_ts",
            "average_fee_paid",
            "average_fill_price",
            "buyer_accepted_ts",
            "buyer_order_id",
            "cancellation_reason",
            "cancelled_ts",
            "cap_strike",
            "close_reason",
            "closed_ts",
            "confirmed_ts",
            "creator_order_id",
            "custom_strike",
            "early_close_condition",
            "error",
            "exchange_estimated_resume_time",
            "executed_ts",
            "expires_ts",
            "fee_multiplier_override",
            "fee_type_override",
            "fee_waiver_expiration_time",
            "finalized_ts",
            "functional_strike",
            "mve_collection_ticker",
            "mve_selected_legs",
            "primary_participant_key",
            "rfq_creator_order_id",
            "seller_accepted_ts",
            "seller_order_id",
            "settlement_floor",
            "settlement_ts",
            "settlement_value",
            "warning",
        }
    ),
    single=frozenset(
        {
            "additional_prohibitions",
            "allocations",
            "balance_breakdown",
            "categories",
            "exchange_index_statuses",
            "exchange_indices",
            "friday",
            "grants",
            "maintenance_windows",
            "monday",
            "price_ranges",
            "range_options",
            "resting_order_value_breakdown",
            "saturday",
            "scopes",
            "settlement_sources",
            "sport_ordering",
            "standard_hours",
            "sunday",
            "tags",
            "thursday",
            "tuesday",
            "volume_progress",
            "wednesday",
        }
    ),
)

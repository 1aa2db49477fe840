"""Messages on what becomes of markets and events."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ..engine import Event, Market
from ..live.desk import dollars, seconds

# An event is on no shard; its markets are.
_NO_SHARD = 0
_UNTIL_EXPECTED_EXPIRATION = timedelta(hours=1)
_STRIKES = ("strike_type", "floor_strike", "cap_strike", "custom_strike")


def is_multivariate(market: Market) -> bool:
    """Whether a market is of a multivariate event."""
    return "mve_collection_ticker" in market.terms


def created_body(market: Market) -> dict[str, Any]:
    """A new market as the contract's `msg` of it."""
    body: dict[str, Any] = {
        "market_ticker": market.ticker,
        "event_type": "created",
        "exchange_index": market.exchange_index,
        "open_ts": seconds(market.open_time),
        "close_ts": seconds(market.close_time),
        "additional_metadata": _metadata(market),
        "price_level_structure": market.price_level_structure,
    }
    if not is_multivariate(market):
        body["price_ranges"] = [
            {"start": dollars(band.start), "end": dollars(band.end), "step": dollars(band.step)}
            for band in market.price_ranges
        ]
    return body


def moved_body(market: Market) -> dict[str, Any] | None:
    """A market in its next status as the contract's `msg` of it; None where the contract has nothing to say of it."""
    body: dict[str, Any] = {"market_ticker": market.ticker}
    match market.status:
        case "active":
            return {**body, "event_type": "activated", "is_deactivated": False}
        case "inactive":
            return {**body, "event_type": "deactivated", "is_deactivated": True}
        case "closed" if market.updated_time < market.close_time:
            return {**body, "event_type": "close_date_updated", "close_ts": seconds(market.updated_time)}
        case "determined":
            assert market.determined_time is not None
            assert market.settlement_value is not None
            return {
                **body,
                "event_type": "determined",
                "determination_ts": seconds(market.determined_time),
                "result": market.result,
                "settlement_value": dollars(market.settlement_value),
            }
        case "finalized":
            assert market.settlement_time is not None
            return {**body, "event_type": "settled", "settled_ts": seconds(market.settlement_time)}
    return None


def event_body(event: Event) -> dict[str, Any]:
    """A new event as the contract's `msg` of it."""
    terms = event.terms
    return {
        "event_ticker": event.ticker,
        "exchange_index": _NO_SHARD,
        "title": event.title,
        "subtitle": str(terms.get("sub_title", "")),
        "collateral_return_type": str(terms.get("collateral_return_type", "")),
        "series_ticker": event.series_ticker,
    }


def _metadata(market: Market) -> dict[str, Any]:
    terms = market.terms
    title = str(terms.get("title", market.yes_sub_title or market.ticker))
    return {
        "name": title,
        "title": title,
        "yes_sub_title": market.yes_sub_title,
        "no_sub_title": market.no_sub_title,
        "rules_primary": str(terms.get("rules_primary", "")),
        "rules_secondary": str(terms.get("rules_secondary", "")),
        "can_close_early": bool(terms.get("can_close_early", True)),
        "event_ticker": market.event_ticker,
        "expected_expiration_ts": seconds(market.close_time + _UNTIL_EXPECTED_EXPIRATION),
        **{name: terms[name] for name in _STRIKES if terms.get(name) is not None},
    }

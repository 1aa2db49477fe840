"""How the engine rejects an order: with the codes that the demo exchange was seen to answer in June 2026."""

from __future__ import annotations

from kalshi_sandbox.engine.rejection import EngineRejection


def invalid_order(field: str, fault: str) -> EngineRejection:
    """Reject an order for a field that would be wrong at any time, or in any state of the book."""
    return EngineRejection(400, "invalid_order", "invalid order", f"{field}: {fault}", field)


def outside_band(price: object, limit: object) -> EngineRejection:
    """Reject a price that is too far from the best one."""
    return EngineRejection(400, "invalid_price", "invalid price", f"price: {price} is past {limit}, the band", "price")


def limit_exceeded(needed: object, limit: object) -> EngineRejection:
    """Reject an order that would take a market past the account's limit on notional value."""
    code = "NOTIONAL_RISK_LIMIT_EXCEEDED"
    return EngineRejection(400, code, code, f"${needed} of notional value in the market, the limit is ${limit}")

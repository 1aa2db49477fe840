"""What the schemathesis soak test and the hooks that schemathesis loads share: names, and what is accepted."""

from __future__ import annotations

FOLDER = "KALSHI_SOAK_FOLDER"
ACCESS_KEY_ID = "KALSHI_SOAK_KEY_ID"
BEHAVIOUR = "KALSHI_SOAK_BEHAVIOUR"
API = "KALSHI_SOAK_API"
KEY_FILE, BEARER_FILE, KNOWN_FILE, ANSWERS_FILE = "key.pem", "bearer", "known.json", "answers.jsonl"

# Statuses beside those of the spec, each with its reason.
ANY_OPERATION = {
    400: "parameters that break the spec, where it lists no 400",
    401: "a signature that is wrong or missing, where it lists no 401",
    405: "a method that the path doesn't have",
    410: "the old paths of orders, which share a path with reads of orders",
}
MEASURED = {
    ("CreateOrderV2", 404): "an order for an unknown market is 404 market_not_found on the live exchange",
    ("CancelOrderV2", 409): "trading_is_paused and market_closed were measured on the live exchange",
    ("AmendOrderV2", 409): "trading_is_paused and market_closed were measured on the live exchange",
    ("DecreaseOrderV2", 409): "trading_is_paused and market_closed were measured on the live exchange",
}

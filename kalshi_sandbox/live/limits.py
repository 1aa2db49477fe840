"""What an account may ask in a time, and what each operation costs of it."""

from __future__ import annotations

from typing import Any

from ..buckets import endpoint_costs, limits
from ..validation import CheckedRequest
from .desk import Desk, LiveHandler

_UNLIMITED = "prestige"


def get_limits(desk: Desk, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetAccountApiLimits: of the tier that the sandbox was started with, of the highest where it was with none."""
    return limits(desk.tier or _UNLIMITED)


def get_endpoint_costs(desk: Desk, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetAccountEndpointCosts."""
    return endpoint_costs()


HANDLERS: dict[str, LiveHandler] = {
    "GetAccountApiLimits": get_limits,
    "GetAccountEndpointCosts": get_endpoint_costs,
}

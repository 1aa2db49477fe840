"""What an account may do on the margin exchange, and how fast."""

from __future__ import annotations

from typing import Any

from ...buckets import limits
from ...validation import CheckedRequest
from .context import PerpsContext, PerpsHandler


def get_limits(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetPerpsAccountApiLimits: of the sandbox's tier, of the highest tier if it has none."""
    return limits(context.shared.tier, "perps")


def get_enabled(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetMarginEnabled: every account may trade perpetual futures."""
    return {"enabled": True}


HANDLERS: dict[str, PerpsHandler] = {
    "GetMarginEnabled": get_enabled,
    "GetPerpsAccountApiLimits": get_limits,
}

"""Whether the margin exchange trades."""

from __future__ import annotations

from typing import Any

from ...validation import CheckedRequest
from .context import PerpsContext, PerpsHandler


def get_exchange_status(context: PerpsContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetMarginExchangeStatus: nothing is active during maintenance, and trading isn't during a pause."""
    is_up = not context.shared.in_maintenance
    return {"exchange_active": is_up, "trading_active": is_up and context.exchange.is_trading_active()}


HANDLERS: dict[str, PerpsHandler] = {"GetMarginExchangeStatus": get_exchange_status}

"""Live answers on the exchange itself: whether it trades, and when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ..validation import CheckedRequest
from .desk import Desk, LiveHandler, time

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SESSION = {"open_time": "00:00", "close_time": "23:59"}
_HALF_YEAR = timedelta(days=182)


def get_exchange_status(desk: Desk, request: CheckedRequest, account: str) -> Any:
    """Answer GetExchangeStatus: trading is off while the exchange is paused."""
    flags = {
        "exchange_active": True,
        "trading_active": desk.exchange.is_trading_active(),
        "intra_exchange_transfers_active": True,
    }
    return {**flags, "exchange_index_statuses": [{"exchange_index": 0, "description": "sandbox", **flags}]}


def get_exchange_schedule(desk: Desk, request: CheckedRequest, account: str) -> Any:
    """Answer GetExchangeSchedule: the sandbox trades at any hour and plans no maintenance."""
    midnight = desk.now().replace(hour=0, minute=0, second=0, microsecond=0)
    hours: dict[str, Any] = {
        "start_time": time(midnight - _HALF_YEAR),
        "end_time": time(midnight + _HALF_YEAR),
        **{day: [_SESSION] for day in _DAYS},
    }
    return {"schedule": {"standard_hours": [hours], "maintenance_windows": []}}


HANDLERS: dict[str, LiveHandler] = {
    "GetExchangeStatus": get_exchange_status,
    "GetExchangeSchedule": get_exchange_schedule,
}

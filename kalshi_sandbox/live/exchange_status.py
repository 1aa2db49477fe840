"""Whether the exchange trades, and when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ..validation import CheckedRequest
from .context import HandlerContext, LiveHandler
from .formats import time

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SESSION = {"open_time": "00:00", "close_time": "23:59"}
_SHARDS = {0: "default", 1: "combos and exotics", 2: "crypto", 3: "tennis and baseball"}
_HALF_YEAR = timedelta(days=182)


def get_exchange_status(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetExchangeStatus: trading is inactive while the exchange is paused, everything during maintenance."""
    is_up = not context.in_maintenance
    flags = {
        "exchange_active": is_up,
        "trading_active": is_up and context.exchange.is_trading_active(),
        "intra_exchange_transfers_active": is_up,
    }
    shards = [
        {"exchange_index": shard, "description": _SHARDS.get(shard, f"shard {shard}"), **flags}
        for shard in range(context.exchange.shards.count)
    ]
    return {**flags, "exchange_index_statuses": shards}


def get_exchange_schedule(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetExchangeSchedule: the sandbox trades at all hours, without maintenance windows."""
    midnight = context.now().replace(hour=0, minute=0, second=0, microsecond=0)
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

"""Keep a bot from doing harm: limits that orders are checked against, and stopping.

`Limits` are checked before an order is sent. `stop_trading` cancels everything, verifies it, and lets no further order
leave. `guarded` does that when a block ends, and `python -m kalshi_overlay.guard -- COMMAND` from a process of its own
when a program ends or freezes. docs/safety.md says what each can do and what it can't.
"""

from __future__ import annotations

from kalshi_overlay.errors import LimitExceededError, TradingNotStoppedError, TradingStoppedError
from kalshi_overlay.safety.exposure import Exposures, RestingOrder
from kalshi_overlay.safety.guarded import guarded
from kalshi_overlay.safety.limits import KnownAccount, LimitChecker, Limits

__all__ = [
    "Exposures",
    "KnownAccount",
    "LimitChecker",
    "LimitExceededError",
    "Limits",
    "RestingOrder",
    "TradingNotStoppedError",
    "TradingStoppedError",
    "guarded",
]

"""Stop trading: cancel everything, verify it, and let no further order leave.

`stop_trading` does it once, `guarded` does it when a block ends, and `python -m kalshi_overlay.guard -- COMMAND` does
it from a process of its own when a program ends or freezes. docs/safety.md says what each can do and what it can't.
"""

from __future__ import annotations

from kalshi_overlay.errors import TradingNotStoppedError, TradingStoppedError
from kalshi_overlay.safety.guarded import guarded

__all__ = ["TradingNotStoppedError", "TradingStoppedError", "guarded"]

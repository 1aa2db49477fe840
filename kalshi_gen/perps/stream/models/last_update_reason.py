from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ....types import open_enum

_Known = Literal[
    "Amend",
    "CloseCancel",
    "Decrease",
    "ExpiryCancel",
    "HaltCancel",
    "MarginCancel",
    "PostOnlyCrossCancel",
    "ReduceOnlyCancel",
    "SelfTradeCancel",
    "Trade",
]

if TYPE_CHECKING:
    LastUpdateReason: TypeAlias = _Known
    """Why an order changed; `ReduceOnlyCancel` when reduce-only cut it at entry."""
else:
    LastUpdateReason = open_enum(_Known)

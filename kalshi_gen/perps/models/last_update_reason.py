from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "",
    "Amend",
    "Decrease",
    "ExpiryCancel",
    "MarginCancel",
    "PostOnlyCrossCancel",
    "ReduceOnlyCancel",
    "SelfTradeCancel",
    "Trade",
]

if TYPE_CHECKING:
    LastUpdateReason: TypeAlias = _Known
    """What changed an order last: `Decrease`, `Amend` or `Trade`; or what canceled it: `MarginCancel`,
    `SelfTradeCancel`, `ExpiryCancel`, `PostOnlyCrossCancel` (it would have traded on arrival) or
    `ReduceOnlyCancel` (`reduce_only` capped it when it was placed). An empty text names no reason.
    """
else:
    LastUpdateReason = open_enum(_Known)

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "liquidation",
    "take_profit_stop_loss",
]

if TYPE_CHECKING:
    OrderReason: TypeAlias = _Known
    """Why the exchange placed an order for a user: `liquidation`, or `take_profit_stop_loss` when an exit
    trigger fired.
    """
else:
    OrderReason = open_enum(_Known)

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "entry_not_filled",
    "order_rejected",
    "position_closed",
    "position_flipped",
    "user_canceled",
]

if TYPE_CHECKING:
    ExitTriggerReason: TypeAlias = _Known
    """Why an exit trigger ended: `user_canceled`, `position_closed`, `entry_not_filled` (the order that it
    followed did not fill), `order_rejected` (the exchange refused its order) or `position_flipped` (the
    position changed sides).
    """
else:
    ExitTriggerReason = open_enum(_Known)

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "maker",
    "taker_at_cross",
]

if TYPE_CHECKING:
    SelfTradePreventionType: TypeAlias = _Known
    """What happens when two orders of one user would trade with each other. `taker_at_cross` cancels the
    incoming order at that point and keeps the fills it already has; `maker` cancels the resting order
    and lets matching go on.
    """
else:
    SelfTradePreventionType = open_enum(_Known)

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "maker",
    "taker_at_cross",
]

if TYPE_CHECKING:
    UserOrderDataSelfTradePreventionType: TypeAlias = _Known
    """What happens when it would trade with another order of yours."""
else:
    UserOrderDataSelfTradePreventionType = open_enum(_Known)

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ....types import open_enum

_Known = Literal[
    "system",
    "user",
]

if TYPE_CHECKING:
    MarginFillDataOrderSource: TypeAlias = _Known
    """Who made the order: `system` for a liquidation, an exit trigger or a trailing stop, `user` for any
    other.
    """
else:
    MarginFillDataOrderSource = open_enum(_Known)

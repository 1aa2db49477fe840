from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "canceled",
    "executed",
    "resting",
    "unknown",
]

if TYPE_CHECKING:
    UserOrderDataStatus: TypeAlias = _Known
    """State of the order."""
else:
    UserOrderDataStatus = open_enum(_Known)

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "max",
    "none",
    "sum",
]

if TYPE_CHECKING:
    RestingMarginReservation: TypeAlias = _Known
    """Collateral that automatic rebalancing keeps in place for resting orders: `none` keeps nothing, `max`
    keeps the largest commitment on any one side of a market, `sum` keeps the margin of all resting
    orders added up.
    """
else:
    RestingMarginReservation = open_enum(_Known)

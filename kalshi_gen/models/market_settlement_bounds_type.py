from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "default",
    "floor",
]

if TYPE_CHECKING:
    MarketSettlementBoundsType: TypeAlias = _Known
    """Limits on the settlement value: `default` for none, `floor` for a lowest value, given in
    `settlement_floor_dollars`.
    """
else:
    MarketSettlementBoundsType = open_enum(_Known)

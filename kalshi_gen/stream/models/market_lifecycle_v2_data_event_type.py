from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "activated",
    "close_date_updated",
    "created",
    "deactivated",
    "determined",
    "price_level_structure_updated",
    "settled",
]

if TYPE_CHECKING:
    MarketLifecycleV2DataEventType: TypeAlias = _Known
    """What happened to the market."""
else:
    MarketLifecycleV2DataEventType = open_enum(_Known)

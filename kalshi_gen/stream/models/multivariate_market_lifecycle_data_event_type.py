from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "activated",
    "close_date_updated",
    "created",
    "deactivated",
    "determined",
    "settled",
]

if TYPE_CHECKING:
    MultivariateMarketLifecycleDataEventType: TypeAlias = _Known
    """What happened to the market."""
else:
    MultivariateMarketLifecycleDataEventType = open_enum(_Known)

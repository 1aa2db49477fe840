from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "dollar",
    "percentage",
]

if TYPE_CHECKING:
    MarginMarketFundingLimitUnit: TypeAlias = _Known
    """Unit of `funding_deadband` and `funding_cap`: `percentage` or `dollar`."""
else:
    MarginMarketFundingLimitUnit = open_enum(_Known)

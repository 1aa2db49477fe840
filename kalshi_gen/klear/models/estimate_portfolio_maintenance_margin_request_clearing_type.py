from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "FCM",
    "SelfClearing",
]

if TYPE_CHECKING:
    EstimatePortfolioMaintenanceMarginRequestClearingType: TypeAlias = _Known
    """Kind of clearing whose margin rules apply: `FCM` or `SelfClearing`. When it is left out, it is the
    one that is on record for you.
    """
else:
    EstimatePortfolioMaintenanceMarginRequestClearingType = open_enum(_Known)

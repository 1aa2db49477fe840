from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "dampen",
    "exclude",
]

if TYPE_CHECKING:
    MarginMarketFundingInvalidPremiumHandling: TypeAlias = _Known
    """What funding does with a bar that has no premium: `dampen` counts it as 0, `exclude` leaves it out
    of the average. A bar has none without a book or an index price, or with a halt in it.
    """
else:
    MarginMarketFundingInvalidPremiumHandling = open_enum(_Known)

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ....types import open_enum

_Known = Literal[
    "final_settlement",
    "stock_split",
    "ticker_change",
]

if TYPE_CHECKING:
    MarginCorporateActionType: TypeAlias = _Known
    """Kind of the action: `stock_split` has its terms in `split`, `final_settlement` and `ticker_change`
    in the field of their name.
    """
else:
    MarginCorporateActionType = open_enum(_Known)

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "cash_dividend",
    "final_settlement",
    "special_dividend",
    "spin_off",
    "stock_split",
    "ticker_change",
]

if TYPE_CHECKING:
    MarginCorporateActionType: TypeAlias = _Known
    """Kind of the corporate action: `cash_dividend`, `special_dividend`, `spin_off`, `stock_split`,
    `final_settlement` or `ticker_change`.
    """
else:
    MarginCorporateActionType = open_enum(_Known)

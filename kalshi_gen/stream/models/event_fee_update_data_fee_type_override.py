from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "flat",
    "margin_market_maker_program_fees",
    "quadratic",
    "quadratic_with_combo_maker_fees",
    "quadratic_with_maker_fees",
]

if TYPE_CHECKING:
    EventFeeUpdateDataFeeTypeOverride: TypeAlias = _Known
else:
    EventFeeUpdateDataFeeTypeOverride = open_enum(_Known)

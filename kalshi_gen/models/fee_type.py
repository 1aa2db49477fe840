from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "flat",
    "quadratic",
    "quadratic_with_combo_maker_fees",
    "quadratic_with_maker_fees",
]

if TYPE_CHECKING:
    FeeType: TypeAlias = _Known
    """Fee formula of a series or of a scheduled override: `quadratic` is the general formula,
    `quadratic_with_maker_fees` adds maker fees to it with a multiplier of 0.25,
    `quadratic_with_combo_maker_fees` does so with a multiplier of 0.5, and `flat` follows the specific
    fee table.
    """
else:
    FeeType = open_enum(_Known)

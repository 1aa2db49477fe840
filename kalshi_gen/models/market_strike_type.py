from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "between",
    "custom",
    "functional",
    "greater",
    "greater_or_equal",
    "less",
    "less_or_equal",
    "structured",
]

if TYPE_CHECKING:
    MarketStrikeType: TypeAlias = _Known
    """How the outcome is tested: `greater`, `greater_or_equal`, `less` or `less_or_equal` against one
    strike, `between` `floor_strike` and `cap_strike`, by the mapping in `functional_strike`
    (`functional`), by `custom_strike` (`custom`), or by a structured target (`structured`).
    """
else:
    MarketStrikeType = open_enum(_Known)

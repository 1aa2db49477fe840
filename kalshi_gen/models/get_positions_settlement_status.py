from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "all",
    "settled",
    "unsettled",
]

if TYPE_CHECKING:
    GetPositionsSettlementStatus: TypeAlias = _Known
    """Positions to keep: `unsettled`, `settled` (settled but still outside the archive) or `all`
    (everything in the live data). The exchange uses `unsettled` when it is left out.
    """
else:
    GetPositionsSettlementStatus = open_enum(_Known)

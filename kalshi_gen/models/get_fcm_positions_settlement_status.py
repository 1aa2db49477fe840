from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "all",
    "settled",
    "unsettled",
]

if TYPE_CHECKING:
    GetFcmPositionsSettlementStatus: TypeAlias = _Known
    """Positions to keep by their market: `unsettled` (market not settled yet), `settled` (market settled)
    or `all`. The exchange uses `unsettled` when it is left out.
    """
else:
    GetFcmPositionsSettlementStatus = open_enum(_Known)

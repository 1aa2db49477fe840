from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "Crypto",
    "Equities",
    "Metals",
]

if TYPE_CHECKING:
    GetFcmSubtraderRiskControlsAssetClass: TypeAlias = _Known
    """Asset class whose cap is wanted: `Crypto`, `Equities` or `Metals`. It excludes `market_ticker` and
    does not filter notional limits.
    """
else:
    GetFcmSubtraderRiskControlsAssetClass = open_enum(_Known)

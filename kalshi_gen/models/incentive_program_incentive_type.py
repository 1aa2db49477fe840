from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "liquidity",
    "margin_maker_volume",
    "margin_taker_volume",
    "volume",
]

if TYPE_CHECKING:
    IncentiveProgramIncentiveType: TypeAlias = _Known
    """What is rewarded: `liquidity` resting liquidity, `volume` traded volume, `margin_maker_volume` maker
    volume on margin, `margin_taker_volume` taker volume on margin.
    """
else:
    IncentiveProgramIncentiveType = open_enum(_Known)

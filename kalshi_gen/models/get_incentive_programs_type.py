from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "all",
    "liquidity",
    "margin_maker_volume",
    "margin_taker_volume",
    "volume",
]

if TYPE_CHECKING:
    GetIncentiveProgramsType: TypeAlias = _Known
    """Type to keep: `volume` rewards traded volume, `liquidity` rewards liquidity, `margin_taker_volume`
    and `margin_maker_volume` reward volume on margin as taker and as maker, and `all` keeps everything.
    The exchange uses `all` when it is left out.
    """
else:
    GetIncentiveProgramsType = open_enum(_Known)

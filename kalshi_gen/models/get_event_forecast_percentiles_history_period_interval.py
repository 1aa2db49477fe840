from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    0,
    1,
    1440,
    60,
]

if TYPE_CHECKING:
    GetEventForecastPercentilesHistoryPeriodInterval: TypeAlias = _Known
    """Length of a forecast period in minutes: `1` is one minute, `60` one hour, `1440` one day. The
    special value `0` means 5 seconds.
    """
else:
    GetEventForecastPercentilesHistoryPeriodInterval = open_enum(_Known)

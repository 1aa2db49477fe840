from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "stop_loss",
    "take_profit",
]

if TYPE_CHECKING:
    ExitTriggerLeg: TypeAlias = _Known
    """Half of a bracket that fired: `stop_loss` or `take_profit`."""
else:
    ExitTriggerLeg = open_enum(_Known)

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "bracket",
    "trailing",
]

if TYPE_CHECKING:
    ExitTriggerKind: TypeAlias = _Known
    """Kind of an exit trigger: a `bracket` is a stop-loss, a take-profit or both, and a `trailing` stop
    follows the liquidation mark as it moves in your favor.
    """
else:
    ExitTriggerKind = open_enum(_Known)

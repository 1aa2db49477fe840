from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "fill_or_kill",
    "good_till_canceled",
    "immediate_or_cancel",
]

if TYPE_CHECKING:
    CreateMarginOrderRequestTimeInForce: TypeAlias = _Known
    """How long the order may live: `fill_or_kill` fills completely at once or not at all,
    `immediate_or_cancel` fills what it can at once and drops the rest, `good_till_canceled` rests until
    canceled, or until `expiration_time` where that is given.
    """
else:
    CreateMarginOrderRequestTimeInForce = open_enum(_Known)

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "fcm",
    "kalshi_prime",
    "self_clearing_members",
]

if TYPE_CHECKING:
    MarginFeeTierRateFeeSchedule: TypeAlias = _Known
    """Schedule that the tier is part of: `self_clearing_members`, `kalshi_prime` or `fcm`."""
else:
    MarginFeeTierRateFeeSchedule = open_enum(_Known)

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "no",
    "yes",
]

if TYPE_CHECKING:
    OutcomeSide: TypeAlias = _Known
    """Outcome that a party gains from: `yes` or `no`."""
else:
    OutcomeSide = open_enum(_Known)

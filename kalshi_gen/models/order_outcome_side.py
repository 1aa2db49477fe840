from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "no",
    "yes",
]

if TYPE_CHECKING:
    OrderOutcomeSide: TypeAlias = _Known
    """Outcome that the order gains from: `yes` for buying YES or selling NO, `no` for buying NO or selling
    YES. It states direction only and leaves the price as it is; opposite orders match at one and the
    same price.
    """
else:
    OrderOutcomeSide = open_enum(_Known)

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ....types import open_enum

_Known = Literal[
    "created",
    "deleted",
    "limit_updated",
    "reset",
    "triggered",
]

if TYPE_CHECKING:
    OrderGroupUpdatesDataEventType: TypeAlias = _Known
    """What happened to the group."""
else:
    OrderGroupUpdatesDataEventType = open_enum(_Known)

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ....types import open_enum

_Known = Literal[
    "add_markets",
    "delete_markets",
    "get_snapshot",
]

if TYPE_CHECKING:
    UpdateSubscriptionCommandParamsAction: TypeAlias = _Known
    """`add_markets`, `delete_markets`, or `get_snapshot`, which changes nothing."""
else:
    UpdateSubscriptionCommandParamsAction = open_enum(_Known)

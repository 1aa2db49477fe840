from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "canceled",
    "executed",
    "resting",
]

if TYPE_CHECKING:
    GetFcmOrdersStatus: TypeAlias = _Known
    """Order status to keep: `resting` orders are in the book, `canceled` ones were canceled, `executed`
    ones are fully filled. Every status is returned when it is left out.
    """
else:
    GetFcmOrdersStatus = open_enum(_Known)

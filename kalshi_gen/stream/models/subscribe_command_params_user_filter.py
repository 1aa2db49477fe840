from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "",
    "self",
]

if TYPE_CHECKING:
    SubscribeCommandParamsUserFilter: TypeAlias = _Known
    """For `communications`: `self` narrows requests for quotes to your own (default "", which is all)."""
else:
    SubscribeCommandParamsUserFilter = open_enum(_Known)

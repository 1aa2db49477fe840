from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal["self",]

if TYPE_CHECKING:
    UserFilter: TypeAlias = _Known
    """Filter by user: `self` keeps only the results of the signed-in user. Without it, or with an empty
    value, nothing is filtered.
    """
else:
    UserFilter = open_enum(_Known)

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "no",
    "yes",
]

if TYPE_CHECKING:
    RfqCreatedDataMveSelectedLegsItemSide: TypeAlias = _Known
    """Side of the leg, `yes` or `no`."""
else:
    RfqCreatedDataMveSelectedLegsItemSide = open_enum(_Known)

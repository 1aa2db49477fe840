from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "no",
    "yes",
]

if TYPE_CHECKING:
    RfqBatchCreatedDataLegsItemSide: TypeAlias = _Known
    """Side of the leg, `yes` or `no`."""
else:
    RfqBatchCreatedDataLegsItemSide = open_enum(_Known)

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "closed",
    "open",
    "unopened",
]

if TYPE_CHECKING:
    GetMultivariateEventCollectionsStatus: TypeAlias = _Known
    """Status to keep: `unopened` collections have not opened yet, `open` ones are open, `closed` ones have
    closed. Every status is returned when it is left out.
    """
else:
    GetMultivariateEventCollectionsStatus = open_enum(_Known)

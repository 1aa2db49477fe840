from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "active",
    "canceled",
    "failed",
    "filled",
    "pending_on_entry",
    "unknown",
]

if TYPE_CHECKING:
    ExitTriggerStatus: TypeAlias = _Known
    """State of an exit trigger: `active` is live, and checked against the mark at every tick.
    `pending_on_entry` waits for a fill of the order that it follows; a trigger can return to it after
    it has fired, with a `filled_count` above zero. `filled`, `failed` and `canceled` are final; the
    published description does not explain `unknown`.
    """
else:
    ExitTriggerStatus = open_enum(_Known)

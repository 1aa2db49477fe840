from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "closed",
    "open",
    "paused",
    "settled",
    "unopened",
]

if TYPE_CHECKING:
    GetMarketsStatus: TypeAlias = _Known
    """Market status to keep, one at a time: `unopened` (not open yet), `open` (trading), `paused` (trading
    halted), `closed` (trading over, not settled) or `settled` (outcome paid). Markets of every status
    are returned when it is left out.
    """
else:
    GetMarketsStatus = open_enum(_Known)

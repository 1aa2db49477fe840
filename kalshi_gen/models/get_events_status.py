from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "closed",
    "open",
    "settled",
    "unopened",
]

if TYPE_CHECKING:
    GetEventsStatus: TypeAlias = _Known
    """Status an event must have: `unopened` is not open yet, `open` is trading, `closed` has stopped
    trading, `settled` has been settled. Events of any status come when it is left out.
    """
else:
    GetEventsStatus = open_enum(_Known)

from __future__ import annotations

from ..runtime.model import Model
from ..types import UNSET, Unset


class GetSettlementsResponse(Model, kw_only=True):
    """One page of the user's settlements."""

    settlements: list[Settlement]
    """Settlements on this page."""

    cursor: str | Unset = UNSET
    """Cursor to pass for the following page; empty or absent on the last one."""


from ..models.settlement import Settlement

from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, Unset


class GetObligationHistoryResponse(Model, kw_only=True):
    """A page of completed obligations."""

    obligations: list[ObligationEntry]
    """Obligations of the page, the latest first."""

    cursor: str | Unset = UNSET
    """Cursor of the next page; absent on the last one."""


from ..models.obligation_entry import ObligationEntry

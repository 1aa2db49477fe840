from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, Unset


class GetSettlementBalanceHistoryResponse(Model, kw_only=True):
    """A page of changes of the settlement balance."""

    entries: list[SettlementBalanceHistoryEntry]
    """Changes of the page, the latest first."""

    cursor: str | Unset = UNSET
    """Cursor of the next page; absent on the last one."""


from ..models.settlement_balance_history_entry import SettlementBalanceHistoryEntry

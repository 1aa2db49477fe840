from __future__ import annotations

from ..runtime.model import Model
from ..types import UNSET, Unset


class GetSubaccountTransfersResponse(Model, kw_only=True):
    """One page of transfers between subaccounts."""

    transfers: list[SubaccountTransfer]
    """Transfers on this page."""

    cursor: str | Unset = UNSET
    """Cursor to pass for the following page; empty or absent on the last one."""


from ..models.subaccount_transfer import SubaccountTransfer

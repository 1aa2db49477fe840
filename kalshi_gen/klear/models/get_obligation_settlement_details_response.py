from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, Unset


class GetObligationSettlementDetailsResponse(Model, kw_only=True):
    """A page of the settlement details of an obligation."""

    settlement_details: list[SettlementDetail]
    """Rows of the page."""

    cursor: str | Unset = UNSET
    """Cursor of the next page; absent on the last one."""


from ..models.settlement_detail import SettlementDetail

from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, Unset


class GetObligationMaintenanceMarginDetailsResponse(Model, kw_only=True):
    """A page of the maintenance margin details of an obligation."""

    maintenance_margin_details: list[MaintenanceMarginDetail]
    """Rows of the page."""

    cursor: str | Unset = UNSET
    """Cursor of the next page; absent on the last one."""


from ..models.maintenance_margin_detail import MaintenanceMarginDetail

from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, Unset


class MaintenanceMarginDetail(Model, kw_only=True):
    """Maintenance margin of one subtrader or group of subtraders."""

    id: str
    """Id of the row."""

    subtrader_id: str
    """Id of the subtrader; empty if there is none, or if it is in a group."""

    margin_group_id: str | Unset = UNSET
    """Id of the group that the subtrader is in, if it is in one."""

    maintenance_margin_centicents: int
    """Maintenance margin that is required after the settlement, in centicents (1/10,000 US dollar)."""

    maintenance_margin_delta_centicents: int
    """Change of it since the settlement before, in centicents (1/10,000 US dollar)."""

from __future__ import annotations

from ...runtime.model import Model
from ...types import AwareDatetime
from ..models.asset_class import AssetClass


class ObligationInfo(Model, kw_only=True):
    """What you pay to Kalshi Klear or receive from it for one asset class in one settlement cycle."""

    id: str
    """Id of the obligation."""

    user_id: str
    """Id of the clearing member."""

    amount_centicents: int
    """Net amount of profit and loss, fees and the change of maintenance margin, in centicents (1/10,000 US
    dollar). Below zero you pay it, above zero you receive it.
    """

    fees_centicents: int
    """Trading fees of the settlement period, in centicents (1/10,000 US dollar)."""

    maintenance_margin_centicents: int
    """Maintenance margin that is required now for the obligation, in centicents (1/10,000 US dollar)."""

    pnl_centicents: int
    """Profit or loss of the settlement period over all settlement details, in centicents (1/10,000 US
    dollar).
    """

    execution_time: AwareDatetime
    """Time of the settlement cycle."""

    last_updated_ts: AwareDatetime
    """When the status of the obligation changed last."""

    asset_class: AssetClass
    """Asset class that it settles."""

from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import UNSET, AwareDatetime, Unset


class RfqCreatedData(Model, kw_only=True):
    """The request."""

    id: str
    """Id of the request."""

    creator_id: str
    """Public id of who asked; a shared placeholder for others if it is obscured."""

    market_ticker: str
    """Ticker of the market."""

    event_ticker: str | Unset = UNSET
    """Ticker of the event."""

    contracts_fp: Decimal | Unset = UNSET
    """Contracts asked for; absent if a cost is asked for."""

    target_cost_dollars: Decimal | Unset = UNSET
    """Cost asked for, in US dollars; absent if contracts are."""

    created_ts: AwareDatetime
    """When it was created."""

    mve_collection_ticker: str | Unset = UNSET
    """Ticker of the multivariate collection, if it is one."""

    mve_selected_legs: list[RfqCreatedDataMveSelectedLegsItem] | Unset = UNSET
    """Legs of a multivariate request."""


from ..models.rfq_created_data_mve_selected_legs_item import RfqCreatedDataMveSelectedLegsItem

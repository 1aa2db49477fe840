from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import UNSET, Unset
from ..models.rfq_created_data_mve_selected_legs_item_side import RfqCreatedDataMveSelectedLegsItemSide


class RfqCreatedDataMveSelectedLegsItem(Model, kw_only=True):
    """A leg."""

    event_ticker: str
    """Ticker of the event."""

    market_ticker: str
    """Ticker of the market."""

    side: RfqCreatedDataMveSelectedLegsItemSide
    """Side of the leg, `yes` or `no`."""

    yes_settlement_value_dollars: Decimal | Unset = UNSET
    """What YES of the leg pays, in US dollars, once known."""

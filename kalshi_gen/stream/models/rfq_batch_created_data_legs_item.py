from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import UNSET, Unset
from ..models.rfq_batch_created_data_legs_item_side import RfqBatchCreatedDataLegsItemSide


class RfqBatchCreatedDataLegsItem(Model, kw_only=True):
    """A leg."""

    event_ticker: str
    """Ticker of the event."""

    market_ticker: str
    """Ticker of the market."""

    side: RfqBatchCreatedDataLegsItemSide
    """Side of the leg, `yes` or `no`."""

    yes_settlement_value_dollars: Decimal | Unset = UNSET
    """What YES of the leg pays, in US dollars, once known."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from ...runtime.model import Model
from ...types import UNSET, AwareDatetime, Unset
from ..models.asset_class import AssetClass


class CorporateActionPaymentDetail(Model, kw_only=True):
    """Payment for a corporate action, a cash distribution or a split. The profit and loss of the
    settlement includes it already, so don't add it again.
    """

    id: str
    """Id of the payment."""

    type: str
    """Kind of the corporate action."""

    ca_id: str
    """Id of the corporate action."""

    market_id: UUID
    """UUID of the market."""

    market_ticker: str
    """The market's ticker."""

    asset_class: AssetClass
    """Asset class of the market."""

    subtrader_id: str
    """Id of the subtrader."""

    position_quantity_fp: Decimal
    """Position before the action, in contracts; below zero for a short one."""

    post_position_quantity_fp: Decimal
    """Position after the action, in contracts; below zero for a short one. A cash distribution does not
    change it.
    """

    payment_amount_centicents: int
    """Cash that was received (above zero) or paid (below zero), in centicents (1/10,000 US dollar). For a
    split it is the cash for what was left over, without the new value of the position.
    """

    payment_time: AwareDatetime | None
    """When the cash is due; null for a split."""

    settlement_execution_time: AwareDatetime
    """Time of the settlement cycle that includes it."""

    pre_split_price_centicents: int | Unset = UNSET
    """Mark price before a split, in centicents (1/10,000 US dollar) per contract; absent if there is none."""

    post_split_price_centicents: int | Unset = UNSET
    """Mark price after a split, in centicents (1/10,000 US dollar) per contract; absent if there is none."""

    exchange_ts: AwareDatetime | Unset = UNSET
    """When it happened on the exchange; absent if that is not known."""

    created_ts: AwareDatetime
    """When the row was created."""

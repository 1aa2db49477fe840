from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import AwareDatetime


class MemberFundingPayment(Model, kw_only=True):
    """A funding payment and the settlement that includes it."""

    id: str
    """Id of the payment."""

    market_ticker: str
    """The market's ticker."""

    subtrader_id: str
    """Id of the subtrader."""

    funding_time: AwareDatetime
    """Time of the funding."""

    position_quantity_fp: Decimal
    """Position at the time of the funding, in contracts; below zero for a short one."""

    notional_value_centicents: int
    """Position times mark price, on which the payment is computed, in centicents (1/10,000 US dollar); it
    has the sign of the position.
    """

    funding_amount_centicents: int
    """The payment, in centicents (1/10,000 US dollar); above zero it was received, below zero paid."""

    settlement_execution_time: AwareDatetime
    """When the settlement between the clearing member and Klear that includes the payment is or was
    executed.
    """

from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import AwareDatetime
from ..models.get_settlement_balance_withdrawal_response_status import GetSettlementBalanceWithdrawalResponseStatus


class GetSettlementBalanceWithdrawalResponse(Model, kw_only=True):
    """A withdrawal from the settlement balance."""

    id: str
    """Id of this withdrawal."""

    amount: Decimal
    """Amount, in US dollars."""

    status: GetSettlementBalanceWithdrawalResponseStatus
    """State of the withdrawal: `pending` and `processing` are under way; `processed`, `failed` and
    `cancelled` have ended.
    """

    created_ts: AwareDatetime
    """When the withdrawal was created."""

from __future__ import annotations

from ...runtime.model import Model
from ...types import AwareDatetime


class SettlementBalanceHistoryEntry(Model, kw_only=True):
    """A change of the settlement balance."""

    balance_delta_centicents: int
    """Change of the balance, in centicents (1/10,000 US dollar)."""

    locked_balance_delta_centicents: int
    """Change of the locked balance, in centicents (1/10,000 US dollar); withdrawals lock what they pay
    out.
    """

    reason: str
    """Why the balance changed."""

    business_transaction_id: str
    """Id of the business transaction behind the change."""

    created_ts: AwareDatetime
    """When the change was recorded."""

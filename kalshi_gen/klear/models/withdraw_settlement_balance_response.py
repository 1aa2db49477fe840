from __future__ import annotations

from ...runtime.model import Model


class WithdrawSettlementBalanceResponse(Model, kw_only=True):
    """Answer that names a new withdrawal."""

    id: str
    """Id of the new withdrawal. Keep it, because withdrawals can't be listed."""

from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, Unset


class GetSettlementBalanceResponse(Model, kw_only=True):
    """Balance of the settlement buffer."""

    user_id: str
    """Id of the clearing member."""

    balance_available_centicents: int
    """Balance that is available, in centicents (1/10,000 US dollar)."""

    locked_balance_centicents: int | Unset = UNSET
    """Balance that is locked, such as for withdrawals under way, in centicents (1/10,000 US dollar)."""

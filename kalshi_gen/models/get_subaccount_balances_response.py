from __future__ import annotations

from ..runtime.model import Model


class GetSubaccountBalancesResponse(Model, kw_only=True):
    """Balances of all subaccounts of the user."""

    subaccount_balances: list[SubaccountBalance]
    """Balances in US dollars, each entry for one subaccount on one exchange shard."""


from ..models.subaccount_balance import SubaccountBalance

from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model


class GetMarginBalanceResponse(Model, kw_only=True):
    """Your balance on the margin exchange, over all and by subaccount, in US dollars."""

    subaccount_balances: list[MarginSubaccountBalance]
    """Balance and margin of each subaccount."""

    settled_funds: Decimal
    """Settled funds of all subaccounts together, in US dollars."""


from ..models.margin_subaccount_balance import MarginSubaccountBalance

from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model


class MarginSubaccountBalance(Model, kw_only=True):
    """Balance and margin of one subaccount, in US dollars."""

    subaccount: int
    """Number of the subaccount: 0 is the primary account, 1 to 63 are numbered subaccounts."""

    position_value: Decimal
    """Value of the open positions at the mark price, in US dollars."""

    account_equity: Decimal
    """Equity of the subaccount, in US dollars; 0 for members who clear for themselves."""

    maintenance_margin: Decimal
    """Maintenance margin that the subaccount needs, in US dollars."""

    initial_margin: Decimal
    """Initial margin that the subaccount needs, in US dollars; 0 for members who clear for themselves."""

    resting_orders_margin: Decimal
    """Margin held for resting orders, in US dollars; 0 unless the request sets
    `compute_available_balance`.
    """

    available_balance: Decimal
    """Funds that are free to use, in US dollars; 0 for institutional users, and unless the request sets
    `compute_available_balance`.
    """

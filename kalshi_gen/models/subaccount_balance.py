from __future__ import annotations

from decimal import Decimal

from ..runtime.model import Model


class SubaccountBalance(Model, kw_only=True):
    """Balance of one subaccount on one exchange shard."""

    subaccount_number: int
    """Number of the subaccount: 0 is the primary account, 1 to 63 are the numbered ones."""

    exchange_index: int
    """Number of the exchange shard that holds the balance."""

    balance: Decimal
    """Balance in US dollars."""

    updated_ts: int
    """Time at which the balance last changed, in Unix seconds."""

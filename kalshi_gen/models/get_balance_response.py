from __future__ import annotations

from decimal import Decimal

from ..runtime.model import Model
from ..types import UNSET, Unset


class GetBalanceResponse(Model, kw_only=True):
    """Available balance and portfolio value of an account, on one exchange shard or on all of them."""

    balance: int
    """Available balance in cents, on the requested shard or, without `exchange_index`, on all shards
    together.
    """

    balance_dollars: Decimal
    """Available balance in US dollars as a decimal string, on the requested shard or, without
    `exchange_index`, on all shards together.
    """

    portfolio_value: int
    """Value of the portfolio in cents, on the requested shard or, without `exchange_index`, on all shards
    together.
    """

    updated_ts: int
    """Time at which the balance last changed, in Unix seconds."""

    balance_breakdown: list[IndexedBalance] | Unset = UNSET
    """Balance on each exchange shard, in US dollars; left out only for an API key that is restricted to a
    subaccount.
    """


from ..models.indexed_balance import IndexedBalance

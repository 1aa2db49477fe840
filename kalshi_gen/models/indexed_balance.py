from __future__ import annotations

from decimal import Decimal

from ..runtime.model import Model


class IndexedBalance(Model, kw_only=True):
    """Balance held on one exchange shard."""

    exchange_index: int
    """Number of the exchange shard that holds the balance."""

    balance: Decimal
    """Balance on the shard in US dollars."""

from __future__ import annotations

from ...runtime.model import Model


class ExchangeIndexStatus(Model, kw_only=True):
    """Whether one exchange shard is up and whether it accepts trading."""

    exchange_index: int
    """Number of the exchange shard."""

    description: str
    """Text that describes the shard."""

    exchange_active: bool
    """Whether the shard accepts any change of state; false only under maintenance."""

    trading_active: bool
    """Whether trading is open on the shard; false outside trading hours and while it is paused."""

    intra_exchange_transfers_active: bool
    """Whether transfers within the exchange are open on the shard; false while they are blocked for a
    time.
    """

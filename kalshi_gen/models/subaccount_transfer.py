from __future__ import annotations

from ..runtime.model import Model


class SubaccountTransfer(Model, kw_only=True):
    """One transfer of cash between two subaccounts."""

    transfer_id: str
    """Id of the transfer."""

    from_subaccount: int
    """Subaccount that paid: 0 is the primary account, 1 to 63 are the numbered ones."""

    to_subaccount: int
    """Subaccount that received: 0 is the primary account, 1 to 63 are the numbered ones."""

    amount_cents: int
    """Amount moved, in cents."""

    created_ts: int
    """Time at which the transfer was made, in Unix seconds."""

    exchange_index: int
    """Number of the exchange shard that the transfer was made on."""

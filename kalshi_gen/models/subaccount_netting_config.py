from __future__ import annotations

from ..runtime.model import Model


class SubaccountNettingConfig(Model, kw_only=True):
    """Netting setting of one subaccount."""

    subaccount_number: int
    """Number of the subaccount: 0 is the primary account, 1 to 63 are the numbered ones."""

    enabled: bool
    """True while netting is on for the subaccount."""

    exchange_index: int
    """Number of the exchange shard that the subaccount is on."""

from __future__ import annotations

from ..runtime.model import Model


class TargetBalanceAllocation(Model, kw_only=True):
    """Share of the sweepable balance that one exchange shard is to hold."""

    exchange_index: int
    """Index of the exchange shard that holds the share, 0 or more."""

    percent: int
    """Share of the sweepable balance meant for the shard, as an integer percentage from 0 to 100."""

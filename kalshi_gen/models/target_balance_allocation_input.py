from __future__ import annotations

from typing import Annotated

from ..runtime.bounds import Range
from ..runtime.model import Model


class TargetBalanceAllocationInput(Model, kw_only=True):
    """Requested share of the sweepable balance for one exchange shard."""

    exchange_index: Annotated[int, Range(minimum=0)]
    """Index of the exchange shard that is to hold the share, 0 or more."""

    percent: Annotated[int, Range(minimum=0, maximum=100)]
    """Share of the sweepable balance wanted on the shard, as an integer percentage from 0 to 100. The
    shares of a request must add up to 100.
    """

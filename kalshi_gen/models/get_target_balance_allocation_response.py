from __future__ import annotations

from ..models.resting_margin_reservation import RestingMarginReservation
from ..runtime.model import Model


class GetTargetBalanceAllocationResponse(Model, kw_only=True):
    """Target split of the caller's balance across exchange shards."""

    allocations: list[TargetBalanceAllocation]
    """Target share of each exchange shard."""

    resting_margin_reservation: RestingMarginReservation
    """Collateral that rebalancing keeps for resting orders: `none` nothing, `max` the largest commitment
    on one market side, `sum` the margin of all resting orders.
    """


from ..models.target_balance_allocation import TargetBalanceAllocation

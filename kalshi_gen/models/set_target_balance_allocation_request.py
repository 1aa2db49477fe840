from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from ..models.resting_margin_reservation import RestingMarginReservation
from ..runtime.bounds import Length
from ..runtime.model import Model
from ..types import UNSET, Unset


class SetTargetBalanceAllocationRequest(Model, kw_only=True):
    """Body of a request that replaces the caller's target split across exchange shards."""

    allocations: Annotated[list[TargetBalanceAllocationInput], Length(maximum=101)]
    """Target share of each exchange shard, at most 101 entries that add up to 100 percent. An empty list
    turns automatic rebalancing off.
    """

    resting_margin_reservation: RestingMarginReservation | Unset = UNSET
    """Collateral that rebalancing keeps for resting orders: `none`, `max` or `sum`. The exchange uses
    `sum` when it is left out.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            allocations: list[TargetBalanceAllocationInput],
            resting_margin_reservation: RestingMarginReservation | None | Unset = UNSET,
        ) -> None: ...


from ..models.target_balance_allocation_input import TargetBalanceAllocationInput

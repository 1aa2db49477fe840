from __future__ import annotations

from ..runtime.model import Model


class GetPortfolioRestingOrderTotalValueResponse(Model, kw_only=True):
    """Value tied up in resting orders, as a total and for each exchange shard; meant for FCM members."""

    total_resting_order_value: int
    """Value of all resting orders, in cents."""

    resting_order_value_breakdown: list[IndexedBalance]
    """Resting order value of each exchange shard; every `balance` is a decimal string in US dollars,
    unlike the total, which is in cents.
    """


from ..models.indexed_balance import IndexedBalance

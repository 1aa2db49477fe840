from __future__ import annotations

from ..runtime.model import Model
from ..types import UNSET, AwareDatetime, Unset


class GetHistoricalCutoffResponse(Model, kw_only=True):
    """Times that divide live data from the archive. Records older than a cutoff are served only by the
    historical operations.
    """

    market_settled_ts: AwareDatetime
    """Cutoff by settlement, as a UTC time: markets settled earlier, and their candlesticks, are found
    under `/historical/markets`.
    """

    trades_created_ts: AwareDatetime
    """Cutoff by trade, as a UTC time: earlier fills are found under `/historical/fills`."""

    orders_updated_ts: AwareDatetime
    """Cutoff by cancellation or complete execution, as a UTC time: orders finished earlier are found under
    `/historical/orders`. Resting orders never move there and stay under `/portfolio/orders`.
    """

    market_positions_last_updated_ts: AwareDatetime | Unset = UNSET
    """Cutoff by the last update of a position, as a UTC time: settled positions archived before it come
    from the historical part of position reads.
    """

from __future__ import annotations

from ..runtime.model import Model
from ..types import UNSET, AwareDatetime, Unset


class ExchangeStatus(Model, kw_only=True):
    """Whether the exchange is up and whether it accepts trading, overall and by shard. The flags at the
    top are those of shard 0.
    """

    exchange_active: bool
    """Whether the exchange accepts any change of state, be it orders, sign-ups or transfers; false only
    under maintenance.
    """

    trading_active: bool
    """Whether trading is open; false outside trading hours and while the exchange has paused trading."""

    intra_exchange_transfers_active: bool | Unset = UNSET
    """Whether transfers within the exchange are open; false while they are blocked for a time."""

    exchange_estimated_resume_time: AwareDatetime | None | Unset = UNSET
    """Estimated UTC time at which the present maintenance ends, not guaranteed and open to extension; null
    or absent when there is none.
    """

    exchange_index_statuses: list[ExchangeIndexStatus] | Unset = UNSET
    """Status of every exchange shard; absent when the exchange cannot break its status down."""


from ..models.exchange_index_status import ExchangeIndexStatus

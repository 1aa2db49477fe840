from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, AwareDatetime, Unset


class ExchangeStatus(Model, kw_only=True):
    """Whether the margin exchange is up and whether it accepts trading. The fields on transfers and on
    shards belong to the status of the predictions exchange and never come with this one.
    """

    exchange_active: bool
    """Whether the margin exchange accepts any change of state; false only under maintenance."""

    trading_active: bool
    """Whether trading on the margin exchange is open; false outside trading hours and during a pause."""

    intra_exchange_transfers_active: bool | Unset = UNSET
    """Whether transfers within the exchange are open; always absent from the status of the margin
    exchange.
    """

    exchange_estimated_resume_time: AwareDatetime | None | Unset = UNSET
    """Estimated UTC time at which the present maintenance ends, not guaranteed and open to extension; null
    or absent when there is none.
    """

    exchange_index_statuses: list[ExchangeIndexStatus] | Unset = UNSET
    """Status of every exchange shard; always absent from the status of the margin exchange."""


from ..models.exchange_index_status import ExchangeIndexStatus

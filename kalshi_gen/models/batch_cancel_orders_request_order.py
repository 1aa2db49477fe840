from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from ..runtime.bounds import Range
from ..runtime.model import Model
from ..types import UNSET, Unset


class BatchCancelOrdersRequestOrder(Model, kw_only=True):
    """One order to cancel in a batch."""

    order_id: str
    """Id of the order that is to be cancelled."""

    subaccount: Annotated[int, Range(minimum=0)] | Unset = UNSET
    """Subaccount that holds the order: 0 is the primary account, 1 to 63 are numbered subaccounts. The
    exchange uses 0 when it is left out.
    """

    exchange_index: int | Unset = UNSET
    """Index of the exchange shard; -1 has the exchange find the shard from `market_ticker`. The exchange
    uses 0 when it is left out.
    """

    market_ticker: str | Unset = UNSET
    """Ticker of the order's market. Needed when `exchange_index` is -1."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            order_id: str,
            subaccount: int | None | Unset = UNSET,
            exchange_index: int | None | Unset = UNSET,
            market_ticker: str | None | Unset = UNSET,
        ) -> None: ...

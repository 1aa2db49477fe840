from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from ..runtime.bounds import Range
from ..runtime.model import Model
from ..types import UNSET, Unset


class BatchCancelOrdersV2RequestOrdersItem(Model, kw_only=True):
    """One of `orders`."""

    order_id: str
    """Id of the order to cancel."""

    subaccount: Annotated[int, Range(minimum=0)] | Unset = UNSET
    """Number of the subaccount that holds the order: 0 is the primary one, 1 to 63 are the numbered ones.
    A key locked to one subaccount must leave it out or send its own number.
    """

    exchange_index: int | Unset = UNSET
    """Index of the exchange shard. When it is left out, the exchange routes by `market_ticker`, or uses 0
    where no ticker is given; -1 insists on routing, which needs `market_ticker`.
    """

    market_ticker: str | Unset = UNSET
    """Ticker of the order's market. Routing needs it where `exchange_index` is -1 or left out; without it,
    a missing index means shard 0.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            order_id: str,
            subaccount: int | None | Unset = UNSET,
            exchange_index: int | None | Unset = UNSET,
            market_ticker: str | None | Unset = UNSET,
        ) -> None: ...

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from ..models.book_side import BookSide
from ..runtime.bounds import Decimals, Range, Unit
from ..runtime.model import ExactModel
from ..types import UNSET, AwareDatetime, UnixSeconds, Unset


class AmendOrderV2Request(ExactModel, kw_only=True):
    """New price, total size or expiry for an existing order. `ticker`, `side`, `price` and `count` must
    always be sent, changed or not.
    """

    ticker: str
    """Ticker of the order's market."""

    side: BookSide
    """Book side of the order: `bid` buys YES, `ask` sells YES."""

    price: Annotated[Decimal, Unit("US dollars"), Decimals(4), Range(above=0, below=1)]
    """New limit price in US dollars per contract, between 0 and 1, always for YES. Send the present price
    to keep it.
    """

    count: Annotated[Decimal, Unit("contracts"), Decimals(2), Range(above=0)]
    """New total size of the order in contracts: what has filled already plus what shall rest after the
    amendment. It is not the resting size alone.
    """

    client_order_id: str | Unset = UNSET
    """The caller's own id that the order bears before the amendment."""

    updated_client_order_id: str | Unset = UNSET
    """The caller's own id that the order bears after the amendment."""

    expiration_time: Annotated[UnixSeconds, Range(minimum=0)] | Unset = UNSET
    """New expiry in Unix seconds; it must lie in the future. When it is left out the present expiry stays,
    and 0 removes it. To change the expiry alone, send the present price and total size: the order then
    keeps its place in the queue.
    """

    exchange_index: int | Unset = UNSET
    """Index of the exchange shard. When it is left out, the exchange routes by `ticker`, or uses 0 where
    no ticker is given; -1 insists on routing by ticker.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            ticker: str,
            side: BookSide,
            price: Decimal | int | str,
            count: Decimal | int | str,
            client_order_id: str | None | Unset = UNSET,
            updated_client_order_id: str | None | Unset = UNSET,
            expiration_time: int | AwareDatetime | None | Unset = UNSET,
            exchange_index: int | None | Unset = UNSET,
        ) -> None: ...

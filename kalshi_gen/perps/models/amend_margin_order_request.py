from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from ...runtime.bounds import Decimals, Range, Unit
from ...runtime.field_rules import FieldRule
from ...runtime.model import ExactModel
from ...types import UNSET, AwareDatetime, UnixSeconds, Unset
from ..models.book_side import BookSide


class AmendMarginOrderRequest(ExactModel, kw_only=True):
    """New price, total size or expiry for a resting order. `side`, `price` and `count` must always be
    sent, changed or not, and the market by `ticker` or `market_id`. Give at least one of `ticker` and
    `market_id`.
    """

    _field_rules = (FieldRule("at_least_one_of", ("ticker", "market_id")),)

    ticker: str | Unset = UNSET
    """Ticker of the order's market. Send this or `market_id`; where both are sent, this one counts."""

    market_id: str | Unset = UNSET
    """UUID of the order's market, which a new ticker does not change. Send this or `ticker`."""

    side: BookSide
    """Book side of the order: `bid` buys contracts, `ask` sells them."""

    price: Annotated[Decimal, Unit("US dollars"), Decimals(4), Range(above=0)]
    """New limit price in US dollars for one contract. Send the present price to keep it."""

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

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            ticker: str | None | Unset = UNSET,
            market_id: str | None | Unset = UNSET,
            side: BookSide,
            price: Decimal | int | str,
            count: Decimal | int | str,
            client_order_id: str | None | Unset = UNSET,
            updated_client_order_id: str | None | Unset = UNSET,
            expiration_time: int | AwareDatetime | None | Unset = UNSET,
        ) -> None: ...

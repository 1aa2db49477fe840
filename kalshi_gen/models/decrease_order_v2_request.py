from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from ..runtime.bounds import Decimals, Range, Unit
from ..runtime.field_rules import FieldRule
from ..runtime.model import ExactModel
from ..types import UNSET, Unset


class DecreaseOrderV2Request(ExactModel, kw_only=True):
    """A cut in the remaining size of an order; give either `reduce_by` or `reduce_to`, never both. Give
    exactly one of `reduce_by` and `reduce_to`.
    """

    _field_rules = (FieldRule("exactly_one_of", ("reduce_by", "reduce_to")),)

    reduce_by: Annotated[Decimal, Unit("contracts"), Decimals(2), Range(above=0)] | None | Unset = UNSET
    """Contracts to take off the remaining size. Give either this or `reduce_to`, never both. `None` is
    sent as null.
    """

    reduce_to: Annotated[Decimal, Unit("contracts"), Decimals(2), Range(minimum=0)] | None | Unset = UNSET
    """Contracts that shall remain after the cut. Give either this or `reduce_by`, never both. `None` is
    sent as null.
    """

    exchange_index: int | Unset = UNSET
    """Index of the exchange shard. When it is left out, the exchange routes by `market_ticker`, or uses 0
    where no ticker is given; -1 insists on routing by ticker.
    """

    market_ticker: str | Unset = UNSET
    """Ticker of the order's market, by which the exchange finds the shard where `exchange_index` is left
    out or -1.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            reduce_by: Decimal | int | str | None | Unset = UNSET,
            reduce_to: Decimal | int | str | None | Unset = UNSET,
            exchange_index: int | None | Unset = UNSET,
            market_ticker: str | None | Unset = UNSET,
        ) -> None: ...

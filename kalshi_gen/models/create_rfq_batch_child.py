from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from ..runtime.bounds import Decimals, Length, Unit
from ..runtime.field_rules import FieldRule
from ..runtime.model import ExactModel
from ..types import UNSET, Unset


class CreateRFQBatchChild(ExactModel, kw_only=True):
    """One combo of a new RFQ batch, named either by `market_ticker` or by `selected_markets` but not by
    both, with a size of its own where wanted. Give exactly one of `market_ticker` and
    `selected_markets`. Give at most one of `contracts_fp` and `target_cost_dollars`.
    """

    _field_rules = (
        FieldRule("exactly_one_of", ("market_ticker", "selected_markets")),
        FieldRule("at_most_one_of", ("contracts_fp", "target_cost_dollars")),
    )

    market_ticker: str | Unset = UNSET
    """Ticker of a combo market that already exists. Excludes `selected_markets`."""

    selected_markets: Annotated[list[TickerPair], Length(maximum=6)] | Unset = UNSET
    """Legs of the combo, 6 at most. The exchange finds or creates its market in the collection that
    `mve_collection_ticker` of the request names. Excludes `market_ticker`.
    """

    contracts_fp: Annotated[Decimal, Unit("contracts"), Decimals(2)] | None | Unset = UNSET
    """Size of this child in contracts; it overrides the batch's size. Excludes `target_cost_dollars`; null
    counts as not set. `None` is sent as null.
    """

    target_cost_dollars: Annotated[Decimal, Unit("US dollars"), Decimals(6)] | Unset = UNSET
    """Cost to aim at for this child in US dollars; it overrides the batch's size. Excludes `contracts_fp`."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            market_ticker: str | None | Unset = UNSET,
            selected_markets: list[TickerPair] | None | Unset = UNSET,
            contracts_fp: Decimal | int | str | None | Unset = UNSET,
            target_cost_dollars: Decimal | int | str | None | Unset = UNSET,
        ) -> None: ...


from ..models.ticker_pair import TickerPair

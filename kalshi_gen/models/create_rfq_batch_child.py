from __future__ import annotations

from decimal import Decimal

from ..model import Model
from ..types import UNSET, Unset


class CreateRFQBatchChild(Model, kw_only=True):
    """One combo of a new RFQ batch, named either by `market_ticker` or by `selected_markets` but not by
    both, with a size of its own where wanted.
    """

    market_ticker: str | Unset = UNSET
    """Ticker of a combo market that already exists. Excludes `selected_markets`."""

    selected_markets: list[TickerPair] | Unset = UNSET
    """Legs of the combo, 6 at most. The exchange finds or creates its market in the collection that
    `mve_collection_ticker` of the request names. Excludes `market_ticker`.
    """

    contracts_fp: Decimal | None | Unset = UNSET
    """Size of this child in contracts; it overrides the batch's size. Excludes `target_cost_dollars`; null
    counts as not set.
    """

    target_cost_dollars: Decimal | Unset = UNSET
    """Cost to aim at for this child in US dollars; it overrides the batch's size. Excludes `contracts_fp`."""


from ..models.ticker_pair import TickerPair

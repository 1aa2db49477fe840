from __future__ import annotations

from typing import TYPE_CHECKING

from ..runtime.model import Model
from ..types import UNSET, Unset


class CreateMarketInMultivariateEventCollectionRequest(Model, kw_only=True):
    """The choice of markets from which a combination market is made."""

    selected_markets: list[TickerPair]
    """The markets to combine, each with a side; together they decide which market comes into being."""

    with_market_payload: bool | Unset = UNSET
    """True to have the answer contain the complete market besides its tickers."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            selected_markets: list[TickerPair],
            with_market_payload: bool | None | Unset = UNSET,
        ) -> None: ...


from ..models.ticker_pair import TickerPair

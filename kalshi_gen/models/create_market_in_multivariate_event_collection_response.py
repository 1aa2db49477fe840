from __future__ import annotations

from ..runtime.model import Model
from ..types import UNSET, Unset


class CreateMarketInMultivariateEventCollectionResponse(Model, kw_only=True):
    """Tickers of the combination market that the request made."""

    event_ticker: str
    """Ticker of the event that holds the new market."""

    market_ticker: str
    """Ticker of the new market."""

    market: Market | Unset = UNSET
    """The new market in full, when the request set `with_market_payload`."""


from ..models.market import Market

from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import UNSET, Unset


class RfqBatchBestQuotesDataRfqsItem(Model, kw_only=True):
    """The best bids on one request."""

    rfq_id: str
    """Id of the request for quotes."""

    market_ticker: str
    """Ticker of the market."""

    event_ticker: str | Unset = UNSET
    """Ticker of the event."""

    yes_bid_dollars: Decimal | Unset = UNSET
    """Bid for YES, in US dollars per contract."""

    no_bid_dollars: Decimal | Unset = UNSET
    """Bid for NO, in US dollars per contract."""

    contracts_fp: Decimal | Unset = UNSET
    """Contracts asked for; absent if a cost is asked for."""

    yes_contracts_offered_fp: Decimal | Unset = UNSET
    """YES contracts offered."""

    no_contracts_offered_fp: Decimal | Unset = UNSET
    """NO contracts offered."""

    rfq_target_cost_dollars: Decimal | Unset = UNSET
    """Cost that was asked for, in US dollars."""

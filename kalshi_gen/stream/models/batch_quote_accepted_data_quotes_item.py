from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import UNSET, Unset


class BatchQuoteAcceptedDataQuotesItem(Model, kw_only=True):
    """A quote that won."""

    quote_id: str
    """Id of the quote."""

    rfq_id: str
    """Id of the request for quotes."""

    market_ticker: str
    """Ticker of the market."""

    event_ticker: str | Unset = UNSET
    """Ticker of the event."""

    yes_bid_dollars: Decimal
    """Bid for YES, in US dollars per contract."""

    no_bid_dollars: Decimal
    """Bid for NO, in US dollars per contract."""

    contracts_accepted_fp: Decimal | Unset = UNSET
    """Contracts accepted."""

    yes_contracts_offered_fp: Decimal | Unset = UNSET
    """YES contracts offered."""

    no_contracts_offered_fp: Decimal | Unset = UNSET
    """NO contracts offered."""

    rfq_target_cost_dollars: Decimal | Unset = UNSET
    """Cost that was asked for, in US dollars."""

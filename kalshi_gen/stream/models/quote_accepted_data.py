from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import UNSET, Unset
from ..models.quote_accepted_data_accepted_side import QuoteAcceptedDataAcceptedSide


class QuoteAcceptedData(Model, kw_only=True):
    """The quote."""

    quote_id: str
    """Id of the quote."""

    rfq_id: str
    """Id of the request for quotes."""

    quote_creator_id: str
    """Public id of who quoted."""

    rfq_creator_id: str
    """Public id of who asked; a shared placeholder for others if it is obscured."""

    market_ticker: str
    """Ticker of the market."""

    event_ticker: str | Unset = UNSET
    """Ticker of the event."""

    yes_bid_dollars: Decimal
    """Bid for YES, in US dollars per contract."""

    no_bid_dollars: Decimal
    """Bid for NO, in US dollars per contract."""

    accepted_side: QuoteAcceptedDataAcceptedSide | Unset = UNSET
    """The side that was accepted, `yes` or `no`."""

    contracts_accepted_fp: Decimal | Unset = UNSET
    """Contracts accepted."""

    yes_contracts_offered_fp: Decimal | Unset = UNSET
    """YES contracts offered."""

    no_contracts_offered_fp: Decimal | Unset = UNSET
    """NO contracts offered."""

    rfq_target_cost_dollars: Decimal | Unset = UNSET
    """Cost that was asked for, in US dollars."""

    subaccount: int | Unset = UNSET
    """Number of your subaccount, if it was one."""

from __future__ import annotations

from decimal import Decimal

from ..runtime.model import Model
from ..types import UNSET, Unset


class RFQBatchBestQuote(Model, kw_only=True):
    """The best bids of all makers for one child of an RFQ batch."""

    rfq_id: str
    """UUID of the child RFQ."""

    market_ticker: str
    """Ticker of the combo market of this child."""

    yes_bid_dollars: Decimal | Unset = UNSET
    """Highest bid for YES of any maker in US dollars per contract, between 0 and 1; absent while nobody
    bids.
    """

    no_bid_dollars: Decimal | Unset = UNSET
    """Highest bid for NO of any maker in US dollars per contract, between 0 and 1; absent while nobody
    bids.
    """

    yes_contracts_offered_fp: Decimal | Unset = UNSET
    """Size behind the best YES bid in contracts."""

    no_contracts_offered_fp: Decimal | Unset = UNSET
    """Size behind the best NO bid in contracts."""

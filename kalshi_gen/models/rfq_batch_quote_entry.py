from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from ..runtime.bounds import Decimals
from ..runtime.model import Model


class RFQBatchQuoteEntry(Model, kw_only=True):
    """A maker's two bids for one child of an RFQ batch."""

    rfq_id: str
    """UUID of the child to be priced, exactly as received. The exchange answers HTTP 400 to a malformed
    one.
    """

    yes_bid: Annotated[Decimal, Decimals(4)]
    """Price to bid for YES of this child in US dollars per contract, between 0 and 1."""

    no_bid: Annotated[Decimal, Decimals(4)]
    """Price to bid for NO of this child in US dollars per contract, between 0 and 1."""

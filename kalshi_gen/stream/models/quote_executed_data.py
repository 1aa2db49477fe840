from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, AwareDatetime, Unset


class QuoteExecutedData(Model, kw_only=True):
    """The quote and your order."""

    quote_id: str
    """Id of the quote."""

    rfq_id: str
    """Id of the request for quotes."""

    quote_creator_id: str
    """Public id of who quoted."""

    rfq_creator_id: str
    """Public id of who asked; a shared placeholder for others if it is obscured."""

    order_id: str
    """Id of your order, which its fills carry too."""

    client_order_id: str
    """Your id of the order, which its fills carry too."""

    market_ticker: str
    """Ticker of the market."""

    executed_ts: AwareDatetime
    """When it was executed."""

    subaccount: int | Unset = UNSET
    """Number of your subaccount, if it was one."""

    rfq_batch_id: str | Unset = UNSET
    """Id of the batch of requests, if it was part of one."""

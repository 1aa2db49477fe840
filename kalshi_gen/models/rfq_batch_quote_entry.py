from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from ..runtime.bounds import Decimals, Unit
from ..runtime.model import ExactModel


class RFQBatchQuoteEntry(ExactModel, kw_only=True):
    """A maker's two bids for one child of an RFQ batch."""

    rfq_id: str
    """UUID of the child to be priced, exactly as received. The exchange answers HTTP 400 to a malformed
    one.
    """

    yes_bid: Annotated[Decimal, Unit("US dollars"), Decimals(4)]
    """Price to bid for YES of this child in US dollars per contract, between 0 and 1."""

    no_bid: Annotated[Decimal, Unit("US dollars"), Decimals(4)]
    """Price to bid for NO of this child in US dollars per contract, between 0 and 1."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            rfq_id: str,
            yes_bid: Decimal | int | str,
            no_bid: Decimal | int | str,
        ) -> None: ...

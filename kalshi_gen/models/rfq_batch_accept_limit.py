from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from ..runtime.bounds import Decimals
from ..runtime.model import Model


class RFQBatchAcceptLimit(Model, kw_only=True):
    """Lowest acceptable bid for one child when an RFQ batch is accepted."""

    rfq_id: str
    """UUID of the child RFQ, exactly as received. The exchange answers HTTP 400 to a malformed one."""

    bid_dollars: Annotated[Decimal, Decimals(4)]
    """Lowest bid to take for this child in US dollars per contract, between 0 and 1. It applies to the
    accepted side and is usually the best bid last seen.
    """

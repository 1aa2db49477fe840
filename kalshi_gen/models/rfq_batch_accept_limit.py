from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from ..runtime.bounds import Decimals, Unit
from ..runtime.model import ExactModel


class RFQBatchAcceptLimit(ExactModel, kw_only=True):
    """Lowest acceptable bid for one child when an RFQ batch is accepted."""

    rfq_id: str
    """UUID of the child RFQ, exactly as received. The exchange answers HTTP 400 to a malformed one."""

    bid_dollars: Annotated[Decimal, Unit("US dollars"), Decimals(4)]
    """Lowest bid to take for this child in US dollars per contract, between 0 and 1. It applies to the
    accepted side and is usually the best bid last seen.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            rfq_id: str,
            bid_dollars: Decimal | int | str,
        ) -> None: ...

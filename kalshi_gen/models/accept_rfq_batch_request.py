from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from ..models.accept_rfq_batch_request_accepted_side import AcceptRFQBatchRequestAcceptedSide
from ..runtime.bounds import Length
from ..runtime.model import Model
from ..types import UNSET, Unset


class AcceptRFQBatchRequest(Model, kw_only=True):
    """Accepts all children of an RFQ batch on one side, with a lowest bid for each. Either all are
    accepted or none.
    """

    accepted_side: AcceptRFQBatchRequestAcceptedSide
    """Side to accept on all children: `yes` takes the YES bids, `no` the NO bids."""

    min_bids: Annotated[list[RFQBatchAcceptLimit], Length(minimum=2, maximum=57)]
    """Lowest acceptable bids, 2 to 57: each child has exactly one entry. The entire acceptance fails when
    the best bid for a child has fallen under its entry.
    """

    client_order_id: str | Unset = UNSET
    """Idempotency key, optional. A repeated acceptance with the same key gets the answer of the one that
    went through.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            accepted_side: AcceptRFQBatchRequestAcceptedSide,
            min_bids: list[RFQBatchAcceptLimit],
            client_order_id: str | None | Unset = UNSET,
        ) -> None: ...


from ..models.rfq_batch_accept_limit import RFQBatchAcceptLimit

from __future__ import annotations

from ..models.rfq_batch_status import RFQBatchStatus
from ..runtime.model import Model
from ..types import UNSET, AwareDatetime, Unset


class RFQBatch(Model, kw_only=True):
    """Several RFQs on combo markets, its children, that are quoted, accepted and executed together."""

    id: str
    """UUID of the RFQ batch. Keep and send the string exactly as received."""

    creator_id: str
    """Public communications ID of the requester. With `obscure_creator_id` set, others see a shared
    placeholder, as with `RFQ.creator_id`, until one of the children has executed.
    """

    status: RFQBatchStatus
    """State of the batch: `open` takes batch quotes, `accepted` waits for confirmations or execution,
    `closed` has ended.
    """

    created_ts: AwareDatetime
    """UTC time at which the batch was made."""

    accepted_ts: AwareDatetime | Unset = UNSET
    """UTC time at which the batch was accepted; absent until then."""

    closed_ts: AwareDatetime | Unset = UNSET
    """UTC time at which the batch closed; absent until then."""

    rfqs: list[RFQ]
    """The children of the batch, kept in the order of the request."""

    updated_ts: AwareDatetime | Unset = UNSET
    """UTC time of the latest change to the batch; only the requester sees it."""

    close_reason: str | Unset = UNSET
    """Why the batch closed, such as executed, execution failed or cancelled; only the requester sees it. A
    partial execution is rare: it needs the fill of one child to cancel a maker's order on which another
    child relied.
    """

    client_batch_id: str | Unset = UNSET
    """The requester's own key for the batch, as sent at its creation; only the requester sees it."""

    creator_user_id: str | Unset = UNSET
    """User id of the requester: a private field, absent where the caller may not see it."""

    creator_subaccount: int | Unset = UNSET
    """Number of the requester's subaccount; only the requester sees it."""


from ..models.rfq import RFQ

from __future__ import annotations

from typing import ClassVar, Literal

from ...runtime.model import Model
from ...types import UNSET, Unset


class RfqBatchDeleted(Model, kw_only=True, tag_field="type", tag="rfq_batch_deleted"):
    """A batch of requests was closed, with all of its requests, and without an execution."""

    type: ClassVar[Literal["rfq_batch_deleted"]] = "rfq_batch_deleted"

    sid: int
    """Number that the exchange gave to a subscription to one channel."""

    seq: int
    """Number of the message within its subscription; each is one more than the last, so a gap is a loss."""

    msg: RfqBatchDeletedData
    """The batch."""

    sending_ts_ms: int | Unset = UNSET
    """When the exchange handed the message to its network, in Unix milliseconds."""


from ..models.rfq_batch_deleted_data import RfqBatchDeletedData

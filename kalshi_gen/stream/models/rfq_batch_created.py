from __future__ import annotations

from typing import ClassVar, Literal

from ...runtime.model import Model
from ...types import UNSET, Unset


class RfqBatchCreated(Model, kw_only=True, tag_field="type", tag="rfq_batch_created"):
    """Someone asks for quotes on several combinations at once."""

    type: ClassVar[Literal["rfq_batch_created"]] = "rfq_batch_created"

    sid: int
    """Number that the exchange gave to a subscription to one channel."""

    seq: int
    """Number of the message within its subscription; each is one more than the last, so a gap is a loss."""

    msg: RfqBatchCreatedData
    """The batch."""

    sending_ts_ms: int | Unset = UNSET
    """When the exchange handed the message to its network, in Unix milliseconds."""


from ..models.rfq_batch_created_data import RfqBatchCreatedData

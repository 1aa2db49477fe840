from __future__ import annotations

from typing import ClassVar, Literal

from ...runtime.model import Model
from ...types import UNSET, Unset


class RfqDeleted(Model, kw_only=True, tag_field="type", tag="rfq_deleted"):
    """A request for quotes was closed."""

    type: ClassVar[Literal["rfq_deleted"]] = "rfq_deleted"

    sid: int
    """Number that the exchange gave to a subscription to one channel."""

    seq: int
    """Number of the message within its subscription; each is one more than the last, so a gap is a loss."""

    msg: RfqDeletedData
    """The request."""

    sending_ts_ms: int | Unset = UNSET
    """When the exchange handed the message to its network, in Unix milliseconds."""


from ..models.rfq_deleted_data import RfqDeletedData

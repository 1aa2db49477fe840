from __future__ import annotations

from typing import ClassVar, Literal

from ...runtime.model import Model
from ...types import UNSET, Unset


class BatchQuoteCreated(Model, kw_only=True, tag_field="type", tag="batch_quote_created"):
    """You quoted on a batch; the quote takes the place of your last one and counts for 30 seconds."""

    type: ClassVar[Literal["batch_quote_created"]] = "batch_quote_created"

    sid: int
    """Number that the exchange gave to a subscription to one channel."""

    seq: int
    """Number of the message within its subscription; each is one more than the last, so a gap is a loss."""

    msg: BatchQuoteCreatedData
    """Your quote."""

    sending_ts_ms: int | Unset = UNSET
    """When the exchange handed the message to its network, in Unix milliseconds."""


from ..models.batch_quote_created_data import BatchQuoteCreatedData

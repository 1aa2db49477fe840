from __future__ import annotations

from typing import ClassVar, Literal

from ...runtime.model import Model
from ...types import UNSET, Unset


class BatchQuoteExecuted(Model, kw_only=True, tag_field="type", tag="batch_quote_executed"):
    """A batch of which you won requests has been executed or has failed."""

    type: ClassVar[Literal["batch_quote_executed"]] = "batch_quote_executed"

    sid: int
    """Number that the exchange gave to a subscription to one channel."""

    seq: int
    """Number of the message within its subscription; each is one more than the last, so a gap is a loss."""

    msg: BatchQuoteExecutedData
    """The outcome for your requests."""

    sending_ts_ms: int | Unset = UNSET
    """When the exchange handed the message to its network, in Unix milliseconds."""


from ..models.batch_quote_executed_data import BatchQuoteExecutedData

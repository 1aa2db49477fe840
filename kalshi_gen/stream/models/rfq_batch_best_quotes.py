from __future__ import annotations

from typing import ClassVar, Literal

from ...runtime.model import Model
from ...types import UNSET, Unset


class RfqBatchBestQuotes(Model, kw_only=True, tag_field="type", tag="rfq_batch_best_quotes"):
    """The best bids on your batch, from all makers; at most four a second."""

    type: ClassVar[Literal["rfq_batch_best_quotes"]] = "rfq_batch_best_quotes"

    sid: int
    """Number that the exchange gave to a subscription to one channel."""

    seq: int
    """Number of the message within its subscription; each is one more than the last, so a gap is a loss."""

    msg: RfqBatchBestQuotesData
    """All of the best bids, each time."""

    sending_ts_ms: int | Unset = UNSET
    """When the exchange handed the message to its network, in Unix milliseconds."""


from ..models.rfq_batch_best_quotes_data import RfqBatchBestQuotesData

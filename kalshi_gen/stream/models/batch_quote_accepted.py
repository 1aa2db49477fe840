from __future__ import annotations

from typing import ClassVar, Literal

from ...runtime.model import Model
from ...types import UNSET, Unset


class BatchQuoteAccepted(Model, kw_only=True, tag_field="type", tag="batch_quote_accepted"):
    """Your batch quote won requests of an accepted batch; confirm it, or the entire batch fails."""

    type: ClassVar[Literal["batch_quote_accepted"]] = "batch_quote_accepted"

    sid: int
    """Number that the exchange gave to a subscription to one channel."""

    seq: int
    """Number of the message within its subscription; each is one more than the last, so a gap is a loss."""

    msg: BatchQuoteAcceptedData
    """What you won."""

    sending_ts_ms: int | Unset = UNSET
    """When the exchange handed the message to its network, in Unix milliseconds."""


from ..models.batch_quote_accepted_data import BatchQuoteAcceptedData

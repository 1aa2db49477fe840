from __future__ import annotations

from typing import ClassVar, Literal

from ...runtime.model import Model
from ...types import UNSET, Unset


class QuoteAccepted(Model, kw_only=True, tag_field="type", tag="quote_accepted"):
    """A quote of yours, or one given to you, was accepted."""

    type: ClassVar[Literal["quote_accepted"]] = "quote_accepted"

    sid: int
    """Number that the exchange gave to a subscription to one channel."""

    seq: int
    """Number of the message within its subscription; each is one more than the last, so a gap is a loss."""

    msg: QuoteAcceptedData
    """The quote."""

    sending_ts_ms: int | Unset = UNSET
    """When the exchange handed the message to its network, in Unix milliseconds."""


from ..models.quote_accepted_data import QuoteAcceptedData

from __future__ import annotations

from typing import ClassVar, Literal

from ...runtime.model import Model
from ...types import UNSET, Unset


class QuoteCreated(Model, kw_only=True, tag_field="type", tag="quote_created"):
    """A quote was given, by you or to you."""

    type: ClassVar[Literal["quote_created"]] = "quote_created"

    sid: int
    """Number that the exchange gave to a subscription to one channel."""

    seq: int
    """Number of the message within its subscription; each is one more than the last, so a gap is a loss."""

    msg: QuoteCreatedData
    """The quote."""

    sending_ts_ms: int | Unset = UNSET
    """When the exchange handed the message to its network, in Unix milliseconds."""


from ..models.quote_created_data import QuoteCreatedData

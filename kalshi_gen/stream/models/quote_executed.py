from __future__ import annotations

from typing import ClassVar, Literal

from ...runtime.model import Model
from ...types import UNSET, Unset


class QuoteExecuted(Model, kw_only=True, tag_field="type", tag="quote_executed"):
    """A quote was executed; each of the two parties hears of its own order."""

    type: ClassVar[Literal["quote_executed"]] = "quote_executed"

    sid: int
    """Number that the exchange gave to a subscription to one channel."""

    seq: int
    """Number of the message within its subscription; each is one more than the last, so a gap is a loss."""

    msg: QuoteExecutedData
    """The quote and your order."""

    sending_ts_ms: int | Unset = UNSET
    """When the exchange handed the message to its network, in Unix milliseconds."""


from ..models.quote_executed_data import QuoteExecutedData

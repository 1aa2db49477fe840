from __future__ import annotations

from typing import ClassVar, Literal

from ...runtime.model import Model
from ...types import UNSET, Unset


class Ticker(Model, kw_only=True, tag_field="type", tag="ticker"):
    """The state of a market after a change."""

    type: ClassVar[Literal["ticker"]] = "ticker"

    sid: int
    """Number that the exchange gave to a subscription to one channel."""

    msg: TickerData
    """The state."""

    sending_ts_ms: int | Unset = UNSET
    """When the exchange handed the message to its network, in Unix milliseconds."""


from ..models.ticker_data import TickerData

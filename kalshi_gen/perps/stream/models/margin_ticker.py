from __future__ import annotations

from typing import ClassVar, Literal

from ....runtime.model import Model
from ....types import UNSET, Unset


class MarginTicker(Model, kw_only=True, tag_field="type", tag="ticker"):
    """The state of a market after changes."""

    type: ClassVar[Literal["ticker"]] = "ticker"

    sid: int
    """Number that the exchange gave to a subscription to one channel."""

    msg: MarginTickerData
    """The state."""

    sending_ts_ms: int | Unset = UNSET
    """When the exchange handed the message to its network, in Unix milliseconds."""


from ..models.margin_ticker_data import MarginTickerData

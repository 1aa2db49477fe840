from __future__ import annotations

from typing import ClassVar, Literal

from ....runtime.model import Model
from ....types import UNSET, Unset


class MarginFill(Model, kw_only=True, tag_field="type", tag="fill"):
    """A fill of an order of yours."""

    type: ClassVar[Literal["fill"]] = "fill"

    sid: int
    """Number that the exchange gave to a subscription to one channel."""

    msg: MarginFillData
    """The fill."""

    sending_ts_ms: int | Unset = UNSET
    """When the exchange handed the message to its network, in Unix milliseconds."""


from ..models.margin_fill_data import MarginFillData

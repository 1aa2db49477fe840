from __future__ import annotations

from typing import ClassVar, Literal

from ...runtime.model import Model
from ...types import UNSET, Unset


class CfbenchmarksValue5Hz(Model, kw_only=True, tag_field="type", tag="cfbenchmarks_value_5hz"):
    """The value of an index, up to five times a second."""

    type: ClassVar[Literal["cfbenchmarks_value_5hz"]] = "cfbenchmarks_value_5hz"

    sid: int
    """Number that the exchange gave to a subscription to one channel."""

    seq: int
    """Number of the message within its subscription; each is one more than the last, so a gap is a loss."""

    msg: CfbenchmarksValue5HzData
    """The value."""

    sending_ts_ms: int | Unset = UNSET
    """When the exchange handed the message to its network, in Unix milliseconds."""


from ..models.cfbenchmarks_value_5_hz_data import CfbenchmarksValue5HzData

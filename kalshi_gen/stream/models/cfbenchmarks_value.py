from __future__ import annotations

from typing import ClassVar, Literal

from ...runtime.model import Model
from ...types import UNSET, Unset


class CfbenchmarksValue(Model, kw_only=True, tag_field="type", tag="cfbenchmarks_value"):
    """The value of an index, about once a second."""

    type: ClassVar[Literal["cfbenchmarks_value"]] = "cfbenchmarks_value"

    sid: int
    """Number that the exchange gave to a subscription to one channel."""

    seq: int
    """Number of the message within its subscription; each is one more than the last, so a gap is a loss."""

    msg: CfbenchmarksValueData
    """The value."""

    sending_ts_ms: int | Unset = UNSET
    """When the exchange handed the message to its network, in Unix milliseconds."""


from ..models.cfbenchmarks_value_data import CfbenchmarksValueData

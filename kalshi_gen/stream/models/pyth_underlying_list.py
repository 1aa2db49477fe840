from __future__ import annotations

from typing import ClassVar, Literal

from ...runtime.model import Model
from ...types import UNSET, Unset


class PythUnderlyingList(Model, kw_only=True, tag_field="type", tag="pyth_value_underlying_list"):
    """Answers `underlying_list`."""

    type: ClassVar[Literal["pyth_value_underlying_list"]] = "pyth_value_underlying_list"

    id: int | Unset = UNSET
    """Number of the command."""

    sid: int
    """Number that the exchange gave to a subscription to one channel."""

    seq: int
    """Number of the message within its subscription; each is one more than the last, so a gap is a loss."""

    msg: PythUnderlyingListData
    """What is on offer."""

    sending_ts_ms: int | Unset = UNSET
    """When the exchange handed the message to its network, in Unix milliseconds."""


from ..models.pyth_underlying_list_data import PythUnderlyingListData

from __future__ import annotations

from typing import ClassVar, Literal

from ...runtime.model import Model
from ...types import UNSET, Unset


class Cfbenchmarks5HzIndexList(Model, kw_only=True, tag_field="type", tag="cfbenchmarks_value_5hz_indexlist"):
    """Answers `indexlist` on the fast channel."""

    type: ClassVar[Literal["cfbenchmarks_value_5hz_indexlist"]] = "cfbenchmarks_value_5hz_indexlist"

    id: int | Unset = UNSET
    """Number of the command."""

    sid: int
    """Number that the exchange gave to a subscription to one channel."""

    seq: int
    """Number of the message within its subscription; each is one more than the last, so a gap is a loss."""

    msg: Cfbenchmarks5HzIndexListData
    """What is on offer."""

    sending_ts_ms: int | Unset = UNSET
    """When the exchange handed the message to its network, in Unix milliseconds."""


from ..models.cfbenchmarks_5_hz_index_list_data import Cfbenchmarks5HzIndexListData

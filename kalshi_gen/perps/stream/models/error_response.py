from __future__ import annotations

from typing import ClassVar, Literal

from ....runtime.model import Model
from ....types import UNSET, Unset


class ErrorResponse(Model, kw_only=True, tag_field="type", tag="error"):
    """Says that a command was refused or that a subscription failed."""

    type: ClassVar[Literal["error"]] = "error"

    id: int | Unset = UNSET
    """Number of a command, chosen by the client and repeated in the answer; 0 means none."""

    sid: int | Unset = UNSET
    """The subscription that it concerns, if one."""

    seq: int | Unset = UNSET
    """Number of the message, for a subscription that counts."""

    msg: ErrorResponseData
    """What went wrong."""

    sending_ts_ms: int | Unset = UNSET
    """When the exchange handed the message to its network, in Unix milliseconds."""


from ..models.error_response_data import ErrorResponseData

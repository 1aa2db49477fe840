from __future__ import annotations

from typing import ClassVar, Literal

from ....runtime.model import Model
from ....types import UNSET, Unset


class MarginCorporateActionsDelta(Model, kw_only=True, tag_field="type", tag="corporate_actions_delta"):
    """The exchange has applied a corporate action to a market; read your positions and balance again."""

    type: ClassVar[Literal["corporate_actions_delta"]] = "corporate_actions_delta"

    sid: int
    """Number that the exchange gave to a subscription to one channel."""

    seq: int
    """Number of the message within its subscription; each is one more than the last, so a gap is a loss."""

    msg: MarginCorporateActionsDeltaData
    """The notice."""

    sending_ts_ms: int | Unset = UNSET
    """When the exchange handed the message to its network, in Unix milliseconds."""


from ..models.margin_corporate_actions_delta_data import MarginCorporateActionsDeltaData

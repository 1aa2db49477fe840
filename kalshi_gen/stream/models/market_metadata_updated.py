from __future__ import annotations

from typing import ClassVar, Literal

from ...runtime.model import Model
from ...types import UNSET, Unset


class MarketMetadataUpdated(Model, kw_only=True, tag_field="type", tag="market_lifecycle_v2"):
    """New strikes or a new YES title of a market."""

    type: ClassVar[Literal["market_lifecycle_v2"]] = "market_lifecycle_v2"

    sid: int
    """Number that the exchange gave to a subscription to one channel."""

    seq: int
    """Number of the message within its subscription; each is one more than the last, so a gap is a loss."""

    msg: MarketMetadataUpdatedData
    """The new metadata."""

    sending_ts_ms: int | Unset = UNSET
    """When the exchange handed the message to its network, in Unix milliseconds."""


from ..models.market_metadata_updated_data import MarketMetadataUpdatedData

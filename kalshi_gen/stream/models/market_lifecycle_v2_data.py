from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import UNSET, Unset
from ..models.lifecycle_price_level_structure import LifecyclePriceLevelStructure
from ..models.market_lifecycle_v2_data_event_type import MarketLifecycleV2DataEventType


class MarketLifecycleV2Data(Model, kw_only=True):
    """The step."""

    market_ticker: str
    """Ticker of the market."""

    exchange_index: int | Unset = UNSET
    """Number of the part of the exchange that trades it."""

    open_ts: int | Unset = UNSET
    """When the market opens, in Unix seconds; at creation."""

    close_ts: int | Unset = UNSET
    """When the market is to close, in Unix seconds; at creation and when it changes."""

    determination_ts: int | Unset = UNSET
    """When the market was determined, in Unix seconds; at determination."""

    settled_ts: int | Unset = UNSET
    """When the market was settled, in Unix seconds; at settlement."""

    result: str | Unset = UNSET
    """Outcome of the market; at determination."""

    settlement_value: Decimal | Unset = UNSET
    """What a YES contract pays, in US dollars; at determination."""

    is_deactivated: bool | Unset = UNSET
    """Whether trading in an open market is paused; when that changes."""

    additional_metadata: LifecycleAdditionalMetadata | Unset = UNSET
    """What the market is about; at creation."""

    event_type: MarketLifecycleV2DataEventType
    """What happened to the market."""

    price_level_structure: LifecyclePriceLevelStructure | Unset = UNSET
    """Name of the price steps; at creation and when they change."""

    price_ranges: list[MarketLifecycleV2DataPriceRangesItem] | Unset = UNSET
    """Prices that orders may have, by band; at creation and when they change."""


from ..models.lifecycle_additional_metadata import LifecycleAdditionalMetadata
from ..models.market_lifecycle_v2_data_price_ranges_item import MarketLifecycleV2DataPriceRangesItem

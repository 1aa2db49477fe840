from __future__ import annotations

from ..runtime.model import Model
from ..types import UNSET, Unset


class GetEventMetadataResponse(Model, kw_only=True):
    """How an event is shown and settled: images, settlement sources, competition and the look of its
    markets.
    """

    image_url: str
    """Path of the event's image."""

    featured_image_url: str | Unset = UNSET
    """Path of the image shown for the featured market; may be absent."""

    market_details: list[MarketMetadata]
    """Image and color of each of the event's markets."""

    settlement_sources: list[SettlementSource]
    """The sources by which the event is settled."""

    competition: str | None | Unset = UNSET
    """Competition to which the event belongs; null or absent when there is none."""

    competition_scope: str | None | Unset = UNSET
    """What part of the competition the event covers; null or absent when there is none."""


from ..models.market_metadata import MarketMetadata
from ..models.settlement_source import SettlementSource

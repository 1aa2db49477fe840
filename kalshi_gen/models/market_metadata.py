from __future__ import annotations

from ..runtime.model import Model


class MarketMetadata(Model, kw_only=True):
    """How one market of an event is shown: its image and color."""

    market_ticker: str
    """Ticker of the market."""

    image_url: str
    """Path of the market's image."""

    color_code: str
    """Color code in which the market is shown."""

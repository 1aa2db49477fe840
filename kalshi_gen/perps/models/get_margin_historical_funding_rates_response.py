from __future__ import annotations

from ...runtime.model import Model


class GetMarginHistoricalFundingRatesResponse(Model, kw_only=True):
    """Answer that lists past funding rates."""

    funding_rates: list[MarginFundingRate]
    """Rates within the range of the request."""


from ..models.margin_funding_rate import MarginFundingRate

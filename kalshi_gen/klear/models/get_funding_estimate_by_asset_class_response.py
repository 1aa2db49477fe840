from __future__ import annotations

from ...runtime.model import Model


class GetFundingEstimateByAssetClassResponse(Model, kw_only=True):
    """Estimated funding of each asset class."""

    estimates: dict[str, AssetClassFundingEstimate]
    """Estimates by asset class."""


from ..models.asset_class_funding_estimate import AssetClassFundingEstimate

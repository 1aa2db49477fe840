from __future__ import annotations

from ...runtime.model import Model


class GetSettlementEstimateByAssetClassResponse(Model, kw_only=True):
    """Estimated next settlement of each asset class, and the balance it meets."""

    estimates: dict[str, AssetClassSettlementEstimate]
    """Estimates by asset class."""

    settlement_balance_centicents: int
    """Present balance of the settlement buffer, in centicents (1/10,000 US dollar)."""


from ..models.asset_class_settlement_estimate import AssetClassSettlementEstimate
